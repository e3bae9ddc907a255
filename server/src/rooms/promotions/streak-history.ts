import type { LocalDate } from '../../kernel/local-date.ts';
import { STREAK_PERIODS, periodOf } from './streak.ts';
import type { StreakPeriod } from './streak.ts';

// Purchases in a row are kept so that one can be taken out again, or come late: how many there were in each of the last periods,
// and how long a row had ended where these begin. What rules read is the row alone.

type Counters = Readonly<Record<string, number>>;

/** Five weeks of days: goods that come back later than that leave the row of days as it was. */
export const PERIODS_REMEMBERED_MAX = 35;

type History = {
  /** The last period that is remembered. */
  readonly top: number;
  /** How many periods in a row had ended right before the first that is remembered. */
  readonly before: number;
  /** Purchases by period; absent where none. */
  readonly counts: ReadonlyMap<number, number>;
};

const nameOf = (period: StreakPeriod): string => `streak.${period}`;
const isHistory = (name: string, of: string): boolean => /^\.(n\d+|top|before)$/.test(name.slice(of.length));
const firstOf = (top: number): number => top - PERIODS_REMEMBERED_MAX + 1;

const readHistory = (period: StreakPeriod, counters: Counters): History | undefined => {
  const name = nameOf(period);
  const at = counters[`${name}.at`];
  const top = counters[`${name}.top`] ?? at;
  if (top === undefined) return undefined;
  const counts = new Map<number, number>();
  for (const [key, count] of Object.entries(counters))
    if (key.startsWith(`${name}.n`)) counts.set(Number(key.slice(name.length + 2)), count);
  const isRemembered = counts.size > 0 || at === undefined || counters[`${name}.top`] !== undefined;
  if (isRemembered) return { top, before: counters[`${name}.before`] ?? 0, counts };
  // Told as a row alone, as by a migration: a purchase in each of its periods.
  const row = counters[name] ?? 0;
  for (let n = 0; n < Math.min(row, PERIODS_REMEMBERED_MAX); n++) counts.set(at - n, 1);
  return { top, before: Math.max(0, row - PERIODS_REMEMBERED_MAX), counts };
};

/** How many periods in a row, up to and with this one, had a purchase. */
const rowTo = ({ top, before, counts }: History, last: number): number => {
  let at = last;
  while (counts.has(at)) at -= 1;
  return last - at + (at === firstOf(top) - 1 ? before : 0);
};

/** The last period up to `until` that had a purchase; undefined where none is known. */
const lastWith = ({ top, before, counts }: History, until: number): number | undefined => {
  const first = firstOf(top);
  for (let at = Math.min(top, until); at >= first; at--) if (counts.has(at)) return at;
  return before > 0 && until >= first - 1 ? first - 1 : undefined;
};

const without = (counters: Counters, period: StreakPeriod): Record<string, number> => {
  const name = nameOf(period);
  return Object.fromEntries(
    Object.entries(counters).filter(
      ([key]) => key !== name && key !== `${name}.at` && !(key.startsWith(`${name}.`) && isHistory(key, name)),
    ),
  );
};

const rowAsCounters = (period: StreakPeriod, history: History, until: number): Counters => {
  const at = lastWith(history, until);
  return at === undefined ? {} : { [nameOf(period)]: rowTo(history, at), [`${nameOf(period)}.at`]: at };
};

const write = (period: StreakPeriod, counters: Counters, history: History): Counters => {
  const name = nameOf(period);
  const row = rowAsCounters(period, history, history.top);
  if (row[name] === undefined) return without(counters, period);
  return {
    ...without(counters, period),
    ...row,
    ...(row[`${name}.at`] === history.top ? {} : { [`${name}.top`]: history.top }),
    ...(history.before === 0 ? {} : { [`${name}.before`]: history.before }),
    ...Object.fromEntries([...history.counts].map(([at, count]) => [`${name}.n${at}`, count])),
  };
};

