import { formatQuantity } from '../../kernel/quantity.ts';
import type { Counts, WatchClock, WatchedBy } from './watch.ts';

/** What of a signal says how much of what was counted. */
export type ShownCount = {
  readonly per: WatchedBy;
  readonly counts: Counts;
  /** `day`, `week`, `30days`, `30minutes`. */
  readonly period: string;
  readonly time: WatchClock;
  /** Each member was counted by himself. */
  readonly each?: 'member';
  readonly max: string;
  readonly count: string;
};

/** A count as decimal texts, with what its watch says: `cashier.uses.day.flag` is by cashier, in uses, over a day. */
export function presentCount(of: {
  readonly watch: string;
  readonly counts: Counts;
  readonly max: bigint;
  readonly count: bigint;
  readonly decimals: number;
}): ShownCount {
  const [per, , period = '', , ...more] = of.watch.split('.');
  return {
    per: per as WatchedBy,
    ...{ counts: of.counts, period, time: more.includes('arrival') ? 'arrival' : 'purchase' },
    ...(more.includes('member') && { each: 'member' as const }),
    ...{ max: formatQuantity(of.max, of.decimals), count: formatQuantity(of.count, of.decimals) },
  };
}
