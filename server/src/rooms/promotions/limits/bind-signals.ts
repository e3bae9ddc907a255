import type { Texts } from '../language.ts';
import type { Bench } from '../bench.ts';
import type { PromotionEffect } from '../rulebook.ts';
import { pointsDecimals } from './bound-limit.ts';
import { periodOfSignal, type SignalContent, type SignalPeriod } from './signal-content.ts';

/** What raises a signal, ready to be counted. */
export type BoundSignal = {
  /** `cashier.uses.day.flag`, `terminal.uses.30minutes.hold.member`: the same in every version of a promotion, so that a new version goes on counting. */
  readonly key: string;
  readonly per: SignalContent['per'];
  readonly of: SignalContent['of'];
  /** Uses, or smallest steps of the wallet's unit or of the currency. More than these raise it. */
  readonly max: bigint;
  readonly decimals: number;
  readonly period: SignalPeriod;
  readonly action: SignalContent['action'];
  readonly time: 'purchase' | 'arrival';
  /** Each member by himself; all together where it is left out. */
  readonly each: 'member' | undefined;
};

/** A hold reaches back over its period, lot by lot: a year of an outlet would be a million of them. */
const HELD_DAYS_MAX = 31;
const HELD_PERIODS: ReadonlySet<SignalPeriod> = new Set(['day', 'week', 'month']);

const periodText = (period: SignalPeriod): string => {
  if (typeof period !== 'object') return period;
  return 'minutes' in period ? `${period.minutes}minutes` : `${period.days}days`;
};

const reachesFar = (period: SignalPeriod): boolean => {
  if (typeof period !== 'object') return !HELD_PERIODS.has(period);
  return 'days' in period && period.days > HELD_DAYS_MAX;
};

/**
 * Makes the signals of a promotion ready, and notes what is wrong with them: a period without end, a count of what the promotion does
 * not give, a hold where nothing could be held or that reaches back too far, the same signal twice.
 */
export const bindSignals = (
  signals: readonly SignalContent[],
  effects: readonly PromotionEffect[],
  moneyDecimals: number,
  bench: Bench,
): BoundSignal[] => {
  const bound: BoundSignal[] = [];
  for (const [i, signal] of signals.entries()) {
    const one = bench.at(['signals', i], () => bindSignal(signal, effects, moneyDecimals, bench));
    if (bound.some(({ key }) => key === one.key))
      bench.problem(
        'promotions.signal.malformed',
        { en: 'there are two signals of this kind', es: 'hay dos señales de esta clase' },
        'signals',
        i,
      );
    bound.push(one);
  }
  return bound;
};

const bindSignal = (
  { per, of, max, period: told, action, time = 'purchase', each }: SignalContent,
  effects: readonly PromotionEffect[],
  moneyDecimals: number,
  bench: Bench,
): BoundSignal => {
  const period = periodOfSignal(told);
  const wrong = (what: Texts, step: string): void => bench.problem('promotions.signal.malformed', what, step);
  const gives = (what: 'points' | 'discount'): boolean => effects.some(({ bound }) => bound.kind.gives === what);
  if (period === 'ever')
    wrong({ en: 'a signal has a period that ends', es: 'una señal tiene un periodo que termina' }, 'period');
  if (of === 'money' && !gives('discount')) wrong({ en: 'it takes no money off', es: 'no descuenta dinero' }, 'of');
  if (action === 'hold' && !gives('points'))
    wrong({ en: 'it gives no points that could be held', es: 'no da puntos que se puedan retener' }, 'action');
  if (action === 'hold' && period !== 'ever' && reachesFar(period))
    wrong(
      {
        en: `what is held reaches back over ${HELD_DAYS_MAX} days at most`,
        es: `lo que se retiene alcanza como máximo ${HELD_DAYS_MAX} días atrás`,
      },
      'period',
    );
  const decimals =
    of === 'uses' ? 0 : of === 'money' ? moneyDecimals : pointsDecimals(effects, bench, 'promotions.signal.malformed');
  const most = bench.positive(max, decimals, 'max');
  const key = `${per}.${of}.${periodText(period)}.${action}${time === 'arrival' ? '.arrival' : ''}${each ? `.${each}` : ''}`;
  return { key, per, of, max: most, decimals, period, action, time, each };
};
