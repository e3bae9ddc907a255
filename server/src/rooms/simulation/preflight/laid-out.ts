import { meetingOf } from '../../promotions/index.ts';
import type { Basket, BasketLine, CompiledRulebook } from '../../promotions/index.ts';
import { GoodsWish, type Laid } from './goods-wish.ts';
import { PIECE } from './goods-asked.ts';
import { meetingPlace, type Place } from './meeting-place.ts';
import { Wish, type Promotion } from './wish.ts';

type Currency = { readonly code: string; readonly decimals: number };

const LAID: readonly Laid[] = [{}, { isOneLine: true }, { isBare: true }, { isBare: true, isOneLine: true }];
// Ways of an expression that are gone: one after another, and for several promotions only the first of them.
const CHOICES_MAX = 6;
const PRICE = 1_000n;
const DOZEN = 12_000n;
const LINES_MAX = 20n;

/** Where some promotions may act together, and what goods they want. */
export type Together = { readonly wish: Wish; readonly place: Place };

const choicesOf = (promotions: readonly Promotion[], decimals: number): number =>
  promotions.reduce((most, { conditions }) => {
    const ways = conditions.map(({ kind, params }) =>
      kind.code === 'expression' ? meetingOf(String((params as { when: string }).when), decimals).ways.length : 1,
    );
    return Math.min(CHOICES_MAX, Math.max(most, ...ways));
  }, 1);

/** Each place at which promotions may act together, as far as that is seen from what they ask for. */
export const placesFor = (
  promotions: readonly Promotion[],
  currency: Currency,
  isOnSpending: boolean,
): readonly Together[] =>
  Array.from({ length: choicesOf(promotions, currency.decimals) }, (_, choice) => choice).flatMap((choice) => {
    const wish = new Wish(promotions, currency.decimals, choice);
    const place = meetingPlace(wish, currency, isOnSpending);
    return place === undefined ? [] : [{ wish, place }];
  });

/** Baskets of a place: each price that is worth a try, on several lines and on one, with and without the amounts that are asked for. */
export function* basketsAt({ wish, place }: Together, isFine: boolean, more: readonly Laid[] = []): Generator<Basket> {
  for (const laid of [...more, ...LAID])
    for (const price of wish.goods.prices(isFine)) yield place(wish.goods.lines(price, laid));
}

/** Goods that are called by every text of an expression in turn, few and many: where what it asks for is not seen through. */
export function* basketsByWords(promotion: Promotion, { place }: Together, { decimals }: Currency): Generator<Basket> {
  for (const { kind, params } of promotion.conditions) {
    if (kind.code !== 'expression') continue;
    const { words, numbers } = meetingOf(String((params as { when: string }).when), decimals);
    const lines = (times: number, quantity: bigint, gross: bigint): BasketLine[] =>
      (words.length > 0 ? words : ['goods']).flatMap((word, n) =>
        Array.from({ length: times }, (_, k) => ({
          ...GoodsWish.calledBy(word, quantity, gross),
          line: n * times + k + 1,
        })),
      );
    const times = [1, ...numbers.flatMap((one) => (one > 1n && one <= LINES_MAX ? [Number(one)] : []))];
    for (const count of [...numbers, DOZEN])
      for (const gross of [PRICE * (count / PIECE + 1n), ...numbers])
        for (const rows of times) {
          const plain = place(lines(rows, count, gross));
          yield plain;
          yield {
            ...plain,
            ...{ coupons: words.map((word) => word.toUpperCase()), tenders: words },
            ...(plain.member && { member: { ...plain.member, segments: words } }),
            outlet: { ...plain.outlet, groups: words },
          };
        }
  }
}

/** The promotions of a rulebook that purchases ask, by their codes; those that it has not are left out. */
export const boundIn = (rulebook: CompiledRulebook, codes: readonly string[]): readonly Promotion[] =>
  codes.flatMap((code) => rulebook.byCode(code) ?? []);

/** The first so many of some. */
export function* firstOf<One>(some: Iterable<One>, most: number): Generator<One> {
  let count = 0;
  for (const one of some) {
    if (count === most) return;
    count += 1;
    yield one;
  }
}
