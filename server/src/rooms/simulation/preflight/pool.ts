import { parseQuantity } from '../../../kernel/quantity.ts';
import { addDays, addMonths, weekdayOf } from '../../../kernel/local-date.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Basket, BasketLine, CompiledRulebook, RulebookContent } from '../../promotions/index.ts';
import { countStreaks } from '../../promotions/index.ts';
import { ampleOf, decideBasket } from './decide-basket.ts';
import type { BasketDecided, Payer } from './decide-basket.ts';
import type { Rules, Worth } from './rules.ts';

// Baskets that make a promotion act, made from what its own conditions and effects ask for. Whether one does is then asked of
// the rules themselves; of a promotion for which none is found nothing is claimed.

export type Params = Readonly<Record<string, unknown>>;
export type Change = { lines: BasketLine[]; basket: Record<string, unknown>; member: Record<string, unknown> };
export type PromotionContent = RulebookContent['promotions'][number];

const PIECE = 1_000n;
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

const list = (value: unknown): readonly string[] => (Array.isArray(value) ? (value as string[]) : []);

/** A line that a filter takes. */
const lineFor = (line: number, filter: Params | undefined, gross: bigint): BasketLine => {
  const first = (name: string, other: string): string => list(filter?.[name])[0] ?? other;
  return {
    ...{
      line,
      sku: first('skus', `sku-${line}`),
      category: first('categories', 'goods'),
      brand: first('brands', 'Plain'),
    },
    labels: list(filter?.['labels']).slice(0, 1),
    kind: (list(filter?.['kinds'])[0] ?? 'product') as BasketLine['kind'],
    ...{ quantity: PIECE, gross, discount: 0n, tax: 0n, byPoints: 0n },
  };
};

const PRICE = 1_000n;
const PIECES_MAX = 20n;

const money = (text: unknown, decimals: number): bigint => {
  const parsed = parseQuantity(String(text), decimals);
  return parsed.ok ? parsed.value : 0n;
};

type Need = { readonly lines: Params | undefined; readonly amount?: bigint; readonly pieces?: bigint };

/** What goods a condition or an effect asks for. */
const needsOf = (kind: string, params: Params, decimals: number): readonly Need[] => {
  const lines = params['lines'] as Params | undefined;
  switch (kind) {
    case 'min-basket':
      return [{ lines, amount: money(params['min'], decimals) }];
    case 'lines-include':
      return [{ lines, pieces: money(params['min'] ?? '1', 3) / PIECE }];
    case 'bundle':
      return (params['parts'] as readonly { lines: Params; pieces?: number }[]).map((part) => ({
        ...{ lines: part.lines, pieces: BigInt(part.pieces ?? 1) },
      }));
    case 'n-for-m':
      return [{ lines, pieces: BigInt(Number(params['take'] ?? 2)) }];
    case 'stamp-card':
      return [{ lines, pieces: BigInt(Number(params['size'] ?? 1)) }];
    case 'points-per-amount':
      return [{ lines, amount: money(params['step'], decimals) }];
    default:
      return lines === undefined || Array.isArray(lines) ? [] : [{ lines }];
  }
};

const settle = (change: Change, kind: string, params: Params): void => {
  const { basket, member } = change;
  const outlet = basket['outlet'] as { code: string; groups: readonly string[] };
  switch (kind) {
    case 'outlet-in':
      basket['outlet'] = { ...outlet, code: list(params['outlets'])[0] };
      break;
    case 'outlet-group-in':
      basket['outlet'] = { ...outlet, groups: list(params['groups']).slice(0, 1) };
      break;
    case 'partner-in':
      basket['partner'] = list(params['partners'])[0];
      break;
    case 'channel-in':
      basket['channel'] = list(params['channels'])[0];
      break;
    case 'terminal-in':
      basket['terminal'] = list(params['terminals'])[0];
      basket['outlet'] = { ...outlet, code: String(params['outlet']) };
      break;
    case 'coupon-shown':
      basket['coupons'] = [(list(params['codes'])[0] ?? '').toUpperCase()];
      break;
    case 'tender-in':
      basket['tenders'] = list(params['tenders']).slice(0, 1);
      break;
    case 'tier-in':
      member['tier'] = list(params['tiers'])[0];
      break;
    case 'segment-in':
      member['segments'] = list(params['segments']).slice(0, 1);
      break;
    case 'card-in': {
      const of = (name: string, other: string): string => list(params[name])[0] ?? other;
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
        [String(params['attribute'])]: list(params['values'])[0],
      };
      break;
    case 'weekday-in':
      change.basket['weekday'] = WEEKDAYS.indexOf(list(params['weekdays'])[0] ?? 'monday') + 1;
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

/** What a condition asks of a member's past, as seen from a day. */
const settleOn = (change: Change, kind: string, params: Params, on: LocalDate): void => {
  const { member } = change;
  const ago = (name: string): LocalDate => addDays(on, -Number(params[name] ?? 0));
  switch (kind) {
    case 'days-since-visit':
      member['lastPurchaseOn'] = ago('from');
      break;
    case 'enrolled-for':
      member['enrolledOn'] = ago('from');
      break;
    case 'birthday-window':
      member['birthday'] = on.slice(5);
      break;
    case 'streak': {
      const period = params['period'] as StreakPeriod;
      const name = `streak.${period}`;
      const before = countStreaks([period], periodsBefore(period, on, 1), {});
      const row = { [name]: Number(params['n']) - 1, [`${name}.at`]: before[`${name}.at`] };
      member['counters'] = { ...(member['counters'] as object), ...row };
      break;
    }
  }
};

export type StreakPeriod = 'day' | 'week' | 'month';

/** A day so many days, weeks or months before. */
export const periodsBefore = (period: StreakPeriod, on: LocalDate, count: number): LocalDate =>
  period === 'month' ? addMonths(on, -count) : addDays(on, period === 'week' ? -7 * count : -count);

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
  return actedIn(decideBasket(rules, basket, { payer: payerOf(promotion) }), promotion.code);
};

// What these give is a matter of points that pay.
const PAYING_KINDS = ['spending-rate', 'spent-points-back'];

/** True for a promotion on paying with points. */
export const isOnSpending = ({ conditions, effects }: PromotionContent): boolean =>
  effects.some(({ kind }) => PAYING_KINDS.includes(kind)) ||
  conditions.some(
    ({ kind, params }) => kind === 'tender-in' && list((params as Params | undefined)?.['tenders']).includes('points'),
  );

/** Whoever has points enough for a promotion: of the wallet that it is about, or of all. */
export const payerOf = ({ effects }: PromotionContent): Payer => {
  for (const { kind, wallet, params } of effects) {
    const { of, walletType } = (params ?? {}) as { readonly of?: string; readonly walletType?: string };
    if (kind === 'spent-points-back') return ampleOf(of ?? wallet);
    if (kind === 'spending-rate' && walletType !== undefined) return ampleOf(walletType);
  }
  return ampleOf();
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
  if (isOnSpending(promotion)) change.basket['tenders'] = [...new Set([...list(change.basket['tenders']), 'points'])];
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
  return onSomeDay(promotion, change, currency, (basket) => acts({ rulebook, worth }, basket, promotion));
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
