import { z } from 'zod';
import { divide } from '../../../kernel/rounding.ts';
import type { BasketLine } from '../basket.ts';
import { decideAgain } from '../keep.ts';
import { defineEffect } from '../kind.ts';
import { walletWord } from '../language.ts';
import { codeText, percentText, roundingText } from '../parameter.ts';
import { percentOf } from '../percent.ts';
import { shareAward } from '../share-points.ts';

/** A share of the points that pay for the receipt comes back, on the lines for which they pay. */
export const spentPointsBack = defineEffect({
  code: 'spent-points-back',
  version: 1,
  reads: ['spent'],
  named: ({ of }) => (of === undefined ? [] : [{ of: 'wallet_type', name: of, at: ['of'] }]),
  params: z.strictObject({
    percent: percentText,
    /** Points of which wallet type count; the wallet that it pays into where it is left out. */
    of: codeText.optional(),
    rounding: roundingText.default('floor'),
  }),
  text: {
    en: '{percent} % of the {of} spent, back into {wallet}',
    es: '{percent} % de los {of} gastados, de vuelta a {wallet}',
  },
  example: {
    params: { percent: '10' },
    basket: {
      lines: [{ gross: 1_000n, byPoints: 500n }],
      spent: [{ wallet: 'points', points: 250n, perLine: [[1, 500n]] }],
    },
    points: 25n,
  },
  undo: decideAgain,
  words: ({ params: { percent, of }, wallet }, language) => ({
    ...{ percent, wallet },
    of: walletWord(of ?? wallet, language),
  }),
  prepare({ percent, of, rounding }, bench, wallet) {
    const share = percentOf(percent, bench, 'all');
    return { share, of: of ?? wallet.code, rounding };
  },
  apply({ share, of, rounding }, facts) {
    const places = new Map(facts.lines.map(({ line }: BasketLine, place) => [line, place]));
    const paid = new Map<number, bigint>();
    let spent = 0n;
    for (const { wallet, points, perLine } of facts.basket.spent ?? []) {
      if (wallet !== of) continue;
      spent += points;
      for (const [line, money] of perLine) {
        const place = places.get(line);
        if (place !== undefined) paid.set(place, (paid.get(place) ?? 0n) + money);
      }
    }
    const points = divide(spent * share.numerator, share.denominator, rounding);
    const weights = [...paid.values()];
    const sum = weights.reduce((all, one) => all + one, 0n);
    if (points === 0n || sum === 0n) return undefined;
    return shareAward(points, [...paid.keys()], weights, sum);
  },
});
