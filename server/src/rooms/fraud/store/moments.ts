import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import { addDays, type LocalDate } from '../../../kernel/local-date.ts';
import type { Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Moment } from '../watch.ts';

// Served by counted_of_subject: a span is a day at most, so that days before and behind are all that it can touch.
const selectMoments = statement<{
  subject: bigint;
  counted_at: Instant;
  counted_on: LocalDate;
  points: bigint;
  money: bigint;
}>(
  'fraud.selectMoments',
  `select held.subject, held.counted_at, held.counted_on, held.points, held.money
     from unnest($1::bigint[], $2::timestamptz[], $3::timestamptz[], $4::date[], $5::date[]) as asked(subject, from_at, until_at, from_on, until_on)
     join fraud.counted as held
       on held.subject = asked.subject and held.counted_on between asked.from_on and asked.until_on
      and held.counted_at between asked.from_at and asked.until_at and not held.is_undone
    order by held.subject, held.counted_at`,
);

export type SpanAsked = {
  readonly number: bigint;
  readonly from: Instant;
  readonly until: Instant;
  /** Business days of the receipts that ask. */
  readonly firstOn: LocalDate;
  readonly lastOn: LocalDate;
};

/** What subjects did in these times, receipt by receipt. */
export async function readMoments(
  tx: Tx,
  asked: readonly SpanAsked[],
): Promise<ReadonlyMap<bigint, readonly Moment[]>> {
  if (asked.length === 0) return new Map();
  const rows = await tx.run(selectMoments, [
    asked.map(({ number }) => number),
    asked.map(({ from }) => postgresFromInstant(from)),
    asked.map(({ until }) => postgresFromInstant(until)),
    asked.map(({ firstOn }) => addDays(firstOn, -1)),
    asked.map(({ lastOn }) => addDays(lastOn, 1)),
  ]);
  const moments = new Map<bigint, Moment[]>();
  for (const { subject, counted_at: at, counted_on: on, points, money } of rows) {
    const known = moments.get(subject);
    const one = { at, on, uses: 1n, points, money };
    if (known === undefined) moments.set(subject, [one]);
    else known.push(one);
  }
  return moments;
}
