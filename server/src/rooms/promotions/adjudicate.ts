import type { ActivationDelay, Validity } from '../../kernel/validity.ts';
import { Course } from './act.ts';
import type { Act, Against } from './act.ts';
import type { Basket } from './basket.ts';
import type { Derivation } from './derivation.ts';
import { Facts } from './facts.ts';
import type { Award } from './award.ts';
import type { BoundCondition } from './kind.ts';
import { keptRooms, type Rooms } from './limits/rooms.ts';
import { linesUnpriced, wasPriced } from './price-basket.ts';
import { replayPrices } from './replay-prices.ts';
import { runPass } from './run-pass.ts';
import type { CompiledRulebook, Promotion } from './rulebook.ts';

/** What one effect of one promotion gives for a receipt: `points` above zero, of which each line brought its part. */
export type Grant = {
  readonly promotion: string;
  readonly version: number;
  readonly walletType: string;
  readonly points: bigint;
  readonly perLine: readonly (readonly [line: number, points: bigint])[];
  readonly activation?: ActivationDelay | undefined;
  readonly validity?: Validity | undefined;
  readonly derivation: Derivation;
};

/** A coupon that the buyer is to get. */
export type CouponGrant = { readonly promotion: string; readonly coupon: string; readonly count: number };

/** Stamps that the purchase puts on a card. */
export type StampGrant = { readonly promotion: string; readonly card: string; readonly count: number };

/** Why a promotion gave nothing. */
export type NotFiredReason =
  | 'promotions.promotion.not_started'
  | 'promotions.promotion.ended'
  | 'promotions.promotion.stopped'
  | 'promotions.promotion.excluded'
  | 'promotions.promotion.incompatible'
  | 'promotions.promotion.outdone'
  | 'promotions.promotion.over_cap'
  | 'promotions.promotion.exhausted'
  | 'promotions.promotion.nothing_granted'
  | 'promotions.condition.not_held';

export type NotFired = {
  readonly promotion: string;
  readonly reason: NotFiredReason;
  readonly facts: Readonly<Record<string, string>>;
};

export type Adjudication = {
  readonly grants: readonly Grant[];
  readonly coupons: readonly CouponGrant[];
  readonly stamps: readonly StampGrant[];
  readonly notFired: readonly NotFired[];
};

const NOTHING_HELD: ReadonlySet<string> = new Set();
const NO_CONDITIONS: readonly BoundCondition[] = [];

/**
 * Decides what a basket earns by a rulebook. Pure: the same rulebook and basket give the same grants in the same order,
 * and the order in which lines come does not matter. Prices are facts here: what `priceBasket` took off is in the lines
 * and in `basket.priced`. With `explain` the promotions that gave nothing are listed, each with the first reason; the
 * grants are the same without. What limits leave is told by `rooms`, or by the basket's facts; without both they are not counted.
 * With `derive: false` derivations say their rule and what was cut, and not what was counted: for a till, where nobody reads it.
 */
