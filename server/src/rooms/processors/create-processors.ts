import type { Actor } from '../../platform/audit.ts';
import type { Instant } from '../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { Tx } from '../../platform/database/database.ts';
import { createAsker, databasePorts, type GuardOptions } from '../../platform/outbound/index.ts';
import {
  configureProcessor,
  readInput,
  PROCESSORS_PER_TENANT_MAX,
  type ConfigureOutcome,
  type ProcessorInput,
} from './configure-processor.ts';
import { DISCREPANCY, type Discrepancy } from './discrepancy.ts';
import { enquire, type EnquiryOutcome } from './enquire.ts';
import { FAILURES_BEFORE_SLOW } from './jobs/poll-due.ts';
import { createProcessorJobs } from './jobs/create-processor-jobs.ts';
import { keeperOf } from './keep-card.ts';
import { openHeaders } from './open-port.ts';
import type { ProcessorDeps } from './processor-deps.ts';
import type { Processor } from './processor.ts';
import { readFigures, type ProcessorFigures } from './read/figures.ts';
import { stateOf, type ProcessorState } from './read/state.ts';
import { redeem, type RedeemInput, type RedeemOutcome } from './redeem.ts';
import type { PaymentName, Redemption } from './redemption.ts';
import { refundLater, type NewRefund, type Refund } from './refund.ts';
import { reverse, type ReverseOutcome } from './reverse.ts';
import { cardById } from './store/card.ts';
import { closeDiscrepancyRow, selectDiscrepancies, type DiscrepancyPage } from './store/history.ts';
import { findProcessor, processorById, selectProcessors } from './store/processor.ts';
import { findRedemption } from './store/redemption.ts';
import { refundsOf } from './store/refund.ts';
import { createTally, type Tally } from './tally.ts';

/** A processor with the names of its secret headers and how it is doing. */
export type ProcessorShown = {
  readonly processor: Processor;
  readonly secretNames: readonly string[];
  readonly state: ProcessorState;
};

/** A payment with whose and where it is. */
export type RedemptionShown = {
  readonly redemption: Redemption;
  readonly processor: Processor;
  readonly lastFour: string;
  readonly refunds: readonly Refund[];
};

type NotFound<Code extends string> = Refusal<Code>;

/** The room: its verbs, and what it does by itself between `start` and `stop`. */
export type Processors = {
  readonly configure: (tenant: number, code: string, input: ProcessorInput, by?: Actor) => Promise<ConfigureOutcome>;
  /** Whether an input could be set up. Refuses what setting it up does, but for what others have set up meanwhile. */
  readonly check: (tenant: number, code: string, input: ProcessorInput) => ReturnType<typeof readInput>;
  readonly find: (
    tenant: number,
    code: string,
  ) => Promise<Ok<ProcessorShown> | NotFound<'processors.processor.not_found'>>;
  readonly list: (tenant: number) => Promise<readonly ProcessorShown[]>;
  readonly enquire: (tenant: number, card: string) => Promise<EnquiryOutcome>;
  readonly redeem: (name: PaymentName, input: RedeemInput) => Promise<RedeemOutcome>;
  readonly reverse: (name: PaymentName) => Promise<ReverseOutcome>;
  /** Whether the keeper of a card lets payments through that can be undone. True where nobody keeps it: asking tells more. */
  readonly undoes: (tenant: number, card: string) => Promise<boolean>;
  /** Writes down, in the caller's transaction, that value of a payment goes back to its card. */
  readonly refundLater: (tx: Tx, refund: NewRefund) => Promise<void>;
  readonly findRedemption: (
    tenant: number,
    redemption: bigint,
  ) => Promise<Ok<{ readonly redemption: Redemption }> | NotFound<'processors.payment.not_found'>>;
  readonly show: (redemption: Redemption) => Promise<RedemptionShown>;
  readonly discrepancies: (tenant: number, page: DiscrepancyPage) => Promise<readonly Discrepancy[]>;
  /** Closes a discrepancy with what a person says about it; closing it again changes nothing. */
  readonly closeDiscrepancy: (
    tenant: number,
    discrepancy: bigint,
    closed: { readonly note: string; readonly by: Actor & { readonly credential: bigint } },
  ) => Promise<Ok<{ readonly discrepancy: Discrepancy }> | NotFound<'processors.discrepancy.not_found'>>;
  /** How processors are doing, and what this process has asked them: for metrics. `isSlowed`: it is asked little until it answers. */
  readonly figures: () => Promise<{
    readonly processors: readonly (ProcessorFigures & { readonly isSlowed: boolean })[];
    readonly asked: ReturnType<Tally['read']>;
  }>;
  readonly codeOf: (processor: number) => Promise<string>;
  readonly now: () => Instant;
  start(): void;
  stop(): Promise<void>;
};

