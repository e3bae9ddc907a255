import { z } from 'zod';
import { divide } from '../../../kernel/rounding.ts';
import type { BasketLine } from '../basket.ts';
import { discountOf, payableOf, piecesOn, priceOf, priceStays, takePieces } from '../discount.ts';
import { defineEffect } from '../kind.ts';
import type { Texts } from '../language.ts';
import { lineFilterSchema, lineFilterText } from '../line-filter.ts';
import { percentText, roundingText } from '../parameter.ts';
import { percentOf } from '../percent.ts';

/** What a percentage is of, in words. */
export const BASES = {
  running: { en: 'what other discounts left', es: 'lo que dejaron otros descuentos' },
  initial: { en: 'the first price', es: 'el primer precio' },
} as const satisfies Readonly<Record<string, Texts>>;

/**
 * So many percent off the lines, each rounded by itself so that a line can be refunded alone, or off the cheapest piece.
 * Of the price as it stands at its turn, or as it came: 10 % and 20 % of 100 are 28 off, or 30.
 */
export const percentDiscount = defineEffect({
  code: 'percent-discount',
  version: 1,
  gives: 'discount',
  params: z.strictObject({
    percent: percentText,
    base: z.enum(['running', 'initial']).default('running'),
    on: z.enum(['lines', 'cheapest']).default('lines'),
    lines: lineFilterSchema.optional(),
    rounding: roundingText.default('half_up'),
  }),
  text: {
    en: '{percent} % off {what}{lines}, of {base}',
    es: '{percent} % de descuento en {what}{lines}, sobre {base}',
  },
  example: { params: { percent: '10' }, basket: { lines: [{ gross: 1_050n }, { gross: 995n }] }, points: 205n },
  undo: priceStays,
  words: ({ params: { percent, on, lines, base } }, language) => ({
    percent,
    what: on === 'lines' ? '' : language === 'en' ? 'the cheapest of ' : 'lo más barato de ',
    lines: lineFilterText(lines, language),
    base: BASES[base][language],
  }),
  prepare({ percent, base, on, lines, rounding }, bench) {
    const share = percentOf(percent, bench, 'all');
    return { share, base, on, rounding, selection: bench.selection(lines) };
  },
  apply({ share, base, on, rounding, selection }, facts) {
    const at = facts.selection(selection);
    const part = (amount: bigint): bigint => divide(amount * share.numerator, share.denominator, rounding);
    if (on === 'cheapest') {
      const [one] = takePieces(piecesOn(facts, at), 1n);
      return one && discountOf(facts, [one.piece.place], [part(priceOf(one.piece, 1n))]);
    }
    const lines = base === 'running' ? facts.lines : facts.initial;
    return discountOf(
      facts,
      at,
      at.map((place) => part(payableOf(lines[place] as BasketLine))),
    );
  },
});
