import { formatQuantity } from '../../kernel/quantity.ts';
import type { Basket, PricedEffect } from './basket.ts';
import { effectKind } from './kinds.ts';
import { fillText } from './language.ts';
import type { Language, Texts } from './language.ts';
import type { Rulebook } from './rulebook.ts';

/** What one effect of a promotion took off, as text in the currency of the receipt. */
export type Discount = {
  readonly promotion: string;
  readonly effect: number;
  readonly kind: string;
  readonly money: string;
  readonly perLine: readonly (readonly [line: number, money: string])[];
};

export type Discounted = { readonly discounts: readonly Discount[]; readonly money: string };

/** What promotions took off a receipt, in the order in which they did. Gifts and better rates take nothing off. */
export const discountsOf = ({ content }: Rulebook, { priced = [], currency }: Basket): Discounted => {
  const text = (amount: bigint): string => formatQuantity(amount, currency.decimals);
  let all = 0n;
  const discounts = priced.flatMap(({ promotion: code, effect, perLine }): Discount[] => {
    const sum = perLine.reduce((total, [, money]) => total + money, 0n);
    if (sum === 0n) return [];
    all += sum;
    const kind = content.promotions.find((one) => one.code === code)?.effects[effect]?.kind ?? '';
    const lines = perLine.map(([line, money]) => [line, text(money)] as const);
    return [{ promotion: code, effect, kind, money: text(sum), perLine: lines }];
  });
  return { discounts, money: text(all) };
};

const OFF: Texts = {
  en: '{promotion}: {rule}. Takes {money} off: {lines}.',
  es: '{promotion}: {rule}. Descuenta {money}: {lines}.',
};
const LINE: Texts = { en: 'line {line} {money}', es: 'línea {line} {money}' };

/** What a priced effect does, in the sentence of its kind; of a promotion that is not in the rulebook its code. */
const ruleText = (
  { content }: Rulebook,
  { promotion, effect }: Pick<PricedEffect, 'promotion' | 'effect'>,
  language: Language,
): string => {
  const said = content.promotions.find((one) => one.code === promotion)?.effects[effect];
  const kind = said && effectKind(said.kind, said.version);
  return said && kind ? kind.say(said.params, said.wallet ?? '', language) : promotion;
};

/** A discount in a sentence: by which rule, how much, off which lines. */
export const discountText = (rulebook: Rulebook, discount: Discount, language: Language): string => {
  const { promotion, money, perLine } = discount;
  const lines = perLine.map(([line, amount]) => fillText(LINE, language, { line: String(line), money: amount }));
  const rule = ruleText(rulebook, discount, language);
  return fillText(OFF, language, { promotion, rule, money, lines: lines.join(', ') });
};

/** What acted on the price without taking anything off, gifts and better rates, in a sentence. */
export const otherPriceText = (
  rulebook: Rulebook,
  one: Pick<PricedEffect, 'promotion' | 'effect'>,
  language: Language,
): string => `${one.promotion}: ${ruleText(rulebook, one, language)}.`;
