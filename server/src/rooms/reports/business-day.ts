import type { Instant } from '../../kernel/instant.ts';
import type { LocalDate } from '../../kernel/local-date.ts';
import type { Zone } from '../../kernel/zone.ts';

/** How an outlet counts its days. */
type Counting = { readonly zone: Pick<Zone, 'businessDayOf'>; readonly cutOverHour: number };

/** The day that a shop is in, and the hour on its wall at which that began. */
export type BusinessDay = { readonly date: LocalDate; readonly beginsAt: number };

/**
 * The day in which most of the outlets are: shortly after midnight those that count until four are still in the day before, and so is
 * what they sell. Of two that are as frequent the later. Undefined without an outlet.
 */
export function businessDayOf(outlets: readonly Counting[], now: Instant): BusinessDay | undefined {
  const counted = new Map<string, BusinessDay & { readonly outlets: number }>();
  for (const { zone, cutOverHour: beginsAt } of outlets) {
    const date = zone.businessDayOf(now, beginsAt);
    const key = `${date} ${String(beginsAt).padStart(2, '0')}`;
    counted.set(key, { date, beginsAt, outlets: (counted.get(key)?.outlets ?? 0) + 1 });
  }
  const onDate = Map.groupBy(counted.values(), ({ date }) => date);
  const sum = (all: readonly { readonly outlets: number }[]): number => all.reduce((n, one) => n + one.outlets, 0);
  const [most] = [...onDate].sort(([a, one], [b, other]) => sum(other) - sum(one) || (a < b ? 1 : -1));
  const [day] = most?.[1].toSorted((one, other) => other.outlets - one.outlets || one.beginsAt - other.beginsAt) ?? [];
  return day && { date: day.date, beginsAt: day.beginsAt };
}
