import type { Instant } from '../../kernel/instant.ts';
import type { LocalDate } from '../../kernel/local-date.ts';
import { FLAG, type KeptOperation } from '../ledger/index.ts';
import type { FraudDeps, RungUp } from './fraud-deps.ts';
import type { Watch, WatchClock, WatchedBy } from './watch.ts';

/** Whose hands a promotion is watched at. */
export type Subject = {
  readonly tenant: number;
  readonly program: number;
  readonly promotion: string;
  readonly per: WatchedBy;
  readonly clock: WatchClock;
  readonly outlet: number;
  /** 0 but by terminal. */
  readonly terminal: number;
  /** Empty but by cashier. */
  readonly cashier: string;
  /** `lane/owner` where each member is counted by himself, else empty. */
  readonly member: string;
};

export const subjectText = (one: Subject): string =>
  [one.tenant, one.program, one.promotion, one.per, one.clock, one.outlet, one.terminal, one.cashier, one.member].join(
    '\0',
  );

/** What one operation gave by one promotion at the hands of one subject. Smallest steps. */
export type Counted = {
  readonly lane: number;
  readonly seq: bigint;
  readonly receipt: { readonly lane: number; readonly seq: bigint };
  readonly subject: Subject;
  readonly on: LocalDate;
  readonly at: Instant;
  readonly points: bigint;
  readonly money: bigint;
  /** The watches of the version that decided it: another one may allow more. */
  readonly watches: readonly Watch[];
  readonly rulebook: number;
};

/**
 * What of an operation counts for whom. A receipt without a cashier counts for none; what came offline counts on the day of the purchase and
 * on none of the arrival: a till that was cut off sends at once what it sold over days.
 */
export function countedOf(
  { watches, partners }: Pick<FraudDeps, 'watches' | 'partners'>,
  kept: Pick<KeptOperation, 'lane' | 'seq' | 'tenant' | 'program' | 'flags' | 'recordedAt'>,
  rungUp: RungUp,
): Counted[] {
  const { lane, seq, tenant, program } = kept;
  const { receipt, rulebook, outlet, terminal, cashier = '', member = '' } = rungUp;
  return rungUp.given.flatMap(({ promotion, points, money }) => {
    const groups = Map.groupBy(watches.of(rulebook, promotion), ({ per, time, each = '' }) => `${per}.${time}.${each}`);
    return [...groups.values()].flatMap((group): Counted[] => {
      const [{ per, time, each }] = group as [Watch];
      if ((per === 'cashier' && cashier === '') || (each !== undefined && member === '')) return [];
      if (time === 'arrival' && (kept.flags & FLAG.offline) !== 0) return [];
      const { zone, cutOverHour } = partners.settings().outlet(outlet);
      const [at, on] =
        time === 'arrival'
          ? [kept.recordedAt, zone.businessDayOf(kept.recordedAt, cutOverHour)]
          : [rungUp.at, rungUp.on];
      const hands = { outlet, terminal: per === 'terminal' ? terminal : 0, cashier: per === 'cashier' ? cashier : '' };
      const who = { member: each === undefined ? '' : member };
      const subject = { tenant, program, promotion, per, clock: time, ...hands, ...who };
      return [{ lane, seq, receipt, subject, on, at, points, money, watches: group, rulebook }];
    });
  });
}