/**
 * Makes the room. `keeperOf` is the slot that card ranges fill. `guard` opens addresses that are otherwise refused; the port of the
 * database is refused whatever it says.
 */
export function createProcessors(
  given: Omit<ProcessorDeps, 'ask' | 'guard' | 'tally'> & {
    readonly guard?: (GuardOptions & { readonly trust?: string | undefined }) | undefined;
  },
): Processors {
  const { database, keys } = given;
  const refusedPorts = new Set([...databasePorts(database.url), ...(given.guard?.refusedPorts ?? [])]);
  const guard = { ...given.guard, refusedPorts };
  const tally = createTally();
  const deps: ProcessorDeps = { ...given, guard, tally, ask: createAsker(guard) };
  const jobs = createProcessorJobs(deps);

  const shown = async (processor: Processor): Promise<ProcessorShown> => ({
    processor,
    secretNames: Object.keys(openHeaders(keys, processor)),
    state: await stateOf(database, processor, deps.clock.now()),
  });

  return {
    check: (tenant, code, input) => readInput(deps, tenant, code, input),
    configure: (tenant, code, input, by) => configureProcessor(deps, tenant, code, input, by),
    find: async (tenant, code) => {
      const processor = await findProcessor(database, tenant, code);
      return processor
        ? { ok: true, ...(await shown(processor)) }
        : refuse('processors.processor.not_found', { processor: code });
    },
    list: async (tenant) =>
      Promise.all((await selectProcessors(database, tenant, PROCESSORS_PER_TENANT_MAX)).map(shown)),
    enquire: (tenant, card) => enquire(deps, tenant, card),
    redeem: (name, input) => redeem(deps, name, input),
    reverse: (name) => reverse(deps, name),
    undoes: async (tenant, card) => {
      const kept = await keeperOf(deps, tenant, card);
      return !kept.ok || (kept.processor.service.redeem !== undefined && kept.processor.service.reverse !== undefined);
    },
    refundLater: (tx, refund) => refundLater(deps, tx, refund),
    findRedemption: async (tenant, redemption) => {
      const found = await findRedemption(database, tenant, redemption);
      return found ? { ok: true, redemption: found } : refuse('processors.payment.not_found');
    },
    show: async (redemption) => {
      const [processor, card, refunds] = await Promise.all([
        processorById(database, redemption.processor),
        cardById(database, redemption.card),
        refundsOf(database, redemption.redemption),
      ]);
      return { redemption, processor, lastFour: card.lastFour, refunds };
    },
    discrepancies: (tenant, page) => selectDiscrepancies(database, tenant, page),
    closeDiscrepancy: async (tenant, discrepancy, { note, by }) => {
      const found = await database.transaction(async (tx) => {
        const closed = { note, by: by.credential, at: deps.clock.now() };
        const row = await closeDiscrepancyRow(tx, { tenant, discrepancy }, closed);
        if (!row?.isNew) return row?.discrepancy;
        await deps.audit?.(tx, {
          ...{ tenant, by, act: 'processors.discrepancy.closed', reason: note },
          subject: `discrepancy ${deps.tokens.encode(DISCREPANCY, 0, discrepancy)}`,
          ...{ before: { state: 'open' }, after: { state: 'closed' } },
        });
        return row.discrepancy;
      });
      return found ? { ok: true, discrepancy: found } : refuse('processors.discrepancy.not_found');
    },
    figures: async () => ({
      processors: (await readFigures(database, deps.clock.now())).map((one) => ({
        ...one,
        isSlowed: one.failures >= FAILURES_BEFORE_SLOW,
      })),
      asked: tally.read(),
    }),
    codeOf: async (processor) => (await processorById(database, processor)).code,
    now: () => deps.clock.now(),
    start: () => jobs.start(),
    stop: () => jobs.stop(),
  };
}
