import { assert } from './assert.ts';

/**
 * How a fraction becomes a whole. All four work on the magnitude and put the sign back, so −x rounds to the opposite of
 * what x rounds to, and undoing an operation gives exactly what it took. So `floor` goes toward zero and `ceiling`
 * away from it; `half_up` takes a half away from zero, `half_even` to the even neighbour.
 */
export type Rounding = 'floor' | 'ceiling' | 'half_up' | 'half_even';

export const ROUNDINGS: readonly Rounding[] = ['floor', 'ceiling', 'half_up', 'half_even'];

const roundsUp = (whole: bigint, rest: bigint, divisor: bigint, rounding: Rounding): boolean => {
  switch (rounding) {
    case 'floor':
      return false;
    case 'ceiling':
      return true;
    case 'half_up':
      return rest * 2n >= divisor;
    case 'half_even': {
      const twice = rest * 2n;
      return twice > divisor || (twice === divisor && (whole & 1n) === 1n);
    }
  }
};

/** `n / d` as a whole number by the named rounding. Division by zero is a bug. */
export const divide = (n: bigint, d: bigint, rounding: Rounding): bigint => {
  assert(d !== 0n, 'division by zero');
  const dividend = n < 0n ? -n : n;
  const divisor = d < 0n ? -d : d;
  const whole = dividend / divisor;
  const rest = dividend - whole * divisor;
  const magnitude = rest !== 0n && roundsUp(whole, rest, divisor, rounding) ? whole + 1n : whole;
  return n < 0n !== d < 0n ? -magnitude : magnitude;
};
