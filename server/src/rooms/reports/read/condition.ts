import { placeText } from '../../../kernel/journal-place.ts';
import { outletsLeft, type Asked } from '../filter.ts';

/**
 * The condition of every statement over lines: $1 to $22. A part that is not asked for is null. These statements are planned with
 * their values (`force_custom_plan`): parts that are null fall away before the planner looks, so each combination of filters gets
 * the index that suits it, although there is one text.
 */
export const CONDITION = `(line.tenant_id = $1 or ($21::int is not null and line.tenant_id + 0 = $1))
      and ($2::date is null or line.booked_on >= $2::date) and ($3::date is null or line.booked_on <= $3::date)
      and ($4::int[] is null or line.outlet = any($4::int[])) and ($5::int[] is null or line.terminal = any($5::int[]))
      and ($6::int[] is null or line.marks && $6::int[]) and ($7::int[] is null or line.marks && $7::int[])
      and ($8::int[] is null or line.marks && $8::int[]) and ($9::int[] is null or line.marks && $9::int[])
      and ($10::int[] is null or line.marks && $10::int[]) and ($11::int is null or line.flags & 2 = $11::int)
      and ($12::int is null or line.currency = $12::int) and ($13::bigint is null or line.amount >= $13::bigint)
      and ($14::bigint is null or line.amount <= $14::bigint) and ($15::bigint[] is null or line.owner = any($15::bigint[]))
      and ($16::bigint is null or line.card = $16::bigint)
      and ($17::int[] is null
           or (line.lane = any($17::int[]) and line.seq = any($18::bigint[]) and line.lane || '/' || line.seq = any($19::text[])))
      and ($20::int is null or line.outlet = $20::int) and ($21::int is null or line.kind = $21::int)
      and ($22::int[] is null or line.marks && $22::int[])`;

// Where a kind leads the index of amounts, the tenant's own must not serve: in it the smallest amounts of all are returns, and a page of the
// smallest sales would walk over every one of them. The sum says the same and has no index.

/** How many parameters CONDITION takes. */
export const CONDITION_PARAMETERS = 22;

const OFFLINE = 2;

/**
 * The values of CONDITION. One kind is asked for by one thing alone, since the planner would take two for rarer than they are: `byAmount` by
 * its column, which leads an index of amounts; else by its mark, by which a rare one is fetched and a common one met along the time.
 */
export function conditionOf(asked: Asked, byAmount: boolean): unknown[] {
  const { sight, filter } = asked;
  const outlets = outletsLeft(asked);
  // One value alone is asked for by equality: then an index that it leads gives rows in the order of what follows it.
  const outlet = outlets?.length === 1 ? outlets[0] : null;
  const kind = byAmount && filter.kinds?.length === 1 ? filter.kinds[0] : null;
  return [
    sight.tenant,
    filter.from ?? null,
    filter.to ?? null,
    outlet === null ? outlets : null,
    filter.terminals ?? null,
    kind === null ? (filter.kinds ?? null) : null,
    filter.cashiers ?? null,
    filter.walletTypes ?? null,
    filter.promotions ?? null,
    filter.cardRanges ?? null,
    filter.origin === undefined ? null : filter.origin === 'offline' ? OFFLINE : 0,
    filter.amount?.currency ?? null,
    filter.amount?.from ?? null,
    filter.amount?.to ?? null,
    filter.owners ?? null,
    filter.card ?? null,
    filter.places?.map((place) => place.lane) ?? null,
    filter.places?.map((place) => place.seq) ?? null,
    filter.places?.map(placeText) ?? null,
    outlet,
    kind,
    filter.hands ?? null,
  ];
}
