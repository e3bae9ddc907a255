import { formatQuantity } from '../../../kernel/quantity.ts';
import { effectKinds } from '../../promotions/index.ts';
import type { Basket, Language, Rulebook } from '../../promotions/index.ts';

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

const TEXTS = {
  en: { off: '{promotion}: {rule}. Takes {money} off: {lines}.', line: 'line {line} {money}' },
  es: { off: '{promotion}: {rule}. Descuenta {money}: {lines}.', line: 'línea {line} {money}' },
} as const satisfies Readonly<Record<Language, Readonly<Record<string, string>>>>;

const fill = (text: string, facts: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => facts[name] ?? '');

/** A discount in a sentence: by which rule, how much, off which lines. */
export const discountText = (
  { content }: Rulebook,
  { promotion, effect, kind: code, money, perLine }: Discount,
  language: Language,
): string => {
  const said = content.promotions.find((one) => one.code === promotion)?.effects[effect];
  const kind = effectKinds.find((one) => one.code === said?.kind && one.version === said.version);
  const rule = said && kind ? kind.say(said.params, said.wallet ?? '', language) : code;
  const lines = perLine.map(([line, amount]) => fill(TEXTS[language].line, { line: String(line), money: amount }));
  return fill(TEXTS[language].off, { promotion, rule, money, lines: lines.join(', ') });
};
