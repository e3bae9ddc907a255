import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { NewRefund, Refund } from '../refund.ts';

type Row = {
  refund: bigint;
  tenant_id: number;
  redemption: bigint;
  amount: bigint;
  state: Refund['state'];
  reason: string;
  attempts: number;
  state_at: Instant;
};

const COLUMNS = 'refund, tenant_id, redemption, amount, state, reason, attempts, state_at';

const insertRefund = statement(
  'processors.insertRefund',
  `insert into processors.refund (tenant_id, redemption, source, amount, next_attempt_at, state_at)
   values ($1, $2, $3, $4, $5, $5) on conflict (redemption, source) do nothing`,
);
const claimDue = statement<Row>(
  'processors.claimDueRefunds',
  `update processors.refund set attempts = attempts + 1, next_attempt_at = $2
    where refund in (
      select refund from processors.refund where state = 'due' and next_attempt_at <= $1
       order by refund limit $3 for update skip locked)
   returning ${COLUMNS}`,
);
const endRefund = statement<Row>(
  'processors.endRefund',
  `update processors.refund set state = $2, reason = $3, next_attempt_at = 'infinity', state_at = $4
    where refund = $1 and state = 'due' returning ${COLUMNS}`,
);
const postponeRefund = statement(
  'processors.postponeRefund',
  `update processors.refund set reason = $2, next_attempt_at = $3 where refund = $1 and state = 'due'`,
);
const selectOfRedemption = statement<Row>(
  'processors.selectRefundsOfRedemption',
  `select ${COLUMNS} from processors.refund where redemption = $1 order by refund`,
);
const selectRefundedOfCard = statement<Row>(
  'processors.selectRefundedOfCard',
  `select refund, refund.tenant_id, redemption, refund.amount, refund.state, refund.reason, refund.attempts, refund.state_at
     from processors.refund join processors.redemption using (redemption)
    where redemption.card = $1 and refund.state = 'refunded' and redemption.state = 'approved'
      and refund.state_at > $2 and refund.state_at < $3`,
);

const fromRow = (row: Row): Refund => ({
  refund: row.refund,
  tenant: row.tenant_id,
  redemption: row.redemption,
  amount: row.amount,
  state: row.state,
  reason: row.reason,
  attempts: row.attempts,
  stateAt: row.state_at,
});
const at = postgresFromInstant;

/** Writes a refund down, due at once; the same source again adds nothing. */
export const addRefund = async (queries: Queries, one: NewRefund, now: Instant): Promise<void> => {
  await queries.run(insertRefund, [one.tenant, one.redemption, one.source, one.amount, at(now)]);
};

/** Refunds that are due, for this process until `until`. */
export const claimDueRefunds = async (
  queries: Queries,
  claim: { readonly now: Instant; readonly until: Instant; readonly limit: number },
): Promise<Refund[]> => (await queries.run(claimDue, [at(claim.now), at(claim.until), claim.limit])).map(fromRow);

/** Ends a refund; false when somebody else has. */
export const writeRefundEnd = async (
  queries: Queries,
  refund: bigint,
  end: { readonly state: 'refunded' | 'refused'; readonly reason: string },
  now: Instant,
): Promise<boolean> => (await queries.run(endRefund, [refund, end.state, end.reason, at(now)])).length > 0;

export const postpone = async (queries: Queries, refund: bigint, reason: string, until: Instant): Promise<void> => {
  await queries.run(postponeRefund, [refund, reason, at(until)]);
};

/** What goes back of a payment, oldest first. */
export const refundsOf = async (queries: Queries, redemption: bigint): Promise<Refund[]> =>
  (await queries.run(selectOfRedemption, [redemption])).map(fromRow);

/** Refunds of a card that became certain between the two moments, of payments that still stand. */
export const refundedOfCard = async (
  queries: Queries,
  card: bigint,
  { from, until }: { readonly from: Instant; readonly until: Instant },
): Promise<Refund[]> => (await queries.run(selectRefundedOfCard, [card, at(from), at(until)])).map(fromRow);
