import { z } from 'zod';
import { divide } from '../../../kernel/rounding.ts';
import type { BasketLine } from '../basket.ts';
import { costOfPieces, discountOf, payableOf, piecesOn, priceMayLapse, takeOffSet, takePieces } from '../discount.ts';
import { defineEffect } from '../kind.ts';
import type { Texts } from '../language.ts';
import { lineFilterSchema, lineFilterText } from '../line-filter.ts';
import { onReturnText, onReturnWords } from '../on-return.ts';
import { percentText, perText, roundingText } from '../parameter.ts';
import { percentOf } from '../percent.ts';
import { sharePoints } from '../share-points.ts';
import { spreadText, spreadWords } from '../spread.ts';

/** What a percentage is of, in words. */
const BASES = {
  running: { en: 'what other discounts left', es: 'lo que dejaron otros descuentos' },
  initial: { en: 'the first price', es: 'el primer precio' },
} as const satisfies Readonly<Record<string, Texts>>;

/**
 * So many percent off the lines or off the cheapest piece, of the price as it stands at its turn or as it came. Each line is rounded by itself,
 * or the receipt once (`per`): half of four at 1.99 is 3.96 or 3.98. What the cheapest saves is shared over all pieces that it is the
 * cheapest of (`spread`): left there it is given away to whoever brings the others back.
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
    per: perText.default('line'),
    spread: spreadText.default('set'),
    onReturn: onReturnText.default('keep'),
    rounding: roundingText.default('half_up'),
  }),
  text: {
    en: '{percent} % off {what}{lines}, of {base}{once}{shared}{lapses}',
    es: '{percent} % de descuento en {what}{lines}, sobre {base}{once}{shared}{lapses}',
  },
  example: {
    params: { percent: '50', per: 'receipt' },
    basket: { lines: [{ gross: 199n }, { gross: 199n }, { gross: 199n }, { gross: 199n }] },
    points: 398n,
  },
  undo: priceMayLapse,
  words: ({ params: { percent, on, lines, base, per, spread, onReturn } }, language) => ({
    percent,
    what: on === 'lines' ? '' : language === 'en' ? 'the cheapest of ' : 'lo más barato de ',
    lines: lineFilterText(lines, language),
    base: BASES[base][language],
    once: per === 'line' ? '' : language === 'en' ? ', rounded once' : ', redondeado una sola vez',
    shared: on === 'lines' ? '' : spreadWords(spread, language),
    lapses: onReturnWords(onReturn, language),
  }),
  prepare({ percent, base, on, lines, per, spread, rounding }, bench) {
    const share = percentOf(percent, bench, 'all');
    return { share, base, on, per, spread, rounding, selection: bench.selection(lines) };
  },
  apply({ share, base, on, per, spread, rounding, selection }, facts) {
    const at = facts.selection(selection);
    const part = (amount: bigint): bigint => divide(amount * share.numerator, share.denominator, rounding);
    if (on === 'cheapest') {
      const pieces = piecesOn(facts, at);
      const cheapest = takePieces(pieces, 1n);
      const all = pieces.map((piece) => ({ piece, count: piece.count }));
      return takeOffSet(facts, part(costOfPieces(cheapest)), { spread, cheapest, all });
    }
    const lines = base === 'running' ? facts.lines : facts.initial;
    const costs = at.map((place) => payableOf(lines[place] as BasketLine));
    if (per === 'line') return discountOf(facts, at, costs.map(part));
    const cost = costs.reduce((sum, one) => sum + one, 0n);
    return cost === 0n ? undefined : discountOf(facts, at, sharePoints(part(cost), costs, cost));
  },
});
