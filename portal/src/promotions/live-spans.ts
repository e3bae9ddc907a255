import type { Promotion } from './promotion-types.ts';

const DAY_MS = 86_400_000;
const MINUTES_PER_DAY = 1_440;
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
// The first of January 1970 was a Thursday.
const EPOCH_WEEKDAY = 3;

/** Days since 1970 and parts of them, on the clock of the wall of an outlet. */
export type Span = { readonly from: number; readonly to: number };
type Params = {
  readonly weekdays?: readonly string[];
  readonly firstOn?: string;
  readonly lastOn?: string;
  readonly from?: string;
  readonly to?: string;
  readonly beginsOn?: readonly string[];
};

export const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS;
const weekdayOf = (day: number): string => WEEKDAYS[(day + EPOCH_WEEKDAY) % WEEKDAYS.length]!;

const partOfDay = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return (hours * 60 + minutes) / MINUTES_PER_DAY;
};

const cut = (spans: readonly Span[], by: readonly Span[]): Span[] =>
  spans.flatMap((one) =>
    by
      .map(({ from, to }) => ({ from: Math.max(one.from, from), to: Math.min(one.to, to) }))
      .filter(({ from, to }) => from < to),
  );

/** When a condition of days and hours holds within some days; nothing where it is about something else. */
function spansOfCondition(kind: string, params: Params, first: number, days: number): readonly Span[] | undefined {
  const all = Array.from({ length: days + 1 }, (_, n) => first - 1 + n);
  switch (kind) {
    case 'weekday-in':
      return all.filter((day) => params.weekdays?.includes(weekdayOf(day))).map((day) => ({ from: day, to: day + 1 }));
    case 'date-window':
      return [
        {
          from: params.firstOn === undefined ? first : dayOf(params.firstOn),
          to: params.lastOn === undefined ? first + days : dayOf(params.lastOn) + 1,
        },
      ];
    case 'time-window': {
      const from = partOfDay(params.from ?? '00:00');
      const to = partOfDay(params.to ?? '24:00');
      return all
        .filter((day) => params.beginsOn === undefined || params.beginsOn.includes(weekdayOf(day)))
        .map((day) => ({ from: day + from, to: day + to + (to < from ? 1 : 0) }));
    }
    default:
      return undefined;
  }
}

/** Stretches that touch are one bar. */
const joined = (spans: readonly Span[]): Span[] => {
  const one: Span[] = [];
  for (const span of spans) {
    const last = one.at(-1);
    if (last && span.from <= last.to) one[one.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    else one.push(span);
  }
  return one;
};

/**
 * When a promotion is live within `days` days from `first` on: its own days, and of these the weekdays and hours that its conditions leave.
 * What else it asks for (outlets, tiers, baskets) is no matter of time.
 */
export function liveSpans(promotion: Promotion, first: number, days: number): readonly Span[] {
  const { firstOn, lastOn, conditions = [] } = promotion;
  const own = { from: dayOf(firstOn), to: lastOn === undefined ? Infinity : dayOf(lastOn) + 1 };
  let spans: readonly Span[] = cut([{ from: first, to: first + days }], [own]);
  for (const { kind, params } of conditions) {
    const by = spansOfCondition(kind, (params ?? {}) as Params, first, days);
    if (by) spans = cut(spans, by);
  }
  return joined(spans.toSorted((a, b) => a.from - b.from));
}
