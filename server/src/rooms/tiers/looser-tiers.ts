import { canonicalJson } from '../../kernel/canonical.ts';
import type { Instant } from '../../kernel/instant.ts';
import {
  CALENDAR_PERIODS,
  type CalendarPeriod,
  type Level,
  type TierContent,
  type TierDefinition,
} from './definition.ts';

/** What new rules would loosen: which setting, what it was and what it would be, and against which version. */
export type LooserTier = {
  readonly setting: string;
  readonly before: string;
  readonly after: string;
  readonly version: number;
};

/** Rules with their thresholds as numbers of smallest steps, by rank. */
export type TierRules = Pick<TierDefinition, 'content' | 'thresholds'>;

const told = (value: unknown): string =>
  value === undefined ? 'none' : typeof value === 'string' ? value : canonicalJson(value);

const isOther = (before: unknown, after: unknown): boolean => told(before) !== told(after);
const rises = <T>(order: readonly T[], before: T, after: T): boolean => order.indexOf(after) > order.indexOf(before);

const isLongerWindow = ({ window: was }: TierContent, { window: is }: TierContent): boolean => {
  if ('days' in was && 'days' in is) return is.days > was.days;
  const periods: readonly string[] = CALENDAR_PERIODS;
  if (!('per' in was && 'per' in is)) return true;
  // From enrolment to enrolment is as long as a year, and begins on another day.
  return (
    was.per !== is.per && !(periods.includes(was.per) && periods.includes(is.per) && !rises(periods, was.per, is.per))
  );
};

const lastsLonger = ({ validity: was }: TierContent, { validity: is }: TierContent): boolean => {
  if (typeof was === 'string' && typeof is === 'string') return was === 'end_of_period' && is === 'end_of_next_period';
  if (typeof was === 'string' || typeof is === 'string') return true;
  // A span is of one unit: days, months or years.
  const [before, after] = [Object.entries(was)[0], Object.entries(is)[0]];
  return before?.[0] !== after?.[0] || Number(after?.[1]) > Number(before?.[1]);
};

const hasLongerGrace = ({ grace: was }: TierContent, { grace: is }: TierContent): boolean => {
  if (is === undefined) return false;
  const order: readonly (CalendarPeriod | undefined)[] = [undefined, ...CALENDAR_PERIODS];
  return was === undefined ? is.days > 0 : is.days > was.days || rises(order, was.roundTo, is.roundTo);
};

const hasMoreBenefits = ({ benefits: was = {} }: Level, { benefits: is = {} }: Level): boolean =>
  Object.entries(is).some(([name, value]) => was[name] !== value);

/**
 * In what rules are looser than earlier ones: a level that takes less, that nobody loses any more, that has other benefits or was not there; what is
 * counted otherwise, over longer, or holds for longer; a grace that is longer, a fall that is shorter, purchases that earn by the tier they
 * lead to, tiers that returns leave alone. What cannot be held against each other is looser.
 */
export function looserRules(before: TierRules, after: TierRules): readonly Omit<LooserTier, 'version'>[] {
  const [was, is] = [before.content, after.content];
  const one = (setting: keyof TierContent, isLooser: boolean) =>
    isLooser ? [{ setting, before: told(was[setting]), after: told(is[setting]) }] : [];
  const codes = new Map(was.levels.map((level, rank) => [level.code, { level, rank }]));
  let highest = -1;
  const levels = is.levels.flatMap((level, rank) => {
    const change = (setting: string, from: unknown, to: unknown) => [
      { setting: `levels.${level.code}${setting}`, before: told(from), after: told(to) },
    ];
    const known = codes.get(level.code);
    if (!known) return change('', undefined, level.threshold ?? 'by_hand');
    const isMoved = known.rank < highest;
    highest = Math.max(highest, known.rank);
    const [least, now] = [before.thresholds[known.rank], after.thresholds[rank]];
    const isLess = now !== undefined && (least === undefined || now < least);
    return [
      ...(isLess ? change('.threshold', known.level.threshold, level.threshold) : []),
      ...(level.isKept === true && known.level.isKept !== true ? change('.isKept', false, true) : []),
      ...(hasMoreBenefits(known.level, level) ? change('.benefits', known.level.benefits, level.benefits) : []),
      ...(isMoved ? change('.rank', known.rank, rank) : []),
    ];
  });
  return [
    ...levels,
    ...one('metric', was.metric !== is.metric),
    ...one('counts', isOther(was.counts, is.counts)),
    ...one('window', isLongerWindow(was, is)),
    ...one('start', was.start === 'next_period' && is.start === 'immediate'),
    ...one('validity', lastsLonger(was, is)),
    ...one('grace', hasLongerGrace(was, is)),
    ...one('downgrade', rises(['full', 'one_step', 'none'], was.downgrade, is.downgrade)),
    ...one('purchaseTier', was.purchaseTier === 'before' && is.purchaseTier === 'after'),
    ...one('returns', was.returns === 'reevaluate' && is.returns === 'keep'),
  ];
}

/**
 * The same against the rules that are in force and every version that is scheduled, whenever the new ones shall begin: or whoever has tightened
 * from Monday on loosened again from Tuesday on and was asked by nobody.
 */
export function loosenedTiers(
  earlier: readonly TierDefinition[],
  after: TierRules,
  now: Instant,
): readonly LooserTier[] {
  const inForce = earlier.findLastIndex((one) => one.inForceFrom <= now);
  return earlier
    .slice(Math.max(inForce, 0))
    .flatMap((one) => looserRules(one, after).map((change) => ({ ...change, version: one.version })));
}
