import { canonicalJson, digest } from '../../kernel/canonical.ts';
import { isoFromInstant } from '../../kernel/instant.ts';
import type { Instant } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import type { Actor, Audit } from '../../platform/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { addDays, type LocalDate } from '../../kernel/local-date.ts';
import { writeSettings } from '../programs/index.ts';
import type { Programs } from '../programs/index.ts';
import type { Problem } from './bench.ts';
import { compile, refuseProblems } from './compile.ts';
import { countsTwice } from './counts-twice.ts';
import { budgetsAgainst } from './limits/budgets-against.ts';
import type { Compilation } from './compile.ts';
import type { Texts } from './language.ts';
import type { Names } from './names.ts';
import type { PublishRefusalCode } from './refusals.ts';
import type { PromotionContent, RulebookContent, RulebookUnits } from './rulebook.ts';
import type { Published, Shelf } from './shelf.ts';
import { insertRulebook } from './store/rulebook.ts';
import type { NewRulebook } from './store/rulebook.ts';

/** What publishing stands on. */
export type PromotionDeps = {
  readonly database: Database;
  readonly clock: Clock;
  readonly programs: Programs;
  /** Slot: the wallet types of a program by code, with the decimals of their units. */
  readonly walletTypes: (program: number) => ReadonlyMap<string, { readonly decimals: number }>;
  /** Slot: the wallet types that a funding contract of the program can pay into; undefined where there is no such contract. */
  readonly fundedWallets?: ((program: number, contract: string) => ReadonlySet<string> | undefined) | undefined;
  /** Slot: what a program has by name; nothing is looked at where it is left out. */
  readonly names?: ((program: number) => Names) | undefined;
  readonly shelf: () => Shelf;
  readonly refresh: () => Promise<void>;
  readonly audit?: Audit | undefined;
};

export type PublishInput = {
  readonly program: number;
  /** The whole rulebook, as JSON; versions of promotions and units are filled in here. */
  readonly content: unknown;
  /** Now where it is left out. */
  readonly inForceFrom?: Instant | undefined;
  /** The version that this one is to be, for a caller who wants to know that nobody came between. */
  readonly version?: number | undefined;
  /** It was published once and comes back, or is a part of what stands: what could be said against its promotions today does not keep it. */
  readonly comesBack?: boolean | undefined;
  /** The credential that publishes; 0 where the program itself does. */
  readonly publishedBy?: bigint | undefined;
  /** For the audit chain; `publishedBy` where left out. */
  readonly by?: Actor | undefined;
};

export type PublishOutcome =
  | Ok<{ readonly rulebook: Published; readonly repeated: boolean }>
  | (Refusal<PublishRefusalCode> & { readonly problems?: readonly Problem[] });

type ContentRefusal = Refusal<PublishRefusalCode> & { readonly problems?: readonly Problem[] };

/** What of an earlier rulebook of the program a new one has to know. */
export type Earlier = {
  readonly version: number;
  readonly inForceFrom: Instant;
  readonly digest: string;
  readonly content: RulebookContent;
};

/** A rulebook that may be written, after the one before it. `isSame`: it is what the last one is. */
export type PreparedRulebook = {
  readonly row: NewRulebook;
  readonly last: Earlier | undefined;
  readonly isSame: boolean;
};

/** What published rulebooks say to a new one. */
export const earlierOf = (published: readonly Published[]): readonly Earlier[] =>
  published.map(({ version, inForceFrom, digest: hex, ready }) => ({
    ...{ version, inForceFrom, digest: hex },
    // Made ready only where it is asked for.
    get content() {
      return ready().content;
    },
  }));

/**
 * For what content is checked. To be published: against the names that the program has and the day on which it takes force, too. To come
 * back, as it once was: for what it counts in. Else to be tried, on receipts of any day and anywhere.
 */
export type CheckedTo = { readonly publishOn: Instant } | 'come_back' | 'try';

/** Checks content as publishing does, with the units that the program counts in now. */
export const checkContent = (
  deps: PromotionDeps,
  program: number,
  content: unknown,
  to: CheckedTo,
  earlier: readonly Earlier[] = earlierOf(deps.shelf().of(program)),
): Compilation | ContentRefusal => {
  const against = unkeepable(content);
  if (against) return against;
  const isNew = typeof to === 'object';
  const known = isNew ? deps.names?.(program) : to === 'come_back' ? 'standing' : undefined;
  const compiled = compile(content, unitsOf(deps, program), known);
  const inDays = isNew ? inTime(compiled, earlier, dayOf(deps, program, to.publishOn)) : compiled;
  return withFunding(deps, program, onceOnly(deps, program, inDays, content));
};

