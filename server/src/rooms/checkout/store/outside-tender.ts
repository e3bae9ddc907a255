import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { ReferenceKey } from '../../../platform/lanes/index.ts';
import type { OutsideTender } from '../outside/outside-tender.ts';

type Row = { tender: bigint; attempt: number; how: 'used' | 'given_up' | null };
type Place = Pick<ReferenceKey, 'tenant' | 'space' | 'reference'> & { readonly at: number };

const selectNewest = statement<Row>(
  'checkout.selectNewestOutsideTender',
  `select tender, attempt, ended.how
     from checkout.outside_tender left join checkout.outside_end as ended using (tender)
    where outside_tender.tenant_id = $1 and space = $2 and sale = $3 and place = $4
    order by attempt desc limit 1`,
);
const insertAttempt = statement<Row>(
  'checkout.insertOutsideTender',
  `insert into checkout.outside_tender (tenant_id, space, sale, place, attempt, opened_at, due_at)
   values ($1, $2, $3, $4, $5, $6, $7)
   on conflict (tenant_id, space, sale, place, attempt) do nothing returning tender, attempt, null::text as how`,
);
const writeDue = statement(
  'checkout.writeOutsideTenderDue',
  `update checkout.outside_tender set due_at = $2 where tender = $1`,
);
const selectOpenOfSale = statement<{ tender: bigint }>(
  'checkout.selectOpenOutsideTenders',
  `select tender from checkout.outside_tender
    where tenant_id = $1 and space = $2 and sale = $3
      and not exists (select from checkout.outside_end as ended where ended.tender = outside_tender.tender)`,
);
const claimDue = statement<{ tender: bigint; tenant_id: number; how: 'used' | 'given_up' | null }>(
  'checkout.claimDueOutsideTenders',
  `update checkout.outside_tender set due_at = $2
    where tender in (
      select tender from checkout.outside_tender where due_at <= $1 order by due_at limit $3 for update skip locked)
   returning tender, tenant_id,
     (select how from checkout.outside_end as ended where ended.tender = outside_tender.tender) as how`,
);
const insertGivenUp = statement<{ tender: bigint }>(
  'checkout.insertGivenUp',
  `insert into checkout.outside_end (tender, tenant_id, how, at) values ($1, $2, 'given_up', $3)
   on conflict (tender) do nothing returning tender`,
);
const selectEnd = statement<{ how: 'used' | 'given_up' }>(
  'checkout.selectOutsideEnd',
  `select how from checkout.outside_end where tender = $1`,
);

const at = postgresFromInstant;
const placeValues = (place: Place) => [place.tenant, place.space, place.reference, place.at];
const fromRow = ({ tender, attempt, how }: Row): OutsideTender => ({ tender, attempt, isUsed: how === 'used' });

/**
 * The attempt that goes on: the newest, where nobody has given it up, else a new one. It is looked after by itself from `dueAt`,
 * which moves on whenever the till comes again.
 */
export async function openOutsideTender(
  queries: Queries,
  place: Place,
  { now, dueAt }: { readonly now: Instant; readonly dueAt: Instant },
): Promise<OutsideTender> {
  for (;;) {
    const [newest] = await queries.run(selectNewest, placeValues(place));
    if (newest && newest.how !== 'given_up') {
      if (newest.how === null) await queries.run(writeDue, [newest.tender, at(dueAt)]);
      return fromRow(newest);
    }
    const attempt = newest ? newest.attempt + 1 : 0;
    const [made] = await queries.run(insertAttempt, [...placeValues(place), attempt, at(now), at(dueAt)]);
    if (made) return fromRow(made);
    // Somebody else has begun the same attempt meanwhile: it is found in the next round.
  }
}

/** Attempts of a sale that nobody has ended. */
export const openOfSale = async (queries: Queries, sale: Omit<Place, 'at'>): Promise<bigint[]> =>
  (await queries.run(selectOpenOfSale, [sale.tenant, sale.space, sale.reference])).map(({ tender }) => tender);

export type DueTender = { readonly tender: bigint; readonly tenant: number; readonly isUsed: boolean };

/** Attempts that are due, for this process until `until`. */
export const claimDueTenders = async (
  queries: Queries,
  { now, until, limit }: { readonly now: Instant; readonly until: Instant; readonly limit: number },
): Promise<DueTender[]> =>
  (await queries.run(claimDue, [at(now), at(until), limit])).map(({ tender, tenant_id, how }) => ({
    tender,
    tenant: tenant_id,
    isUsed: how === 'used',
  }));

/** Sets when an attempt is looked at again; undefined for never. */
export const setTenderDue = async (queries: Queries, tender: bigint, dueAt: Instant | undefined): Promise<void> => {
  await queries.run(writeDue, [tender, dueAt === undefined ? 'infinity' : at(dueAt)]);
};

/** Ends an attempt as given up; false when a sale stands on it. Given up before counts as given up. */
export async function endAsGivenUp(queries: Queries, tender: bigint, tenant: number, now: Instant): Promise<boolean> {
  const [ended] = await queries.run(insertGivenUp, [tender, tenant, at(now)]);
  if (ended) return true;
  const [known] = await queries.run(selectEnd, [tender]);
  return known?.how === 'given_up';
}