export const adjudicate = (
  rulebook: CompiledRulebook,
  basket: Basket,
  options?: { readonly explain?: boolean; readonly derive?: boolean; readonly rooms?: Rooms },
): Adjudication => {
  const explain = options?.explain === true;
  const { priced } = basket;
  const isPriced = priced !== undefined && priced.length > 0;
  const seen = isPriced ? { ...basket, lines: linesUnpriced(basket) } : basket;
  const facts = new Facts(seen, rulebook.selections, rulebook.countings, options?.derive !== false);
  const course = new Course(facts, options?.rooms ?? (basket.rooms && keptRooms(basket.rooms)));
  const held = isPriced ? replayPrices(course, rulebook, priced).held : NOTHING_HELD;
  const before = course.acts.length;
  const notFired: NotFired[] = [];

  // What acted on the price had its conditions asked at its turn; they are not asked again of the lower price.
  const openOf = (promotion: Promotion): readonly BoundCondition[] | undefined => {
    if (isPriced && promotion.pricing.length > 0 && wasPriced(promotion, priced))
      return held.has(promotion.code) ? NO_CONDITIONS : undefined;
    return promotion.open;
  };
  runPass(course, explain ? rulebook.promotions : rulebook.candidates(basket), {
    effects: ({ earning }) => earning,
    conditions: !explain
      ? openOf
      : (promotion) => {
          const open = openOf(promotion);
          return open === promotion.open ? [daysOf(promotion), ...promotion.conditions] : open;
        },
    told: (promotion, against) => {
      if (explain) notFired.push(tell(promotion, against, facts));
    },
  });
  if (explain) tellUnpriced(rulebook, course, facts, notFired, priced ?? []);

  const grants: Grant[] = [];
  const coupons: CouponGrant[] = [];
  const stamps: StampGrant[] = [];
  for (let i = before; i < course.acts.length; i++) {
    const act = course.acts[i] as Act;
    const { promotion, award } = act;
    if (award.stamps !== undefined) stamps.push({ promotion: promotion.code, ...award.stamps });
    if (award.coupon !== undefined)
      coupons.push({ promotion: promotion.code, coupon: award.coupon, count: Number(award.points) });
    else if (award.points > 0n) grants.push(grantOf(act, facts));
  }
  return { grants, coupons, stamps, notFired };
};

const grantOf = ({ promotion, effect, award, full }: Act, facts: Facts): Grant => ({
  promotion: promotion.code,
  version: promotion.version,
  walletType: effect.wallet,
  points: award.points,
  perLine: perLineOf(award, facts),
  activation: effect.activation,
  validity: effect.validity,
  derivation: {
    rule: effect.rule,
    amounts: full.counting === undefined || !facts.derives ? undefined : facts.amountTexts(full.counting),
    sources: full.sources,
    uncapped: award === full ? undefined : String(full.points),
  },
});

const perLineOf = ({ at, parts }: Award, { lines }: Facts): readonly (readonly [number, bigint])[] => {
  const perLine: (readonly [number, bigint])[] = [];
  for (let i = 0; i < at.length; i++) {
    const part = parts[i] as bigint;
    if (part !== 0n) perLine.push([(lines[at[i] as number] as { line: number }).line, part]);
  }
  return perLine;
};

// Where promotions are explained all are asked, also those that the index leaves out: their days are a condition then.
const daysOf = ({ firstOn, lastOn }: Promotion): BoundCondition =>
  ({
    holds: ({ basket: { local } }: Facts) => local.date >= firstOn && (lastOn === undefined || local.date <= lastOn),
  }) as BoundCondition;

const tell = (promotion: Promotion, { reason, by }: Against, facts: Facts): NotFired => {
  const { code, firstOn, lastOn, conditions } = promotion;
  const { date } = facts.basket.local;
  if (date < firstOn) return { promotion: code, reason: 'promotions.promotion.not_started', facts: { firstOn } };
  if (lastOn !== undefined && date > lastOn)
    return { promotion: code, reason: 'promotions.promotion.ended', facts: { lastOn } };
  if (reason !== 'not_held')
    return { promotion: code, reason: `promotions.promotion.${reason}`, facts: by === undefined ? {} : { by } };
  const failed = conditions.find(({ holds }) => !holds(facts)) ?? conditions[0];
  if (failed === undefined) return { promotion: code, reason: 'promotions.promotion.nothing_granted', facts: {} };
  const { kind } = failed;
  return {
    promotion: code,
    reason: 'promotions.condition.not_held',
    facts: { ...failed.miss(facts), condition: kind.code, conditionVersion: String(kind.version) },
  };
};

/** The promotions on the price that did not act: asked of the prices as they stood in the end. */
const tellUnpriced = (
  rulebook: CompiledRulebook,
  course: Course,
  facts: Facts,
  notFired: NotFired[],
  priced: NonNullable<Basket['priced']>,
): void => {
  for (const promotion of rulebook.promotions) {
    if (promotion.earning.length > 0 || wasPriced(promotion, priced)) continue;
    const against = course.against(promotion, [daysOf(promotion), ...promotion.conditions]);
    notFired.push(tell(promotion, against ?? { reason: 'nothing_granted' }, facts));
  }
};
