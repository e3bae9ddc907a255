import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries, Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

const takeHead = statement(
  'staff.takeAloneHead',
  `insert into staff.alone_head (tenant_id, asked_at) values ($1, $2)
   on conflict (tenant_id) do update set asked_at = excluded.asked_at`,
);

const selectOne = statement<{ content_digest: Buffer; unit: string; amount: string; hands: string[] }>(
  'staff.selectAlone',
  `select content_digest, unit, amount::text as amount, array_agg(hand) as hands from staff.alone
   where tenant_id = $1 and kind = $2 and reference = $3 group by content_digest, unit, alone.amount order by alone.amount desc limit 1`,
);

// $1 tenant, $2 hands, $3 unit, $4 kind or null for every kind, $5 since when. The fullest hand decides.
const sumRows = statement<{ amount: string | null }>(
  'staff.sumAlone',
  `select max(amount)::text as amount from (
     select sum(amount) as amount from staff.alone
     where tenant_id = $1 and hand = any($2::text[]) and unit = $3 and ($4::text is null or kind = $4) and at > $5
     group by hand) hands`,
);

// $1 tenant, $2 hands, $3 kind, $4 reference, $5 unit, $6 amount, $7 at, $8 digest
const insertRows = statement(
  'staff.insertAlone',
  `insert into staff.alone (tenant_id, hand, kind, reference, unit, amount, at, content_digest)
   select $1, hand, $3, $4, $5, $6, $7, $8 from unnest($2::text[]) hand
   on conflict (tenant_id, kind, reference, hand)
   do update set amount = greatest(staff.alone.amount, excluded.amount), unit = excluded.unit, at = excluded.at`,
);

const dropRows = statement('staff.dropAlone', 'delete from staff.alone where at < $1');

/** Waits until nobody else in the tenant asks; until the end of the transaction nobody does. */
export const takeAloneHead = async (tx: Tx, tenant: number, now: Instant): Promise<void> => {
  await tx.run(takeHead, [tenant, postgresFromInstant(now)]);
};

/** What was counted as done alone under a reference, in whose hands. */
export type AloneKept = Pick<AloneUse, 'digest' | 'unit' | 'amount' | 'hands'>;

/** What was counted under that reference, the largest of it. */
export const findAlone = async (
  tx: Tx,
  tenant: number,
  kind: string,
  reference: string,
): Promise<AloneKept | undefined> => {
  const [row] = await tx.run(selectOne, [tenant, kind, reference]);
  return row && { digest: row.content_digest, unit: row.unit, amount: BigInt(row.amount), hands: row.hands };
};

/** How much the fullest of these hands has moved alone since then, in the unit's smallest step. */
export const sumAlone = async (
  queries: Queries,
  tenant: number,
  hands: readonly string[],
  { unit, kind, since }: { readonly unit: string; readonly kind: string | undefined; readonly since: Instant },
): Promise<bigint> => {
  const [row] = await queries.run(sumRows, [tenant, [...hands], unit, kind ?? null, postgresFromInstant(since)]);
  return BigInt(row?.amount ?? 0);
};

export type AloneUse = {
  readonly tenant: number;
  readonly hands: readonly string[];
  readonly kind: string;
  readonly reference: string;
  readonly unit: string;
  readonly amount: bigint;
  readonly at: Instant;
  readonly digest: Buffer;
};

/** Notes what somebody does alone, under all in whose hand he is. */
export const insertAlone = async (tx: Tx, use: AloneUse): Promise<void> => {
  const { tenant, hands, kind, reference, unit, amount, at, digest } = use;
  await tx.run(insertRows, [tenant, [...hands], kind, reference, unit, amount, postgresFromInstant(at), digest]);
};

/** Forgets what counts no more. */
export const dropAlone = async (queries: Queries, before: Instant): Promise<void> => {
  await queries.run(dropRows, [postgresFromInstant(before)]);
};