// Where the wall is a day behind, the day before is still today.
const dayOf = ({ programs }: PromotionDeps, program: number, at: Instant): LocalDate =>
  addDays(programs.settings().program(program).zone.localOf(at).date, -1);

/** Refuses promotions that are new and have ended before the rulebook takes force. One that has run its time may stay where it stands. */
const inTime = (compiled: Compilation, earlier: readonly Earlier[], day: LocalDate): Compilation => {
  if (!compiled.ok) return compiled;
  const ended = compiled.content.promotions.flatMap(({ code, lastOn, firstOn }, at) =>
    lastOn !== undefined && lastOn < day && lastOn >= firstOn ? [{ code, lastOn, at }] : [],
  );
  if (ended.length === 0) return compiled;
  const stood = new Set(
    earlier.flatMap(({ content }) => content.promotions.map(({ code, lastOn }) => `${code} ${lastOn}`)),
  );
  const problems = ended.flatMap(({ code, lastOn, at }): Problem[] => {
    const what = `its last day, ${lastOn}, has passed when the rulebook takes force`;
    const whatEs = `su último día, ${lastOn}, ya ha pasado cuando el reglamento entra en vigor`;
    const place = `promotions[${at}].lastOn`;
    return stood.has(`${code} ${lastOn}`) ? [] : [{ code: 'promotions.rulebook.never_fires', place, what, whatEs }];
  });
  return problems.length === 0 ? compiled : refuseProblems(problems);
};

/** Refuses promotions that earn on a gift card and on what it pays, where the program earns on one of the two. */
const onceOnly = (deps: PromotionDeps, program: number, compiled: Compilation, given: unknown): Compilation => {
  if (!compiled.ok) return compiled;
  const { policy } = deps.programs.settings().program(program);
  const problems = countsTwice(policy, { ...compiled.content, earnBase: ownBase(given) ?? policy.earnBase });
  return problems.length === 0 ? compiled : refuseProblems(problems);
};

/** Refuses promotions that nobody pays for: an unknown contract, or one of another unit. */
const withFunding = (deps: PromotionDeps, program: number, compiled: Compilation): Compilation | ContentRefusal => {
  if (!compiled.ok || deps.fundedWallets === undefined) return compiled;
  for (const [at, { funding, effects }] of compiled.content.promotions.entries()) {
    if (funding === undefined) continue;
    const wallets = deps.fundedWallets(program, funding);
    const other = effects.find(({ wallet }) => wallet !== undefined && wallets?.has(wallet) === false)?.wallet;
    if (wallets !== undefined && other === undefined) continue;
    const said: Texts =
      wallets === undefined
        ? { en: `there is no funding contract ${funding}`, es: `no hay contrato de financiación ${funding}` }
        : {
            en: `the contract ${funding} counts other points than the wallet ${other}`,
            es: `el contrato ${funding} cuenta otros puntos que el monedero ${other}`,
          };
    const place = `promotions[${at}].funding`;
    // As a list too: a draft that names it is kept all the same.
    return refuseProblems([{ code: 'promotions.funding.unknown', place, what: said.en, whatEs: said.es }]);
  }
  return compiled;
};

/**
 * Makes a rulebook ready to be written after `earlier`, and refuses what publishing refuses. Writes nothing and asks
 * nobody: all of it is in memory.
 */
export const prepareRulebook = (
  deps: PromotionDeps,
  input: PublishInput,
  earlier: readonly Earlier[] = earlierOf(deps.shelf().of(input.program)),
): Ok<PreparedRulebook> | ContentRefusal => {
  const { program } = input;
  const settings = deps.programs.settings().program(program);
  const now = deps.clock.now();
  const inForceFrom = input.inForceFrom ?? now;
  const to = input.comesBack === true ? 'come_back' : { publishOn: inForceFrom };
  const result = checkContent(deps, program, input.content, to, earlier);
  if (!result.ok) return result;
  const last = earlier.at(-1);
  const content = withVersions(
    { ...(result as Compilation & { ok: true }).content, earnBase: ownBase(input.content) ?? settings.policy.earnBase },
    earlier,
  );
  const contentDigest = digest(canonicalJson(content));
  const isSameContent = last !== undefined && last.digest === contentDigest.toString('hex');
  const isSame = isSameContent && (input.inForceFrom === undefined || input.inForceFrom === last.inForceFrom);
  const version = (last?.version ?? 0) + 1;
  if (!isSame) {
    if (input.version !== undefined && input.version !== version) return refuseVersion(input.version, version);
    if (last !== undefined && inForceFrom < now) {
      return refuse('promotions.rulebook.in_the_past', {
        inForceFrom: isoFromInstant(inForceFrom),
        version: String(last.version),
      });
    }
  }
  const row = {
    ...{ tenant: settings.tenant, program, version, inForceFrom, content, contentDigest },
    publishedAt: now,
    publishedBy: input.publishedBy ?? 0n,
  };
  return { ok: true, row, last, isSame };
};

