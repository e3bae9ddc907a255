import { expect, test } from 'vitest';
import { assert } from '../../../kernel/assert.ts';
import { weekdayOf } from '../../../kernel/local-date.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { compile } from '../../promotions/index.ts';
import type { Basket, BasketLine, CompiledRulebook, RulebookInput } from '../../promotions/index.ts';
import { decideBasket } from './decide-basket.ts';
import { worthOf } from './rules.ts';
import { searchLoopholes } from './search.ts';
import { diceOf } from './sequence.ts';

// Rulebooks drawn at random, and every basket of a small world bought by each: where one of them is worth more than it costs, the search has to
// tell of one too. It knows nothing of that world.

type Promotion = RulebookInput['promotions'][number];

const CURRENCY = { code: 'EUR', decimals: 2 };
const UNITS = { currency: CURRENCY, wallets: { points: { decimals: 0 } } };
const WORTH = new Map([['points', { paysPoints: 1n, paysMoney: 1n, activation: 'none' as const }]]);
const RULEBOOKS = 80;
const MONDAY = '2026-01-05' as LocalDate;
const TUESDAY = '2026-01-06' as LocalDate;

const PRICES = [1n, 50n, 100n, 150n, 200n, 201n, 300n, 400n, 500n, 501n, 1_000n];
const each = <One, Other>(some: readonly One[], make: (one: One) => readonly Other[]): Other[] => some.flatMap(make);

const line = (sku: string, category: string, brand: string, price: bigint, pieces: bigint): BasketLine => ({
  ...{ line: 1, sku, category, brand, labels: [], kind: 'product' },
  ...{ quantity: pieces * 1_000n, gross: price * pieces, discount: 0n, tax: 0n, byPoints: 0n },
});
const LINES = each(['tea', 'coffee'], (sku) =>
  each(['food', 'wine'], (category) =>
    each(['Plain', 'Alba'], (brand) =>
      each(PRICES, (price) => [1n, 2n, 3n].map((pieces) => line(sku, category, brand, price, pieces))),
    ),
  ),
);
const CONTEXTS = each(['till', 'app'], (channel) =>
  each([undefined, ['card']], (tenders) =>
    each(['', 'gold'], (tier) => [MONDAY, TUESDAY].map((date) => ({ channel, tenders, tier, date }))),
  ),
);

const basketOf = (
  lines: readonly BasketLine[],
  { channel, tenders, tier, date }: (typeof CONTEXTS)[number],
): Basket => ({
  ...{
    lines,
    currency: CURRENCY,
    outlet: { code: 'outlet', groups: [] },
    partner: 'partner',
    channel,
    terminal: 'till-1',
  },
  local: { date, minuteOfDay: 720, weekday: weekdayOf(date) },
  member: { tier, attributes: {}, enrolledOn: MONDAY, purchases: 3 },
  ...(tenders && { tenders }),
});

/** A basket of the world that is worth more than it costs; undefined where there is none. */
const bargainOf = (rulebook: CompiledRulebook): Basket | undefined => {
  const rules = { rulebook, worth: WORTH };
  for (const one of LINES)
    for (const context of CONTEXTS)
      for (const lines of [[one], [one, { ...one, line: 2 }]]) {
        const basket = basketOf(lines, context);
        const { due, points } = decideBasket(rules, basket);
        if (worthOf(rules, points) > due) return basket;
      }
  return undefined;
};

