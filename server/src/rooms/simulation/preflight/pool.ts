import { parseQuantity } from '../../../kernel/quantity.ts';
import { addDays, weekdayOf } from '../../../kernel/local-date.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Basket, BasketLine, CompiledRulebook, RulebookContent } from '../../promotions/index.ts';
import { adjudicate, priceBasket } from '../../promotions/index.ts';

// Baskets that make a promotion act, made from what its own conditions and effects ask for. Whether one does is then asked of
// the rules themselves; of a promotion for which none is found nothing is claimed.

type Params = Readonly<Record<string, unknown>>;
type Change = { lines: BasketLine[]; basket: Record<string, unknown>; member: Record<string, unknown> };
type PromotionContent = RulebookContent['promotions'][number];

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
    case 'first-purchase':
      member['purchases'] = 0;
      break;
    case 'nth-purchase':
      member['purchases'] = Number(params['n'] ?? 1) - 1;
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

const DAYS_TRIED = 7;

/** True when the promotion gives anything on the basket: points or money off. */
export const acts = (rulebook: CompiledRulebook, basket: Basket, code: string): boolean => {
  const pricing = priceBasket(rulebook, basket);
  if (pricing.priced.some(({ promotion }) => promotion === code)) return true;
  const seen = { ...basket, lines: pricing.lines, ...(pricing.priced.length > 0 && { priced: pricing.priced }) };
  return adjudicate(rulebook, seen).grants.some(({ promotion }) => promotion === code);
};

/** A basket on which the promotion acts, or undefined where none was found. */
export const basketFor = (
  rulebook: CompiledRulebook,
  promotion: PromotionContent,
  currency: { readonly code: string; readonly decimals: number },
): Basket | undefined => {
  const change: Change = {
    lines: [],
    basket: { outlet: { code: 'outlet', groups: [] }, partner: 'partner', channel: 'till', terminal: 'till-1' },
    member: { tier: '', attributes: {}, enrolledOn: promotion.firstOn, purchases: 3 },
  };
  change.basket['date'] = promotion.firstOn;
  const asked = [...promotion.conditions, ...promotion.effects];
  for (const { kind, params } of promotion.conditions) settle(change, kind, (params ?? {}) as Params);
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
  const { weekday, minute, date, ...rest } = change.basket;
  for (let days = 0; days < DAYS_TRIED; days++) {
    const on = addDays(date as LocalDate, days);
    if (weekday !== undefined && weekdayOf(on) !== weekday) continue;
    const local = { date: on, minuteOfDay: (minute as number | undefined) ?? 720, weekday: weekdayOf(on) };
    const basket = { ...rest, currency, local, lines: change.lines, member: change.member } as unknown as Basket;
    if (acts(rulebook, basket, promotion.code)) return basket;
  }
  return undefined;
};