/** The act of publishing, for the audit chain. */
export const publishedAct = (
  { row, last }: Pick<PreparedRulebook, 'row' | 'last'>,
  by: Actor,
  program: string,
): Parameters<Audit>[1] => ({
  ...{ tenant: row.tenant, by, act: 'promotions.rulebook.published', subject: `rulebook ${program} ${row.version}` },
  before: { version: last?.version ?? 0, digest: last?.digest ?? '' },
  after: {
    version: row.version,
    digest: row.contentDigest.toString('hex'),
    inForceFrom: isoFromInstant(row.inForceFrom),
  },
});

/**
 * Publishes a rulebook. Refuses, in this order: content that is wrong (`compile` says what), a version that is not the
 * next, and a moment of taking force that has passed, a budget below what is used or reserved; only the first rulebook of a program may take force in the past,
 * so that receipts of before can be brought in. The same content again, for the same moment or for none, is the same
 * rulebook and publishes nothing. Nothing half published: it is one row in one transaction.
 */
export const publish = async (deps: PromotionDeps, input: PublishInput): Promise<PublishOutcome> => {
  await deps.refresh();
  const { program } = input;
  const prepared = prepareRulebook(deps, input);
  if (!prepared.ok) return prepared;
  const { row, isSame } = prepared;
  const publishedOf = (version: number): Published => deps.shelf().of(program)[version - 1] as Published;
  if (isSame) return { ok: true, rulebook: publishedOf(row.version - 1), repeated: true };

  const settings = deps.programs.settings().program(program);
  const short = await budgetsAgainst(deps.database, row, settings.zone);
  if (short) return short;

  // From here it succeeds, unless somebody else publishes at this moment.
  const rulebook = await writeSettings(
    deps,
    (tx) => insertRulebook(tx, row),
    () => {
      const by = input.by ?? (input.publishedBy === undefined ? {} : { credential: input.publishedBy });
      return publishedAct(prepared, by, settings.code);
    },
  );
  if (rulebook === undefined) {
    await deps.refresh();
    return refuseVersion(row.version, (deps.shelf().of(program).at(-1)?.version ?? 0) + 1);
  }
  return { ok: true, rulebook: publishedOf(row.version), repeated: false };
};

// PostgreSQL keeps neither NUL nor half a surrogate pair; JSON text writes both as escapes.
const UNKEEPABLE = /\\u(0000|d[89a-f][0-9a-f]{2})/i;

const unkeepable = (content: unknown): Refusal<PublishRefusalCode> | undefined => {
  const found = UNKEEPABLE.exec(JSON.stringify(content) ?? '');
  if (found === null) return undefined;
  return refuse('promotions.rulebook.malformed', {
    place: 'promotions',
    what: `holds ${found[0]}, which cannot be kept`,
    what_es: `contiene ${found[0]}, que no se puede guardar`,
    problems: '1',
  });
};

/** Somebody has published meanwhile. */
export const refuseVersion = (version: number, next: number): Refusal<PublishRefusalCode> =>
  refuse('promotions.rulebook.version_taken', { version: String(version), next: String(next) });

/** In what the program counts now. The rulebook keeps it. */
const unitsOf = ({ programs, walletTypes }: PromotionDeps, program: number): RulebookUnits => {
  const { currency } = programs.settings().program(program);
  const wallets = [...walletTypes(program)].map(([code, { decimals }]) => [code, { decimals }] as const);
  return { currency: { code: currency.code, decimals: currency.decimals }, wallets: Object.fromEntries(wallets) };
};

// `compile` has checked the form; it fills in a base of its own where a rulebook says none, and that is the program's.
const ownBase = (content: unknown): RulebookContent['earnBase'] =>
  (content as { readonly earnBase?: RulebookContent['earnBase'] }).earnBase;

/**
 * Each promotion with its version: the one it has if its content is that of the last rulebook that had the code, else
 * one more than it ever had.
 */
const withVersions = (content: RulebookContent, earlier: readonly Earlier[]): RulebookContent => {
  const newest = new Map<string, PromotionContent>();
  for (const { content: before } of earlier)
    for (const promotion of before.promotions) newest.set(promotion.code, promotion);
  const bare = (promotion: PromotionContent): string => canonicalJson({ ...promotion, version: undefined });
  const promotions = content.promotions.map((promotion): PromotionContent => {
    const before = newest.get(promotion.code);
    const version = before?.version ?? 0;
    return { ...promotion, version: before !== undefined && bare(before) === bare(promotion) ? version : version + 1 };
  });
  return { ...content, promotions };
};
