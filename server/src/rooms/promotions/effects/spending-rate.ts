import { z } from 'zod';
import { parseRate, RATE_ONE } from '../../../kernel/rate.ts';
import { priceStays } from '../discount.ts';
import { defineEffect } from '../kind.ts';
import { lineFilterSchema, lineFilterText } from '../line-filter.ts';
import { codeText, factorText } from '../parameter.ts';

/** The same points pay more of some lines: `2` is double value, `1.25` is 20 % fewer points for the same money. */
export const spendingRate = defineEffect({
  code: 'spending-rate',
  version: 1,
  gives: 'rate',
  named: ({ walletType }) =>
    walletType === undefined ? [] : [{ of: 'wallet_type', name: walletType, at: ['walletType'] }],
  params: z.strictObject({ factor: factorText, walletType: codeText.optional(), lines: lineFilterSchema.optional() }),
  text: {
    en: 'points{walletType} pay {factor} times as much of {lines}',
    es: 'los puntos{walletType} pagan {factor} veces más de {lines}',
  },
  example: { params: { factor: '2', lines: { categories: ['food'] } }, basket: {}, points: 1n },
  undo: priceStays,
  words: ({ params: { factor, walletType, lines } }, language) => ({
    factor,
    walletType: walletType === undefined ? '' : ` ${walletType}`,
    lines: lineFilterText(lines, language),
  }),
  prepare({ factor, walletType, lines }, bench) {
    const parsed = parseRate(factor);
    const rate = parsed.ok ? parsed.value : RATE_ONE;
    if (rate.numerator <= rate.denominator)
      bench.problem(
        'promotions.rulebook.never_fires',
        { en: `a factor of ${factor} is no better rate`, es: `un factor de ${factor} no mejora el cambio` },
        'factor',
      );
    return { rate: { factor: rate, walletType }, selection: bench.selection(lines) };
  },
  apply({ rate, selection }, facts) {
    const at = facts.selection(selection);
    return at.length === 0 ? undefined : { points: 1n, at, parts: at.map(() => 0n), rate };
  },
});