/** The history with a later last period: what falls out of it is remembered as a row only. */
const upTo = (history: History, top: number): History => {
  if (top <= history.top) return history;
  let { before } = history;
  const first = firstOf(top);
  for (let at = firstOf(history.top); at < first && at <= history.top; at++)
    before = history.counts.has(at) ? before + 1 : 0;
  if (first - 1 > history.top) before = 0;
  return { top, before, counts: new Map([...history.counts].filter(([at]) => at >= first)) };
};

const withCount = (history: History, at: number, more: 1 | -1): History => {
  if (at < firstOf(history.top)) return history;
  const count = (history.counts.get(at) ?? 0) + more;
  const counts = new Map(history.counts);
  if (count > 0) counts.set(at, count);
  else counts.delete(at);
  return { ...history, counts };
};

/** The counters after a purchase on the day, whether it comes in time or late. */
export const countStreaks = (periods: readonly StreakPeriod[], date: LocalDate, counters: Counters): Counters => {
  let after = counters;
  for (const period of periods) {
    const at = periodOf(period, date);
    const history = readHistory(period, after) ?? { top: at, before: 0, counts: new Map<number, number>() };
    after = write(period, after, withCount(upTo(history, at), at, 1));
  }
  return after;
};

/** The counters as they would be had the purchase not been: a row may end sooner, begin later or fall in two. */
export const uncountStreaks = (periods: readonly StreakPeriod[], date: LocalDate, counters: Counters): Counters => {
  let after = counters;
  for (const period of periods) {
    const history = readHistory(period, after);
    if (history !== undefined) after = write(period, after, withCount(history, periodOf(period, date), -1));
  }
  return after;
};

/** The counters of one who was two: stamps are added, and rows are those of all purchases together. */
export const mergeCounters = (one: Counters, other: Counters): Counters => {
  let merged: Counters = { ...one };
  for (const [name, count] of Object.entries(other))
    if (!name.startsWith('streak.')) merged = { ...merged, [name]: (merged[name] ?? 0) + count };
  for (const period of STREAK_PERIODS) {
    const [mine, his] = [readHistory(period, one), readHistory(period, other)];
    if (his === undefined) continue;
    if (mine === undefined) {
      merged = write(period, merged, his);
      continue;
    }
    const top = Math.max(mine.top, his.top);
    const [left, right] = [upTo(mine, top), upTo(his, top)];
    const counts = new Map(left.counts);
    for (const [at, count] of right.counts) counts.set(at, (counts.get(at) ?? 0) + count);
    merged = write(period, merged, { top, before: Math.max(left.before, right.before), counts });
  }
  return merged;
};

/** The counters of one from whom another is parted again: what that one had brought is taken off, as far as it is still there. */
export const partCounters = (one: Counters, other: Counters): Counters => {
  let parted: Counters = { ...one };
  for (const [name, count] of Object.entries(other))
    if (!name.startsWith('streak.')) parted = { ...parted, [name]: Math.max(0, (parted[name] ?? 0) - count) };
  for (const period of STREAK_PERIODS) {
    const [mine, his] = [readHistory(period, one), readHistory(period, other)];
    if (mine === undefined || his === undefined) continue;
    const counts = new Map<number, number>();
    for (const [at, count] of mine.counts) {
      const left = count - (his.counts.get(at) ?? 0);
      if (left > 0) counts.set(at, left);
    }
    parted = write(period, parted, { ...mine, counts });
  }
  return parted;
};

/**
 * What rules are told of a buyer's counters before a purchase on the day: stamps, and rows as they had come up to that day, so that a
 * receipt that comes late is decided as it would have been.
 */
export const countersBefore = (periods: readonly StreakPeriod[], date: LocalDate, counters: Counters): Counters => {
  let told: Counters = counters;
  for (const period of STREAK_PERIODS) {
    const history = readHistory(period, counters);
    if (history === undefined) continue;
    told = without(told, period);
    if (periods.includes(period)) told = { ...told, ...rowAsCounters(period, history, periodOf(period, date)) };
  }
  return told;
};
