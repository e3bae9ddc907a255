import { addDays, weekdayOf } from '../../../kernel/local-date.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Basket, BasketLine, CompiledRulebook } from '../../promotions/index.ts';
import { listed } from './asked.ts';
import type { Change, Params, PreflightAsked, PromotionContent } from './asked.ts';
import type { BasketDecided } from './decide-basket.ts';
import { needsOf, PIECE } from './goods-asked.ts';
import { basketsAt, basketsByWords, boundIn, firstOf, placesFor } from './laid-out.ts';
import { settleOn } from './past-asked.ts';
import { isOnSpending, payerOf } from './paying-asked.ts';
import type { Rules, Worth } from './rules.ts';
import { decideFirst } from './shopping.ts';

// Baskets that make a promotion act, made from what its own conditions and effects ask for. Whether one does is then asked of
// the rules themselves; of a promotion for which none is found nothing is claimed.

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** A line that a filter takes. */
const lineFor = (line: number, filter: Params | undefined, gross: bigint): BasketLine => {
  const first = (name: string, other: string): string => listed(filter?.[name])[0] ?? other;
  return {
    ...{
      line,
      sku: first('skus', `sku-${line}`),
      category: first('categories', 'goods'),
      brand: first('brands', 'Plain'),
    },
    labels: listed(filter?.['labels']).slice(0, 1),
    kind: (listed(filter?.['kinds'])[0] ?? 'product') as BasketLine['kind'],
    ...{ quantity: PIECE, gross, discount: 0n, tax: 0n, byPoints: 0n },
  };
};

const PRICE = 1_000n;
const PIECES_MAX = 20n;

const settle = (change: Change, kind: string, params: Params): void => {
  const { basket, member } = change;
  const outlet = basket['outlet'] as { code: string; groups: readonly string[] };
  switch (kind) {
    case 'outlet-in':
      basket['outlet'] = { ...outlet, code: listed(params['outlets'])[0] };
      break;
    case 'outlet-group-in':
      basket['outlet'] = { ...outlet, groups: listed(params['groups']).slice(0, 1) };
      break;
    case 'partner-in':
      basket['partner'] = listed(params['partners'])[0];
      break;
    case 'channel-in':
      basket['channel'] = listed(params['channels'])[0];
      break;
    case 'terminal-in':
      basket['terminal'] = listed(params['terminals'])[0];
      basket['outlet'] = { ...outlet, code: String(params['outlet']) };
      break;
    case 'coupon-shown':
      basket['coupons'] = [(listed(params['codes'])[0] ?? '').toUpperCase()];
      break;
    case 'tender-in':
      basket['tenders'] = listed(params['tenders']).slice(0, 1);
      break;
    case 'tier-in':
      member['tier'] = listed(params['tiers'])[0];
      break;
    case 'segment-in':
      member['segments'] = listed(params['segments']).slice(0, 1);
      break;
    case 'card-in': {
      const of = (name: string, other: string): string => listed(params[name])[0] ?? other;
      member['card'] = { type: of('types', 'bonus'), range: of('ranges', ''), batch: of('batches', '') };
      break;
    }
    case 'first-purchase':
      member['purchases'] = 0;
      break;
    case 'nth-purchase':
      member['purchases'] = Number(params['n'] ?? 1) - 1;
      break;
    case 'attribute-between':
      member['attributes'] = {
        ...(member['attributes'] as object),
        [String(params['attribute'])]: params['from'] ?? params['to'],
      };
      break;
    case 'attribute-is':
      member['attributes'] = {
        ...(member['attributes'] as object),
        [String(params['attribute'])]: listed(params['values'])[0],
      };
      break;
    case 'weekday-in':
      change.basket['weekday'] = WEEKDAYS.indexOf(listed(params['weekdays'])[0] ?? 'monday') + 1;
      break;
    case 'time-window':
      change.basket['minute'] =
        Number(String(params['from']).slice(0, 2)) * 60 + Number(String(params['from']).slice(3));
      break;
    case 'date-window':
      change.basket['date'] = params['firstOn'] ?? params['lastOn'] ?? change.basket['date'];
      break;
  }
};

const DAYS_TRIED = 7;

/** True when a decision has anything of a promotion: points, money off, a better rate, coupons, stamps. */
export const actedIn = ({ usages, priced }: Pick<BasketDecided, 'usages' | 'priced'>, code: string): boolean =>
  usages.has(code) || priced.some(({ promotion }) => promotion === code);

/** True when the promotion gives anything on the basket: points, money off, coupons, stamps; paid with points where the basket wants them. */
export const acts = (
  rules: Pick<Rules, 'rulebook' | 'worth'>,
  basket: Basket,
  promotion: PromotionContent,
): boolean => {
  return actedIn(decideFirst(rules, basket, payerOf(promotion)), promotion.code);
};

