import { z } from 'zod';
import type { BasketLine } from './basket.ts';
import type { Language } from './language.ts';

/**
 * What of a line counts as money spent: before discounts, after them, after them and without the part that points pay for,
 * or without what gift cards of the house pay either (semantics 3.10). A rule that names none uses the rulebook's.
 */
export const EARN_BASES = ['gross', 'net', 'net_of_points', 'net_of_gift_cards'] as const;
export type EarnBase = (typeof EARN_BASES)[number];

export const earnBaseSchema = z.enum(EARN_BASES);
export const taxSchema = z.enum(['included', 'excluded']);
export type TaxChoice = z.output<typeof taxSchema>;

/** What is counted of a line: money by a base, or pieces in thousandths. */
export type Measure = { readonly of: EarnBase | 'quantity'; readonly tax: TaxChoice };

/** The counted amount of one line. A tax that is more than what is left to pay counts as all of it. */
export const measureLine = (line: BasketLine, measure: Measure): bigint => {
  let amount: bigint;
  switch (measure.of) {
    case 'quantity':
      return line.quantity;
    case 'gross':
      amount = line.gross;
      break;
    case 'net':
      amount = line.discount === 0n ? line.gross : line.gross - line.discount;
      break;
    case 'net_of_points':
      amount = line.discount === 0n ? line.gross : line.gross - line.discount;
      if (line.byPoints !== 0n) amount -= line.byPoints;
      break;
    case 'net_of_gift_cards':
      amount = line.gross - line.discount - line.byPoints - (line.byGifts ?? 0n);
      break;
  }
  if (measure.tax === 'excluded') amount -= line.tax;
  return amount < 0n ? 0n : amount;
};

const BASE_WORDS: Readonly<Record<Language, Readonly<Record<EarnBase, string>>>> = {
  en: {
    gross: 'before discounts',
    net: 'after discounts',
    net_of_points: 'after discounts, without what points pay',
    net_of_gift_cards: 'after discounts, without what points and gift cards pay',
  },
  es: {
    gross: 'antes de descuentos',
    net: 'después de descuentos',
    net_of_points: 'después de descuentos, sin lo pagado con puntos',
    net_of_gift_cards: 'después de descuentos, sin lo pagado con puntos ni tarjetas regalo',
  },
};

const TAX_WORDS: Readonly<Record<Language, string>> = { en: ', without tax', es: ', sin impuestos' };

/** The base in words. */
export const baseText = (base: EarnBase, tax: TaxChoice, language: Language): string =>
  `${BASE_WORDS[language][base]}${tax === 'excluded' ? TAX_WORDS[language] : ''}`;

/** The base as the part of a sentence that it is: nothing is said where a rule leaves it to its rulebook. */
export const baseClause = (base: EarnBase | undefined, tax: TaxChoice, language: Language): string => {
  if (base !== undefined) return `, ${baseText(base, tax, language)}`;
  return tax === 'excluded' ? TAX_WORDS[language] : '';
};
