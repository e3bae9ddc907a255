import { rate } from '../../kernel/rate.ts';
import type { Rate } from '../../kernel/rate.ts';
import type { Bench } from './bench.ts';

const PERCENT_DECIMALS = 4;
const WHOLE = 100n * 10n ** BigInt(PERCENT_DECIMALS);

/** The share that `percent` of the parameters says; zero is a problem, and more than all where `max` is `all`. */
export const percentOf = (text: string, bench: Bench, max: 'all' | 'any'): Rate => {
  const share = rate(bench.positive(text, PERCENT_DECIMALS, 'percent'), WHOLE);
  if (max === 'all' && share.numerator > share.denominator)
    bench.problem(
      'promotions.rulebook.malformed',
      { en: `${text} % is more than all`, es: `${text} % es más que todo` },
      'percent',
    );
  return share;
};
