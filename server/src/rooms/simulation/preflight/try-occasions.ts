import { isOwnOccasion } from '../../promotions/index.ts';
import type { Basket } from '../../promotions/index.ts';
import { inMoney } from './asked.ts';
import type { PreflightAsked } from './asked.ts';
import type { Found, Giveaway } from './finding.ts';
import type { OccasionPromotion } from './occasion-for.ts';
import { worthOf, type Rules } from './rules.ts';
import { limitsOf, WORDS } from './try-again.ts';
import { World } from './world.ts';

/** So often something is told on one day, to see whether it ends. */
const TOLD_TIMES = 30;

const telling = (name: string): { readonly en: string; readonly es: string } => ({
  en: `tell the occasion ${name} of one member`,
  es: `comunicar la ocasión ${name} de un socio`,
});

const worthOfTelling = (rules: Rules, basket: Basket, code: string, cards: readonly string[]): bigint => {
  const world = new World(rules);
  let worth = 0n;
  for (const card of cards) {
    const points = world.occasions.happen(basket, { card })?.pointsBy.get(code);
    if (points !== undefined) worth += worthOf(rules, points);
  }
  return worth;
};

/**
 * An occasion costs nobody anything: what it gives as often as somebody tells of it is profit without a purchase. What is had once, or as
 * often as a limit of the member says, is a giveaway: how much it is worth is told, and hinders nobody.
 */
export const tryTelling = (
  asked: PreflightAsked,
  rules: Rules,
  promotion: OccasionPromotion,
  basket: Basket,
  found: Found,
  give: (giveaway: Giveaway) => void,
): void => {
  const { code, on } = promotion;
  const per = new Set((rules.rulebook.byCode(code)?.limits ?? []).map((limit) => limit.per));
  const told = (cards: readonly string[]): bigint => worthOfTelling(rules, basket, code, cards);
  const again = told(Array.from({ length: TOLD_TIMES }, () => 'card-0'));
  const once = told(['card-0']);
  if (again === 0n) return;
  if (isOwnOccasion(on) || per.has('member')) {
    give({ promotion: code, worth: inMoney(again, asked), how: isOwnOccasion(on) ? on : 'limited' });
    return;
  }
  const cards = Array.from({ length: TOLD_TIMES }, (_, n) => `card-${n}`);
  const byCards = per.has('card') ? told(cards) : again;
  if (byCards <= once && !per.has('card')) return;
  const isBounded = ['program', 'outlet', 'contract', 'card'].some((one) => per.has(one as never));
  const more = per.has('card')
    ? { en: 'tell it again with other cards of his', es: 'comunicarla otra vez con otras tarjetas suyas' }
    : { en: `tell it again, ${TOLD_TIMES} times in all`, es: `comunicarla otra vez, ${TOLD_TIMES} veces en total` };
  found(
    isBounded ? 'preflight.budget_escape' : 'preflight.profit',
    code,
    () => ({
      steps: [telling(on), more],
      outcome: isBounded
        ? {
            en: `gives him points worth ${inMoney(byCards, asked)} without a purchase; no limit counts by member, so that one may take all of it.`,
            es: `le da puntos por valor de ${inMoney(byCards, asked)} sin comprar; ningún límite cuenta por socio, así que uno puede llevárselo todo.`,
          }
        : {
            en: `gives points worth ${inMoney(byCards, asked)} without a purchase, and no limit ends it.`,
            es: `da puntos por valor de ${inMoney(byCards, asked)} sin comprar, y ningún límite lo acaba.`,
          },
    }),
    'happens',
  );
};

/** Had, spent or sent away, reversed, and had again because a reversal gives limits back. */
export const tryReversing = (
  asked: PreflightAsked,
  rules: Rules,
  promotion: OccasionPromotion,
  basket: Basket,
  found: Found,
): void => {
  const { code, on } = promotion;
  // What the program sees itself does not happen again; what nothing limits is had again without a reversal.
  if (isOwnOccasion(on) || limitsOf(promotion).every(({ per }) => per === 'receipt')) return;
  for (const way of ['spend', 'transfer'] as const) {
    const world = new World(rules);
    const first = world.occasions.happen(basket);
    if (first === undefined || (first.by.get(code) ?? 0n) === 0n) return;
    if (way === 'spend') world.spend();
    else world.transfer();
    world.occasions.reverse(first);
    world.occasions.happen(basket);
    const profit = world.profit();
    if (profit <= 0n) continue;
    found(
      'preflight.double_bonus',
      code,
      () => ({
        steps: [telling(on), WORDS[way], WORDS.reverse, telling(on)],
        outcome: {
          en: `leaves ${inMoney(profit, asked)} more than the occasion was meant to give.`,
          es: `deja ${inMoney(profit, asked)} más de lo que la ocasión debía dar.`,
        },
      }),
      'reverse',
    );
    return;
  }
};
