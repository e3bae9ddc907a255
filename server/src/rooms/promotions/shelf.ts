import { assert } from '../../kernel/assert.ts';
import { canonicalJson, digest } from '../../kernel/canonical.ts';
import type { Instant } from '../../kernel/instant.ts';
import { compile } from './compile.ts';
import type { RulebookRow } from './read/rulebooks.ts';
import type { Rulebook, RulebookContent } from './rulebook.ts';

/** A published rulebook with what is known about its publishing; it is made ready when it is first asked for. */
export type Published = {
  readonly rulebook: number;
  readonly tenant: number;
  readonly program: number;
  readonly version: number;
  readonly inForceFrom: Instant;
  readonly publishedAt: Instant;
  readonly digest: string;
  /** How many promotions it has. */
  readonly size: number;
  /** Whether something in it raises signals. */
  readonly hasSignals: boolean;
  readonly ready: () => Rulebook;
};

/** All rulebooks at one moment. Immutable: a later shelf takes its place and shares the rulebooks of this one. */
export type Shelf = {
  /** The one in force in the program at the instant: the highest version that has taken force by then. */
  readonly at: (program: number, occurredAt: Instant) => Rulebook;
  /** By its number, as receipts keep it; 0 is the empty one. A number that was never given is a bug. */
  readonly byNumber: (rulebook: number) => Rulebook;
  /** Of one program, by version. */
  readonly of: (program: number) => readonly Published[];
  /** Those that raise signals. */
  readonly withSignals: readonly Published[];
  readonly knows: (rulebook: number) => boolean;
  /** The version that the rulebook has in its program; undefined where it was published by another process a moment ago. */
  readonly versionOf: (rulebook: number) => number | undefined;
};

const EMPTY_CONTENT: RulebookContent = { promotions: [] };

/** What decides where nothing was published: nothing is granted. */
export const emptyRulebook: Rulebook = {
  rulebook: 0,
  tenant: 0,
  program: 0,
  version: 0,
  inForceFrom: 0 as Instant,
  content: EMPTY_CONTENT,
  promotions: [],
  occasions: new Map(),
  selections: [],
  countings: [],
  candidates: () => [],
  byCode: () => undefined,
  hasPricing: false,
  hasLimits: false,
  countsForOwners: false,
  reads: new Set(),
  streaks: [],
};

/** The rulebook of a row. Its content is checked against its digest when it is made ready. */
export const publishedOf = ({ content, contentDigest, ...row }: RulebookRow): Published => {
  let made: Rulebook | undefined;
  return {
    ...row,
    digest: contentDigest.toString('hex'),
    size: (content as RulebookContent).promotions.length,
    hasSignals: (content as RulebookContent).promotions.some(({ signals = [] }) => signals.length > 0),
    ready: () => {
      if (made !== undefined) return made;
      assert(
        digest(canonicalJson(content)).equals(contentDigest),
        `the content of rulebook ${row.rulebook} was changed`,
      );
      const result = compile(content);
      assert(
        result.ok,
        `rulebook ${row.rulebook} was published and does not compile: ${result.ok ? '' : result.refusal}`,
      );
      made = {
        rulebook: row.rulebook,
        tenant: row.tenant,
        program: row.program,
        version: row.version,
        inForceFrom: row.inForceFrom,
        content: result.content,
        ...result.compiled,
      };
      return made;
    },
  };
};

/** The shelf of these rulebooks. */
export const createShelf = (all: readonly Published[]): Shelf => {
  const byNumber = new Map(all.map((one) => [one.rulebook, one]));
  const byProgram = new Map<number, Published[]>();
  for (const one of [...all].sort((a, b) => a.version - b.version)) {
    const known = byProgram.get(one.program);
    if (known === undefined) byProgram.set(one.program, [one]);
    else known.push(one);
  }
  const of = (program: number): readonly Published[] => byProgram.get(program) ?? [];
  return {
    at(program, occurredAt) {
      const versions = of(program);
      for (let i = versions.length - 1; i >= 0; i--) {
        const one = versions[i] as Published;
        if (one.inForceFrom <= occurredAt) return one.ready();
      }
      return emptyRulebook;
    },
    byNumber(rulebook) {
      if (rulebook === 0) return emptyRulebook;
      const one = byNumber.get(rulebook);
      assert(one !== undefined, `there is no rulebook ${rulebook}`);
      return one.ready();
    },
    of,
    withSignals: all.filter(({ hasSignals }) => hasSignals),
    knows: (rulebook) => byNumber.has(rulebook),
    versionOf: (rulebook) => (rulebook === 0 ? 0 : byNumber.get(rulebook)?.version),
  };
};
