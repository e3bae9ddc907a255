/** Stretches of days that people ask for by name. */
export const PERIODS = ['today', 'yesterday', 'week', 'month', 'lastMonth', 'year'] as const;
export type Period = (typeof PERIODS)[number];

type Days = { readonly from: string; readonly to: string };

const DAY_MS = 86_400_000;
const DAYS_OF_WEEK = 7;

const shifted = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** The day of a calendar in a zone. */
export const dayIn = (at: Date, zone: string | undefined): string =>
  // Sweden writes dates as ISO does.
  new Intl.DateTimeFormat('sv-SE', { ...(zone !== undefined && { timeZone: zone }) }).format(at);

/** First and last day of a period that ends with that day, or lies before it. */
export function daysOf(period: Period, today: string): Days {
  const first = `${today.slice(0, 8)}01`;
  switch (period) {
    case 'today':
      return { from: today, to: today };
    case 'yesterday':
      return { from: shifted(today, -1), to: shifted(today, -1) };
    case 'week':
      return { from: shifted(today, 1 - DAYS_OF_WEEK), to: today };
    case 'month':
      return { from: first, to: today };
    case 'lastMonth': {
      const last = shifted(first, -1);
      return { from: `${last.slice(0, 8)}01`, to: last };
    }
    case 'year':
      return { from: `${today.slice(0, 4)}-01-01`, to: today };
  }
}

/** The period that these days are today, if it has a name. */
export const periodOf = (from: string | undefined, to: string | undefined, today: string): Period | undefined =>
  PERIODS.find((one) => {
    const days = daysOf(one, today);
    return days.from === from && days.to === to;
  });
