import type { Instant } from '../../kernel/instant.ts';
import type { Audit } from '../../platform/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { createSettingsFollower } from '../programs/index.ts';
import type { Programs } from '../programs/index.ts';
import { readBudgets, type Budget } from './limits/read-budgets.ts';
import { checkContent, prepareRulebook, publish } from './publish.ts';
import type { CheckedTo, Earlier, PromotionDeps, PublishInput, PublishOutcome } from './publish.ts';
import { readNewRulebooks } from './read/rulebooks.ts';
import type { Rulebook } from './rulebook.ts';
import { createShelf, publishedOf } from './shelf.ts';
import type { Published, Shelf } from './shelf.ts';
import { speaksOf, type FactRead, type MemberFact } from './speaks-of.ts';

/** The room: its rulebooks in memory, and its verb. */
export type Promotions = {
  /** The rulebook that decides a receipt of the program at the instant; the empty one where none has taken force. */
  readonly rulebookAt: (program: number, occurredAt: Instant) => Rulebook;
  /** The rulebook of that number, as receipts keep it. A number that was never given is a bug. */
  readonly rulebook: (rulebook: number) => Rulebook;
  /** The version in its program of a rulebook that receipts keep by number; undefined while it is not known here yet. */
  readonly versionOf: (rulebook: number) => number | undefined;
  /** A rulebook of a program by its version; undefined where there is none. */
  readonly ofVersion: (program: number, version: number) => Rulebook | undefined;
  /** All rulebooks of a program by version. */
  readonly list: (program: number) => readonly Published[];
  /** What rulebooks of the tenant that are in force or scheduled make of a fact about members; undefined where none asks for it. */
  readonly speaksOf: (tenant: number, fact: MemberFact) => FactRead | undefined;
  /** The rulebooks of all tenants in which something raises signals. */
  readonly withSignals: () => readonly Published[];
  readonly publish: (input: PublishInput) => Promise<PublishOutcome>;
  /** Checks content against what the program counts in now: to be tried where nothing else is said. */
  readonly check: (program: number, content: unknown, to?: CheckedTo) => ReturnType<typeof checkContent>;
  /** Makes a rulebook ready to be written after `earlier`, which is what is published where left out. */
  readonly prepare: (input: PublishInput, earlier?: readonly Earlier[]) => ReturnType<typeof prepareRulebook>;
  /** How the budgets of the rulebook in force stand. */
  readonly budgets: (program: number) => Promise<Budget[]>;
  readonly refresh: () => Promise<void>;
  readonly watch: () => void;
  readonly stop: () => Promise<void>;
};

/** Makes the room. `refresh` has to be awaited once before rulebooks are asked for; it refreshes the programs as well. */
export const createPromotions = (given: {
  readonly database: Database;
  readonly clock: Clock;
  readonly programs: Programs;
  /** The audit chain of the tenant; no trace where left out. */
  readonly audit?: Audit;
  /** Slot: the wallet types of a program by code, with the decimals of their units. */
  readonly walletTypes: (program: number) => ReadonlyMap<string, { readonly decimals: number }>;
  /** Slot: the wallet types that a funding contract can pay into. */
  readonly fundedWallets?: PromotionDeps['fundedWallets'];
  /** Slot: what a program has by name. `refreshNames` reads it anew wherever settings have changed. */
  readonly names?: PromotionDeps['names'];
  readonly refreshNames?: () => Promise<void>;
  readonly onFailure?: (error: unknown) => void;
}): Promotions => {
  // Rulebooks never change, so each is read once and its compiled form is kept over all refreshes.
  const known = new Map<number, Published>();
  const follower = createSettingsFollower<Shelf>({
    database: given.database,
    load: async (tx) => {
      for (const row of await readNewRulebooks(tx, (rulebook) => known.has(rulebook)))
        known.set(row.rulebook, publishedOf(row));
      return createShelf([...known.values()]);
    },
    beforeShowing: async () => {
      await given.programs.refresh();
      await given.refreshNames?.();
    },
    onFailure: given.onFailure,
  });
  const deps: PromotionDeps = { ...given, shelf: follower.current, refresh: follower.refresh };
  return {
    rulebookAt: (program, occurredAt) => follower.current().at(program, occurredAt),
    rulebook: (rulebook) => follower.current().byNumber(rulebook),
    versionOf: (rulebook) => follower.current().versionOf(rulebook),
    ofVersion: (program, version) => follower.current().of(program)[version - 1]?.ready(),
    list: (program) => follower.current().of(program),
    speaksOf(tenant, fact) {
      const now = given.clock.now();
      const read = given.programs
        .settings()
        .programsOf(tenant)
        .flatMap(({ program }) => speaksOf(follower.current().of(program), now, fact) ?? []);
      if (read.length === 0) return undefined;
      return {
        promotions: [...new Set(read.flatMap(({ promotions }) => promotions))].sort(),
        isByAbsence: read.some(({ isByAbsence }) => isByAbsence),
      };
    },
    withSignals: () => follower.current().withSignals,
    publish: (input) => publish(deps, input),
    check: (program, content, to = 'try') => checkContent(deps, program, content, to),
    prepare: (input, earlier) => prepareRulebook(deps, input, earlier),
    budgets: (program) => {
      const { tenant, zone } = given.programs.settings().program(program);
      const now = given.clock.now();
      const rulebook = follower.current().at(program, now);
      return readBudgets(given.database, rulebook, tenant, program, zone.localOf(now).date);
    },
    refresh: follower.refresh,
    watch: follower.watch,
    stop: follower.stop,
  };
};