/** A basket on which the promotion acts, or undefined where none was found. One that is to be paid with points says so among its tenders. */
export const basketFor = (
  rulebook: CompiledRulebook,
  promotion: PromotionContent,
  currency: { readonly code: string; readonly decimals: number },
  worth: ReadonlyMap<string, Worth> = new Map(),
): Basket | undefined => {
  const change = changeFor(promotion);
  const asked = [...promotion.conditions, ...promotion.effects];
  if (isOnSpending(promotion)) change.basket['tenders'] = [...new Set([...listed(change.basket['tenders']), 'points'])];
  const needs = asked.flatMap(({ kind, params }) => needsOf(kind, (params ?? {}) as Params, currency.decimals));
  for (const { lines, amount = 0n, pieces = 1n } of needs) {
    // What is asked for as an amount comes on two lines, neither of which is enough: there is something to split.
    const count = amount > 0n ? 2n : pieces > PIECES_MAX ? PIECES_MAX : pieces < 1n ? 1n : pieces;
    const each = amount > 0n ? amount / count + 1n : PRICE;
    for (let n = 0n; n < count; n++) change.lines.push(lineFor(change.lines.length + 1, lines, each));
  }
  if (change.lines.length === 0) change.lines.push(lineFor(1, undefined, PRICE));
  // A single line cannot be split: then there is one more of the same.
  if (change.lines.length === 1) change.lines.push({ ...(change.lines[0] as BasketLine), line: 2 });
  const does = (basket: Basket): boolean => acts({ rulebook, worth }, basket, promotion);
  return onSomeDay(promotion, change, currency, does) ?? basketSolved(rulebook, promotion, currency, does);
};

// So many baskets of a kind are made for one promotion at each place.
const SOLVED_MAX = 120;

/** The same for what asks for more than the first of everything: prices within bounds, a total below one, an expression. */
const basketSolved = (
  rulebook: CompiledRulebook,
  promotion: PromotionContent,
  currency: { readonly code: string; readonly decimals: number },
  does: (basket: Basket) => boolean,
): Basket | undefined => {
  const bound = boundIn(rulebook, [promotion.code]);
  const [first] = bound;
  if (first === undefined) return undefined;
  for (const together of placesFor(bound, currency, isOnSpending(promotion)))
    for (const some of [basketsAt(together, true), basketsByWords(first, together, currency)])
      for (const basket of firstOf(some, SOLVED_MAX)) if (does(basket)) return basket;
  return undefined;
};

// Others that are asked for a basket on which one acts: the first of the rulebook.
const BESIDE_MAX = 40;
const BESIDE_BASKETS_MAX = 12;

/** A basket of another promotion on which this one acts too, or one made for both: what multiplies others does nothing alone. */
export const basketBeside = (
  { rulebook, currency, worth }: Pick<PreflightAsked, 'rulebook' | 'currency' | 'worth'>,
  promotion: PromotionContent,
  others: readonly { readonly promotion: PromotionContent; readonly basket: Basket | undefined }[],
): Basket | undefined => {
  const does = (basket: Basket): boolean => acts({ rulebook, worth }, basket, promotion);
  const some = others.filter((one) => one.promotion !== promotion).slice(0, BESIDE_MAX);
  for (const { basket } of some) if (basket !== undefined && does(basket)) return basket;
  for (const { promotion: other } of some)
    for (const together of placesFor(
      boundIn(rulebook, [promotion.code, other.code]),
      currency,
      isOnSpending(promotion),
    )) {
      for (const basket of firstOf(basketsAt(together, false), BESIDE_BASKETS_MAX)) if (does(basket)) return basket;
    }
  return undefined;
};

/** What promotions ask for by their conditions, before there is a day. */
export const changeFor = (promotion: PromotionContent): Change => {
  const change: Change = {
    lines: [],
    basket: { outlet: { code: 'outlet', groups: [] }, partner: 'partner', channel: 'till', terminal: 'till-1' },
    member: { tier: '', attributes: {}, enrolledOn: promotion.firstOn, purchases: 3 },
  };
  change.basket['date'] = promotion.firstOn;
  for (const { kind, params } of promotion.conditions) settle(change, kind, (params ?? {}) as Params);
  return change;
};

/** A basket on the first day of a week on which it does; undefined where it does on none. */
export const onSomeDay = (
  promotion: PromotionContent,
  change: Change,
  currency: { readonly code: string; readonly decimals: number },
  does: (basket: Basket) => boolean,
): Basket | undefined => {
  const { weekday, minute, date, ...rest } = change.basket;
  for (let days = 0; days < DAYS_TRIED; days++) {
    const on = addDays(date as LocalDate, days);
    if (weekday !== undefined && weekdayOf(on) !== weekday) continue;
    for (const { kind, params } of promotion.conditions) settleOn(change, kind, (params ?? {}) as Params, on);
    const local = { date: on, minuteOfDay: (minute as number | undefined) ?? 720, weekday: weekdayOf(on) };
    const basket = { ...rest, currency, local, lines: change.lines, member: { ...change.member } } as unknown as Basket;
    if (does(basket)) return basket;
  }
  return undefined;
};
