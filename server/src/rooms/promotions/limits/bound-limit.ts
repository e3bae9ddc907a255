import type { Bench } from '../bench.ts';
import type { PromotionEffect } from '../rulebook.ts';
import { SIGNALS, type LimitContent, type LimitedBy, type LimitPeriod } from './limit-content.ts';

/** A limit ready to decide. */
export type BoundLimit = {
  /** `member.uses.month`: the same in every version of a promotion, so that a new version goes on counting. */
  readonly key: string;
  readonly per: LimitedBy | 'contract';
  readonly of: 'uses' | 'points' | 'money';
  /** Uses, or smallest steps of the wallet's unit or of the currency. */
  readonly max: bigint;
  readonly period: LimitPeriod;
  readonly isRejected: boolean;
  /** Of a budget that several promotions share, or a cap of all: its name. */
  readonly budget?: string | undefined;
};

const periodText = (period: LimitPeriod): string => (typeof period === 'object' ? `${period.days}days` : period);

/** The key of a limit: `member.uses.month`, `receipt.points`, `program.points.year.autumn` of a budget with a name. */
export const limitKey = ({
  per,
  of,
  period = 'ever',
  budget,
}: Pick<LimitContent, 'per' | 'of' | 'period' | 'budget'>): string =>
  `${per}.${of}${per === 'receipt' ? '' : `.${periodText(period)}`}${budget === undefined ? '' : `.${budget}`}`;

/** Whose budget it is: the promotion's own, or one with a name. No code begins with an at sign. */
export const holderOf = (promotion: string, { budget }: Pick<BoundLimit, 'budget'>): string =>
  budget === undefined ? promotion : `@${budget}`;

/** Limits that are shared by several lanes: they stand in pots. */
export const isShared = ({ per }: Pick<BoundLimit, 'per'>): boolean => per === 'outlet' || per === 'program';
/** Limits of one owner: they are counted beside him. */
export const isOwners = ({ per }: Pick<BoundLimit, 'per'>): boolean => per === 'member' || per === 'card';

/** What pays for the points of a promotion, as a limit: a contract covers an operation whole, or the promotion does not act. */
export const bindFunding = (contract: string, effects: readonly PromotionEffect[], bench: Bench): BoundLimit => {
  pointsDecimals(effects, bench);
  return { key: `contract.${contract}`, per: 'contract', of: 'points', max: 0n, period: 'ever', isRejected: true };
};

const isSignal = (per: LimitContent['per']): per is (typeof SIGNALS)[number] =>
  (SIGNALS as readonly string[]).includes(per);

/**
 * Makes the limits of a promotion ready, and notes what is wrong with them: limits by whom nobody can hold a lane of (signals), a count
 * of what the promotion does not give, a period that has no pot, the same limit twice.
 */
export const bindLimits = (
  limits: readonly LimitContent[],
  effects: readonly PromotionEffect[],
  moneyDecimals: number,
  bench: Bench,
): BoundLimit[] => {
  const bound: BoundLimit[] = [];
  for (const [i, limit] of limits.entries()) {
    const one = bench.at(['limits', i], () => bindLimit(limit, effects, moneyDecimals, bench));
    if (one === undefined) continue;
    if (bound.some(({ key }) => key === one.key))
      bench.problem(
        'promotions.limit.malformed',
        { en: 'there are two limits of this kind', es: 'hay dos límites de esta clase' },
        'limits',
        i,
      );
    bound.push(one);
  }
  return bound;
};

const bindLimit = (
  { per, of, max, period: given, over, budget }: LimitContent,
  effects: readonly PromotionEffect[],
  moneyDecimals: number,
  bench: Bench,
): BoundLimit | undefined => {
  if (isSignal(per)) {
    bench.problem('promotions.limit.is_signal', per, 'per');
    return undefined;
  }
  const period = given ?? 'ever';
  if (per === 'receipt' && given !== undefined)
    bench.problem(
      'promotions.limit.malformed',
      { en: 'a receipt has no period', es: 'un recibo no tiene periodo' },
      'period',
    );
  if (per === 'receipt' && of === 'uses')
    bench.problem(
      'promotions.limit.malformed',
      {
        en: 'a promotion acts once on a receipt in any case',
        es: 'una promoción actúa una sola vez por recibo en todo caso',
      },
      'of',
    );
  if (typeof period === 'object' && (per === 'outlet' || per === 'program'))
    bench.problem(
      'promotions.limit.malformed',
      { en: 'a shared budget has a calendar period', es: 'un presupuesto compartido tiene un periodo del calendario' },
      'period',
    );
  if (budget !== undefined && per !== 'outlet' && per !== 'program')
    bench.problem(
      'promotions.limit.malformed',
      {
        en: 'only limits per outlet and program are shared budgets',
        es: 'solo los límites por local y por programa son presupuestos compartidos',
      },
      'budget',
    );
  const decimals = of === 'uses' ? 0 : of === 'money' ? moneyDecimals : pointsDecimals(effects, bench);
  if (of === 'money' && !effects.some(({ bound }) => bound.kind.gives === 'discount'))
    bench.problem('promotions.limit.malformed', { en: 'it takes no money off', es: 'no descuenta dinero' }, 'of');
  const most = bench.positive(max, decimals, 'max');
  return {
    key: limitKey({ per, of, period, budget }),
    budget,
    ...{ per, of, period, max: most, isRejected: over === 'reject' },
  };
};

/** Decimals of the points that it gives. Points of several wallets are not one number: that, and none at all, is a problem at `of`. */
export const pointsDecimals = (
  effects: readonly PromotionEffect[],
  bench: Bench,
  code: 'promotions.limit.malformed' | 'promotions.signal.malformed' = 'promotions.limit.malformed',
): number => {
  const paying = effects.filter(({ bound }) => bound.kind.gives === 'points');
  const wallets = new Set(paying.map(({ wallet }) => wallet));
  if (wallets.size === 0) bench.problem(code, { en: 'it gives no points', es: 'no da puntos' }, 'of');
  if (wallets.size > 1)
    bench.problem(
      code,
      {
        en: 'it pays into several wallets, whose points are not one number',
        es: 'paga a varios monederos, cuyos puntos no son un solo número',
      },
      'of',
    );
  return paying[0]?.rule.decimals.points ?? 0;
};
