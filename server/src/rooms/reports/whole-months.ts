import { addDays, addMonths, type LocalDate } from '../../kernel/local-date.ts';

/** Days from one to another, both meant; null where there is no end. */
export type Days = { readonly from: LocalDate | null; readonly to: LocalDate | null };

const firstOfMonth = (day: LocalDate): LocalDate => `${day.slice(0, 8)}01` as LocalDate;

/**
 * A period as whole months and the days that are left over at its ends. Months are named by their first days, so that a period of these
 * finds a month by the day on which it begins.
 */
export function wholeMonths({
  from,
  to,
}: {
  readonly from?: LocalDate | undefined;
  readonly to?: LocalDate | undefined;
}): { readonly months: readonly Days[]; readonly days: readonly Days[] } {
  // The first month that begins in the period, and the first day of the month that the period does not reach the end of.
  const first = from === undefined || from === firstOfMonth(from) ? from : addMonths(firstOfMonth(from), 1);
  const after = to === undefined ? undefined : firstOfMonth(addDays(to, 1));
  if (first !== undefined && after !== undefined && first >= after)
    return { months: [], days: [{ from: from ?? null, to: to ?? null }] };
  const before = from !== undefined && first !== undefined && from < first ? [{ from, to: addDays(first, -1) }] : [];
  const behind = to !== undefined && after !== undefined && after <= to ? [{ from: after, to }] : [];
  const months = { from: first ?? null, to: after === undefined ? null : addDays(after, -1) };
  return { months: [months], days: [...before, ...behind] };
}
