import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { PaymentName, Redemption, RedemptionState } from '../redemption.ts';

type Row = {
  redemption: bigint;
  tenant_id: number;
  space: bigint;
  processor: number | null;
  card: bigint | null;
  amount: bigint | null;
  asked: bigint | null;
  is_partial: boolean;
  content: Buffer | null;
  state: RedemptionState;
  is_done: boolean;
  reason: string;
  outside_id: string;
  balance: bigint | null;
  attempts: number;
  absent_since: Instant | null;
  asked_at: Instant;
  state_at: Instant;
};

const COLUMNS = `redemption, tenant_id, space, processor, card, amount, asked, is_partial, content, state, is_done, reason, outside_id, balance, attempts,
          absent_since, asked_at, state_at`;

const insertAsking = statement<Row>(
  'processors.insertRedemption',
  `insert into processors.redemption (tenant_id, space, reference, processor, card, amount, asked, is_partial, content, state, attempt_until, asked_at, state_at)
   values ($1, $2, $3, $4, $5, $6, $6, $10, $7, 'asking', $8, $9, $9)
   on conflict (tenant_id, space, reference) do nothing returning ${COLUMNS}`,
);
const insertVoided = statement<Row>(
  'processors.insertVoided',
  `insert into processors.redemption (tenant_id, space, reference, state, asked_at, state_at) values ($1, $2, $3, 'voided', $4, $4)
   on conflict (tenant_id, space, reference) do nothing returning ${COLUMNS}`,
);
const askAgain = statement<Row>(
  'processors.askAgain',
  `update processors.redemption set state = 'asking', reason = '', attempt_until = $2, asked_at = $3, state_at = $3
    where redemption = $1 and state = 'not_sent' returning ${COLUMNS}`,
);
const selectByReference = statement<Row>(
  'processors.selectRedemptionByReference',
  `select ${COLUMNS} from processors.redemption where tenant_id = $1 and space = $2 and reference = $3`,
);
const selectById = statement<Row>(
  'processors.selectRedemption',
  `select ${COLUMNS} from processors.redemption where tenant_id = $1 and redemption = $2`,
);
const selectCertainOfCard = statement<Row>(
  'processors.selectCertainOfCard',
  `select ${COLUMNS} from processors.redemption
    where card = $1 and state not in ('asking', 'unknown', 'reversing') and state_at > $2 and state_at < $3`,
);
const changeState = statement<Row>(
  'processors.changeRedemption',
  `update processors.redemption
      set state = $3, reason = $4, outside_id = coalesce($5, outside_id), balance = coalesce($6, balance), amount = coalesce($10, amount),
          is_done = is_done or $3 = 'approved', absent_since = $7, attempt_until = 'infinity', next_attempt_at = $8, state_at = $9
    where redemption = $1 and state = $2 returning ${COLUMNS}`,
);
const claimOpen = statement<Row>(
  'processors.claimUncertain',
  `update processors.redemption
      set state = case when state = 'asking' then 'unknown' else state end,
          state_at = case when state = 'asking' then $1 else state_at end,
          attempt_until = 'infinity', attempts = attempts + 1, next_attempt_at = $2
    where redemption in (
      select redemption from processors.redemption
       where (state in ('unknown', 'reversing') and next_attempt_at <= $1 or state = 'asking' and attempt_until <= $1)
         and ($4::bigint is null or redemption = $4)
       order by redemption limit $3 for update skip locked)
   returning ${COLUMNS}`,
);

const fromRow = (row: Row): Redemption => ({
  redemption: row.redemption,
  tenant: row.tenant_id,
  space: row.space,
  processor: row.processor ?? 0,
  card: row.card ?? 0n,
  amount: row.amount ?? 0n,
  asked: row.asked ?? 0n,
  isPartial: row.is_partial,
  content: row.content ?? Buffer.alloc(0),
  state: row.state,
  isDone: row.is_done,
  reason: row.reason,
  outsideId: row.outside_id,
  balance: row.balance ?? undefined,
  attempts: row.attempts,
  absentSince: row.absent_since ?? undefined,
  askedAt: row.asked_at,
  stateAt: row.state_at,
});

const first = (rows: readonly Row[]): Redemption | undefined => (rows.length === 0 ? undefined : fromRow(rows[0]));
const at = postgresFromInstant;

/** Writes down that a payment is about to be asked for; undefined when its name is taken. */
export const beginAsking = async (
  queries: Queries,
  { tenant, space, reference }: PaymentName,
  row: Pick<Redemption, 'processor' | 'card' | 'amount' | 'isPartial' | 'content' | 'askedAt'> & {
    readonly attemptUntil: Instant;
  },
): Promise<Redemption | undefined> => {
  const { processor, card, amount, isPartial, content, attemptUntil, askedAt } = row;
  const values = [tenant, space, reference, processor, card, amount, content, at(attemptUntil), at(askedAt), isPartial];
  return first(await queries.run(insertAsking, values));
};

/** Asks once more for one of which the processor never heard; undefined when somebody else does already. */
export const beginAskingAgain = async (queries: Queries, redemption: bigint, attemptUntil: Instant, now: Instant) =>
  first(await queries.run(askAgain, [redemption, at(attemptUntil), at(now)]));

/** Takes the name of a payment that has not come, so that it will not be made; undefined when it has come. */
export const takeName = async (queries: Queries, { tenant, space, reference }: PaymentName, now: Instant) =>
  first(await queries.run(insertVoided, [tenant, space, reference, at(now)]));

export const findByReference = async (queries: Queries, { tenant, space, reference }: PaymentName) =>
  first(await queries.run(selectByReference, [tenant, space, reference]));

export const findRedemption = async (queries: Queries, tenant: number, redemption: bigint) =>
  first(await queries.run(selectById, [tenant, redemption]));

/** Payments of a card whose end has been known since some time between the two moments. */
export const certainOfCard = async (
  queries: Queries,
  card: bigint,
  { from, until }: { readonly from: Instant; readonly until: Instant },
): Promise<Redemption[]> => (await queries.run(selectCertainOfCard, [card, at(from), at(until)])).map(fromRow);

export type RedemptionChange = {
  readonly state: RedemptionState;
  readonly reason?: string;
  readonly outsideId?: string | undefined;
  readonly balance?: bigint | undefined;
  /** What was paid, where that is known now. */
  readonly amount?: bigint | undefined;
  readonly absentSince?: Instant | undefined;
  /** For what is uncertain: when it is looked at again. */
  readonly nextAttemptAt?: Instant;
};

/** Moves a payment on from the state in which it was read; undefined when somebody else has moved it. */
export const moveOn = async (
  queries: Queries,
  { redemption, state }: Pick<Redemption, 'redemption' | 'state'>,
  change: RedemptionChange,
  now: Instant,
): Promise<Redemption | undefined> =>
  first(
    await queries.run(changeState, [
      ...[redemption, state, change.state, change.reason ?? '', change.outsideId ?? null, change.balance ?? null],
      change.absentSince === undefined ? null : at(change.absentSince),
      change.nextAttemptAt === undefined ? 'infinity' : at(change.nextAttemptAt),
      ...[at(now), change.amount ?? null],
    ]),
  );

/**
 * Payments that are uncertain and due, for this process until `until`; those that somebody began to ask for and never ended are
 * unknown from here on. `only` is one of them.
 */
export const claimUncertain = async (
  queries: Queries,
  claim: { readonly now: Instant; readonly until: Instant; readonly limit: number; readonly only?: bigint },
): Promise<Redemption[]> =>
  (await queries.run(claimOpen, [at(claim.now), at(claim.until), claim.limit, claim.only ?? null])).map(fromRow);
