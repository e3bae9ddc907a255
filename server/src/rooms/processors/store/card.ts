import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { OutsideCard } from '../processor.ts';

type Row = {
  card: bigint;
  tenant_id: number;
  processor: number;
  number_cipher: Buffer;
  last_four: string;
  balance: bigint | null;
  balance_at: Instant | null;
  polled_balance: bigint | null;
  told_through: Instant | null;
  failures: number;
};

const COLUMNS =
  'card, tenant_id, processor, number_cipher, last_four, balance, balance_at, polled_balance, told_through, failures';

const selectByKeys = statement<Row>(
  'processors.selectCardByKeys',
  `select ${COLUMNS} from processors.card where processor = $1 and key = any ($2::bytea[])`,
);
const selectById = statement<Row>(
  'processors.selectCardById',
  `select ${COLUMNS} from processors.card where card = $1`,
);
const insertCard = statement<Row>(
  'processors.insertCard',
  `insert into processors.card (tenant_id, processor, key, number_cipher, last_four, next_poll_at, known_at)
   values ($1, $2, $3, $4, $5, $6, $7)
   on conflict (processor, key) do update set last_four = excluded.last_four
   returning ${COLUMNS}`,
);
const claimDue = statement<Row>(
  'processors.claimDueCards',
  `update processors.card set next_poll_at = $3
    where card in (
      select card from processors.card where processor = $1 and next_poll_at <= $2
       order by next_poll_at limit $4 for update skip locked)
   returning ${COLUMNS}`,
);
const writeBalance = statement(
  'processors.writeBalance',
  `update processors.card set balance = $2, balance_at = $3 where card = $1 and (balance_at is null or balance_at <= $3)`,
);
const writePolled = statement(
  'processors.writePolled',
  `update processors.card
      set balance = case when balance_at > $3 then balance else $2 end, balance_at = greatest(balance_at, $3), polled_balance = $2,
          told_through = greatest(told_through, $4),
          next_poll_at = case when next_poll_at < $6 then next_poll_at else $5 end, failures = 0
    where card = $1`,
);
const writeFailed = statement(
  'processors.writePollFailed',
  `update processors.card set failures = failures + 1, next_poll_at = $2 where card = $1`,
);
const pollSoon = statement(
  'processors.pollSoon',
  `update processors.card set next_poll_at = $2 where card = $1 and next_poll_at > $2`,
);
const lockCard = statement('processors.lockCard', 'select from processors.card where card = $1 for update');

const fromRow = (row: Row): OutsideCard => ({
  card: row.card,
  tenant: row.tenant_id,
  processor: row.processor,
  numberCipher: row.number_cipher,
  lastFour: row.last_four,
  balance: row.balance ?? undefined,
  balanceAt: row.balance_at ?? undefined,
  polledBalance: row.polled_balance ?? undefined,
  toldThrough: row.told_through ?? undefined,
  failures: row.failures,
});

const at = postgresFromInstant;

/** The card under any of the digests that its number may be kept by. */
export const findCard = async (
  queries: Queries,
  processor: number,
  keys: readonly Buffer[],
): Promise<OutsideCard | undefined> => {
  const [row] = await queries.run(selectByKeys, [processor, keys]);
  return row && fromRow(row);
};

export const cardById = async (queries: Queries, card: bigint): Promise<OutsideCard> =>
  fromRow((await queries.run(selectById, [card]))[0]);

/** The card of that key; a new one is polled from `nextPollAt` on. */
export const openCard = async (
  queries: Queries,
  row: Pick<OutsideCard, 'tenant' | 'processor' | 'numberCipher' | 'lastFour'> & {
    key: Buffer;
    nextPollAt: Instant;
    now: Instant;
  },
): Promise<OutsideCard> => {
  const values = [row.tenant, row.processor, row.key, row.numberCipher, row.lastFour, at(row.nextPollAt), at(row.now)];
  return fromRow((await queries.run(insertCard, values))[0]);
};

/** Cards that are due, for this process until `until`: if it dies they are due again then. */
export const claimDueCards = async (
  queries: Queries,
  processor: number,
  claim: { readonly now: Instant; readonly until: Instant; readonly limit: number },
): Promise<OutsideCard[]> =>
  (await queries.run(claimDue, [processor, at(claim.now), at(claim.until), claim.limit])).map(fromRow);

/** Keeps a balance that was told just now; an older one never replaces a newer one. */
export const keepBalance = (queries: Queries, card: bigint, balance: bigint, toldAt: Instant) =>
  queries.run(writeBalance, [card, balance, at(toldAt)]);

/** Keeps what a poll has read, and when the next one is, unless somebody has asked for one before `claimedUntil` meanwhile. */
export const keepPolled = (
  queries: Queries,
  card: bigint,
  polled: {
    balance: bigint;
    at: Instant;
    toldThrough: Instant | undefined;
    nextPollAt: Instant;
    claimedUntil: Instant;
  },
) =>
  queries.run(writePolled, [
    card,
    polled.balance,
    at(polled.at),
    polled.toldThrough === undefined ? null : at(polled.toldThrough),
    at(polled.nextPollAt),
    at(polled.claimedUntil),
  ]);

export const keepPollFailed = (queries: Queries, card: bigint, nextPollAt: Instant) =>
  queries.run(writeFailed, [card, at(nextPollAt)]);

/** Lets the next poll be due from `from` on, if it was not due earlier. */
export const pollFrom = (queries: Queries, card: bigint, from: Instant) => queries.run(pollSoon, [card, at(from)]);

/** Nobody else compares this card's history until the end of the transaction. */
export const lockOutsideCard = (queries: Queries, card: bigint) => queries.run(lockCard, [card]);
