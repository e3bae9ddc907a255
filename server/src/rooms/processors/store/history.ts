import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries, Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Discrepancy, Finding } from '../discrepancy.ts';
import type { ToldLine } from '../port.ts';
import type { OutsideCard } from '../processor.ts';

type Row = {
  outside_id: string;
  amount: bigint;
  at: Instant;
  kind: string;
  balance_after: bigint | null;
  outside_reference: string;
};

const selectKnown = statement<Row>(
  'processors.selectLines',
  `select outside_id, amount, at, kind, balance_after, outside_reference from processors.history_line where card = $1 order by at`,
);
const insertTold = statement(
  'processors.insertLines',
  `insert into processors.history_line (card, outside_id, tenant_id, amount, at, kind, balance_after, outside_reference, read_at)
   select $1, outside_id, $2, amount, at, kind, balance_after, outside_reference, $9
     from unnest($3::text[], $4::bigint[], $5::timestamptz[], $6::text[], $7::bigint[], $8::text[])
       as told(outside_id, amount, at, kind, balance_after, outside_reference)
   on conflict (card, outside_id) do nothing`,
);
const insertFindings = statement(
  'processors.insertDiscrepancies',
  `insert into processors.discrepancy (tenant_id, processor, card, kind, subject, facts, found_at, seen_at)
   select $1, $2, $3, kind, subject, facts, $7, $7
     from unnest($4::text[], $5::text[], $6::jsonb[]) as found(kind, subject, facts)
   on conflict (card, kind, subject) do update set seen_at = excluded.seen_at`,
);

type DiscrepancyRow = {
  discrepancy: bigint;
  tenant_id: number;
  processor: number;
  card: bigint;
  last_four: string;
  kind: Discrepancy['kind'];
  subject: string;
  facts: Record<string, string>;
  state: Discrepancy['state'];
  note: string;
  found_at: Instant;
  seen_at: Instant;
  closed_at: Instant | null;
};

const DISCREPANCY = `found.discrepancy, found.tenant_id, found.processor, found.card, card.last_four, found.kind, found.subject,
          found.facts, found.state, found.note, found.found_at, found.seen_at, found.closed_at`;

const selectPage = statement<DiscrepancyRow>(
  'processors.selectDiscrepancies',
  `select ${DISCREPANCY} from processors.discrepancy as found
     join processors.card using (card)
    where found.tenant_id = $1 and found.discrepancy > $2 and ($3::text is null or found.state = $3)
      and ($4::int is null or found.processor = $4)
    order by found.discrepancy limit $5`,
);
const closeOne = statement<DiscrepancyRow>(
  'processors.closeDiscrepancy',
  `update processors.discrepancy as found set state = 'closed', note = $3, closed_by = $4, closed_at = $5
     from processors.card
    where card.card = found.card and found.tenant_id = $1 and found.discrepancy = $2 and found.state = 'open'
   returning ${DISCREPANCY}`,
);
const selectOne = statement<DiscrepancyRow>(
  'processors.selectDiscrepancy',
  `select ${DISCREPANCY} from processors.discrepancy as found
     join processors.card using (card)
    where found.tenant_id = $1 and found.discrepancy = $2`,
);

const toldOf = (row: Row): ToldLine => ({
  outsideId: row.outside_id,
  amount: row.amount,
  at: row.at,
  kind: row.kind,
  balanceAfter: row.balance_after ?? undefined,
  outsideReference: row.outside_reference,
});

const discrepancyOf = (row: DiscrepancyRow): Discrepancy => ({
  discrepancy: row.discrepancy,
  tenant: row.tenant_id,
  processor: row.processor,
  card: row.card,
  lastFour: row.last_four,
  kind: row.kind,
  subject: row.subject,
  facts: row.facts,
  state: row.state,
  note: row.note,
  foundAt: row.found_at,
  seenAt: row.seen_at,
  closedAt: row.closed_at ?? undefined,
});

/** What has been told of the card so far, by time. */
export const knownLines = async (queries: Queries, card: bigint): Promise<ToldLine[]> =>
  (await queries.run(selectKnown, [card])).map(toldOf);

/** Adds lines that are new. What is there already stays as it was told first. */
export const addLines = async (
  tx: Tx,
  { card, tenant }: OutsideCard,
  told: readonly ToldLine[],
  now: Instant,
): Promise<void> => {
  if (told.length === 0) return;
  await tx.run(insertTold, [
    card,
    tenant,
    told.map((one) => one.outsideId),
    told.map((one) => one.amount),
    told.map((one) => postgresFromInstant(one.at)),
    told.map((one) => one.kind),
    told.map((one) => one.balanceAfter ?? null),
    told.map((one) => one.outsideReference),
    postgresFromInstant(now),
  ]);
};

/** Keeps findings; one that was found before is only seen again. */
export const addFindings = async (
  tx: Tx,
  { card, tenant, processor }: OutsideCard,
  findings: readonly Finding[],
  now: Instant,
): Promise<void> => {
  const found = [...new Map(findings.map((one) => [`${one.kind}/${one.subject}`, one])).values()];
  if (found.length === 0) return;
  await tx.run(insertFindings, [
    ...[tenant, processor, card],
    found.map((one) => one.kind),
    found.map((one) => one.subject),
    found.map((one) => JSON.stringify(one.facts)),
    postgresFromInstant(now),
  ]);
};

export type DiscrepancyPage = {
  readonly state: Discrepancy['state'] | undefined;
  readonly processor: number | undefined;
  readonly after: bigint;
  readonly limit: number;
};

/** Discrepancies of a tenant behind `after`, in the order in which they were found. */
export const selectDiscrepancies = async (
  queries: Queries,
  tenant: number,
  { after, state, processor, limit }: DiscrepancyPage,
): Promise<Discrepancy[]> =>
  (await queries.run(selectPage, [tenant, after, state ?? null, processor ?? null, limit])).map(discrepancyOf);

/** Closes an open one. Gives it as it stands then, and whether it was open; undefined when the tenant has none of that number. */
export const closeDiscrepancyRow = async (
  queries: Queries,
  of: { readonly tenant: number; readonly discrepancy: bigint },
  closed: { readonly note: string; readonly by: bigint; readonly at: Instant },
): Promise<{ readonly discrepancy: Discrepancy; readonly isNew: boolean } | undefined> => {
  const values = [of.tenant, of.discrepancy, closed.note, closed.by, postgresFromInstant(closed.at)];
  const [row] = await queries.run(closeOne, values);
  const [now] = row ? [row] : await queries.run(selectOne, [of.tenant, of.discrepancy]);
  return now && { discrepancy: discrepancyOf(now), isNew: row !== undefined };
};
