import { parseQuantity } from '../../../kernel/quantity.ts';
import type { LineFilter } from '../../promotions/index.ts';
import type { Params, PreflightAsked, PromotionContent } from './asked.ts';
import { needsOf } from './goods-asked.ts';
import { worthOf } from './rules.ts';

const PPM = 1_000_000n;
const PERCENT = 10_000n;
// What a multiplier multiplies is taken for a twentieth of the price; a set or a list of prices takes off about a third.
const MULTIPLIED = PPM / 20n;
const THIRD = PPM / 3n;

const max = (one: bigint, other: bigint): bigint => (one > other ? one : other);
const read = (text: unknown, decimals: number): bigint => {
  const parsed = parseQuantity(String(text), decimals);
  return parsed.ok ? parsed.value : 0n;
};

/** The least that what a promotion asks for can cost, in smallest steps: what it names as an amount, and the lowest prices of pieces. */
const leastCost = ({ conditions, effects }: PromotionContent, decimals: number): bigint => {
  let least = 1n;
  for (const { kind, params } of [...conditions, ...effects])
    for (const { lines, amount = 0n, pieces = 1n } of needsOf(kind, (params ?? {}) as Params, decimals)) {
      const { priceFrom } = (lines ?? {}) as LineFilter;
      least = max(least, max(amount, priceFrom === undefined ? 0n : read(priceFrom, decimals) * max(pieces, 1n)));
    }
  return least;
};

/** How much of a price a promotion gives, in millionths, as far as its parameters say it: which of many are tried together first. */
export const generosityOf = (promotion: PromotionContent, asked: PreflightAsked): bigint => {
  const { currency, content } = asked;
  const least = leastCost(promotion, currency.decimals);
  let rate = 0n;
  for (const { kind, wallet = '', params } of promotion.effects) {
    const given = (params ?? {}) as Params;
    const points = (text: unknown): bigint =>
      worthOf(asked, new Map([[wallet, read(text, content.units?.wallets[wallet]?.decimals ?? 0)]]));
    const perStep = (text: unknown): bigint =>
      (points(text) * PPM) / max(read(given['step'] ?? '0', currency.decimals), 1n);
    const once = (amount: bigint): bigint => (amount * PPM) / least;
    if (kind === 'points-per-amount') rate += perStep(given['points']);
    else if (kind === 'tiered-rates')
      rate += (given['bands'] as readonly { points: string }[]).reduce(
        (most, band) => max(most, perStep(band.points)),
        0n,
      );
    else if (kind === 'multiplier') rate += (max(read(given['factor'], 4), 10_000n) * MULTIPLIED) / 10_000n;
    else if (given['percent'] !== undefined) rate += read(given['percent'], 2) * (PPM / PERCENT);
    else if (given['points'] !== undefined) rate += once(points(given['points']));
    else if (given['amount'] !== undefined) rate += once(read(given['amount'], currency.decimals));
    else rate += THIRD;
  }
  return rate;
};
