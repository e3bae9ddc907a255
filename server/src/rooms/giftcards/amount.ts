import type { Instant } from '../../kernel/instant.ts';
import { exactJson, formatQuantity, parseQuantity, type Unit } from '../../kernel/quantity.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { GiftDeps } from './deps.ts';
import { GIFT_BALANCE_MAX } from './gift.ts';
import type { Rate } from './gift-settings.ts';
import type { KeptForeign } from './record.ts';
import type { Terms } from './terms.ts';

/** Reads money of a card in its currency. Refuses what the currency cannot hold, and nothing at all. */
export function readAmount(text: string, unit: Pick<Unit, 'decimals'>): Ok<{ amount: bigint }> | Refusal {
  const read = parseQuantity(text, unit.decimals);
  if (!read.ok) return read;
  return read.value === 0n ? refuse('giftcards.amount.zero') : { ok: true, amount: read.value };
}

/** Why so much more may not stand on a card: one load too large, or a balance beyond its bound. */
export function loadAgainst(terms: Terms, booked: bigint, amount: bigint): Refusal | undefined {
  const text = (of: bigint): string => formatQuantity(of, terms.unit.decimals);
  if (amount > terms.loadMax) return refuse('giftcards.load.too_large', { max: text(terms.loadMax) });
  const max = terms.balanceMax < GIFT_BALANCE_MAX ? terms.balanceMax : GIFT_BALANCE_MAX;
  return booked + amount > max ? refuse('giftcards.card.balance_too_large', { max: text(max) }) : undefined;
}

/** An amount as the card's currency has it; `foreign` where it was asked in another one. */
export type Asked = { readonly amount: bigint; readonly foreign: Foreign | undefined };
export type Foreign = Rate & { readonly unit: number; readonly amount: bigint };

/**
 * Turns what is asked into the card's currency by the rate in force at a moment: half a step and more is rounded up. Refuses an
 * amount that cannot be read, a currency that the tenant does not have, and one that no rate leads from.
 */
export function readAsked(
  deps: Pick<GiftDeps, 'programs' | 'giftSettings'>,
  terms: Terms,
  text: string,
  currency: string | undefined,
  at: Instant,
): Ok<Asked> | Refusal {
  if (currency === undefined || currency === terms.unit.code) {
    const read = readAmount(text, terms.unit);
    return read.ok ? { ok: true, amount: read.amount, foreign: undefined } : read;
  }
  const unit = deps.programs.settings().unitByCode(terms.tenant, currency);
  const rate = unit && deps.giftSettings.rateAt(terms.tenant, unit.unit, terms.unit.unit, at);
  if (!unit || !rate) return refuse('giftcards.rate.unknown', { from: currency, to: terms.unit.code });
  const read = readAmount(text, unit);
  if (!read.ok) return read;
  const amount = convert(read.amount, rate);
  if (amount === 0n) return refuse('giftcards.amount.zero');
  return { ok: true, amount, foreign: { ...rate, unit: unit.unit, amount: read.amount } };
}

/** So much in the card's currency: half up, so that rate and amount give the same whoever computes them. */
export const convert = (amount: bigint, { numerator, denominator }: Rate): bigint =>
  (2n * amount * numerator + denominator) / (2n * denominator);

/** What the card's money is in the other currency, floored: no more is told to be paid than is taken. */
export const convertBack = (amount: bigint, { numerator, denominator }: Rate): bigint =>
  (amount * denominator) / numerator;

export const keepForeign = ({ unit, amount, numerator, denominator }: Foreign): KeptForeign => ({
  unit,
  amount: exactJson(amount),
  numerator: exactJson(numerator),
  denominator: exactJson(denominator),
});
