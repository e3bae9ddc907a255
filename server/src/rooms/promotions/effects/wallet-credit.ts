import { z } from 'zod';
import { divide } from '../../../kernel/rounding.ts';
import { decideAgain } from '../keep.ts';
import { defineEffect } from '../kind.ts';
import { lineFilterSchema, lineFilterText } from '../line-filter.ts';
import { baseClause, earnBaseSchema, taxSchema } from '../measure.ts';
import { percentText, roundingText } from '../parameter.ts';
import { percentOf } from '../percent.ts';
import { shareAward } from '../share-points.ts';

/** A share of what is spent goes into a wallet, one unit of money for one of the wallet: 5 % of 20.00 is 1.00. */
export const walletCredit = defineEffect({
  code: 'wallet-credit',
  version: 1,
  params: z.strictObject({
    percent: percentText,
    base: earnBaseSchema.optional(),
    tax: taxSchema.default('included'),
    lines: lineFilterSchema.optional(),
    rounding: roundingText.default('floor'),
  }),
  text: {
    en: '{percent} % of what {lines} cost{base}, into {wallet}',
    es: '{percent} % de lo que cuestan {lines}{base}, en {wallet}',
  },
  example: { params: { percent: '10' }, basket: { lines: [{ gross: 2_050n }] }, points: 2n },
  undo: decideAgain,
  words: ({ params, wallet }, language) => ({
    percent: params.percent,
    wallet,
    lines: lineFilterText(params.lines, language),
    base: baseClause(params.base, params.tax, language),
  }),
  resolved: (params, bench) => ({ ...params, base: params.base ?? bench.earnBase }),
  prepare(params, bench, wallet) {
    const share = percentOf(params.percent, bench, 'any');
    return {
      // From smallest steps of money to smallest steps of the wallet's unit.
      numerator: share.numerator * 10n ** BigInt(wallet.decimals),
      denominator: share.denominator * 10n ** BigInt(bench.currencyDecimals),
      rounding: params.rounding,
      counting: bench.counting(params.lines, { of: params.base ?? bench.earnBase, tax: params.tax }),
    };
  },
  apply({ numerator, denominator, rounding, counting }, facts) {
    const { at, parts, total } = facts.amount(counting);
    const points = divide(total * numerator, denominator, rounding);
    return points === 0n ? undefined : shareAward(points, at, parts, total, counting);
  },
});