const drawnBy = (dice: (below: number) => number): Promotion[] => {
  const of = <One>(...some: readonly One[]): One => some[dice(some.length)] as One;
  const filter = (): object => ({
    ...(dice(2) === 0 && { skus: of(['tea'], ['coffee'], ['tea', 'coffee']) }),
    ...(dice(3) === 0 && { categories: of(['food'], ['wine']) }),
    ...(dice(3) === 0 && { brands: ['Alba'] }),
    ...(dice(4) === 0 && { exceptCategories: ['wine'] }),
    ...(dice(4) === 0 && { priceTo: of('2.00', '5.00') }),
    ...(dice(4) === 0 && { priceFrom: of('0.50', '1.50') }),
  });
  const condition = (): NonNullable<Promotion['conditions']>[number] =>
    of<() => NonNullable<Promotion['conditions']>[number]>(
      () => ({ kind: 'channel-in', params: { channels: ['app'] } }),
      () => ({ kind: 'tender-in', params: { tenders: ['card'] } }),
      () => ({ kind: 'tier-in', params: { tiers: ['gold'] } }),
      () => ({ kind: 'weekday-in', params: { weekdays: of(['monday'], ['tuesday'], ['monday', 'tuesday']) } }),
      () => ({ kind: 'min-basket', params: { min: of('2.00', '4.00', '5.00'), base: of('net', 'gross') } }),
      () => ({ kind: 'max-basket', params: { max: of('5.00', '10.00'), base: 'gross' } }),
      () => ({ kind: 'lines-include', params: { lines: filter(), min: of('1', '2', '3') } }),
      () => ({ kind: 'lines-exclude', params: { none: of({ brands: ['Alba'] }, { categories: ['wine'] }) } }),
      () => ({
        kind: 'expression',
        params: {
          when: of(
            'lines.exists(l, l.brand == "Alba" && l.quantity >= pieces("2"))',
            'total >= money("3.00") && channel == "app"',
            'member.tier == "gold" || "card" in tenders',
          ),
        },
      }),
    )();
  const effect = (): Promotion['effects'][number] =>
    of<() => Promotion['effects'][number]>(
      () => ({
        kind: 'points-per-amount',
        wallet: 'points',
        params: {
          points: of('20', '40', '60', '80'),
          step: '1.00',
          per: 'receipt',
          base: of('gross', 'net'),
          lines: filter(),
        },
      }),
      () => ({ kind: 'fixed-bonus', wallet: 'points', params: { points: of('50', '150', '250') } }),
      () => ({ kind: 'percent-discount', params: { percent: of('20', '50'), lines: filter() } }),
      () => ({ kind: 'multiplier', wallet: 'points', params: { factor: of('2', '3'), per: 'receipt' } }),
    )();
  const base: Promotion = {
    ...{ code: 'base-earn', priority: 100, firstOn: MONDAY },
    effects: [{ kind: 'points-per-amount', wallet: 'points', params: { points: '1', step: '1.00', per: 'receipt' } }],
  };
  const others = Array.from({ length: 2 + dice(3) }, (_, n): Promotion => {
    const made = effect();
    const isPrice = made.kind === 'percent-discount';
    return {
      ...{ code: `p${n}`, priority: (isPrice ? 10 : made.kind === 'multiplier' ? 600 : 200) + n, firstOn: MONDAY },
      ...{ conditions: Array.from({ length: dice(3) }, condition), effects: [made] },
    };
  });
  return [base, ...others];
};

test('where a purchase of a small world is worth more than it costs, the search tells of one', () => {
  let [bargains, plain, several] = [0, 0, 0];
  for (let seed = 1; bargains + plain < RULEBOOKS; seed++) {
    const promotions = drawnBy(diceOf(seed * 7_919));
    const result = compile({ promotions }, UNITS);
    // What can never act is refused before anybody searches.
    if (!result.ok) continue;
    const bargain = bargainOf(result.compiled);
    const { loopholes } = searchLoopholes({
      ...{ content: result.content, rulebook: result.compiled, currency: CURRENCY, worth: WORTH },
      ...{ negativeBalance: 'recover_from_refund', workMax: 600_000 },
    });
    const told = loopholes.filter(({ code, steps }) => code === 'preflight.profit' && steps.length === 1);
    if (bargain === undefined) plain += 1;
    else {
      bargains += 1;
      if (told.every(({ en }) => en.includes(' together'))) several += 1;
      assert(told.length > 0, `seed ${seed}: ${JSON.stringify(promotions)}\n${textOf(bargain)}`);
    }
  }
  // Neither all of them nor none, and some that take several promotions: otherwise nothing was tried.
  expect(Math.min(bargains, plain)).toBeGreaterThan(10);
  expect(several).toBeGreaterThan(2);
}, 300_000);

const textOf = (basket: Basket): string =>
  JSON.stringify(basket, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
