// Whole numbers, written out once more: nothing is shared with what is checked.

/** Smallest steps of a decimal text: `1.5` with two decimals is 150. */
export const stepsOf = (text: string, decimals: number): bigint => {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
};

/** A fraction of a text: `1.5`, or `3/2`. */
export const fractionOf = (text: string): readonly [numerator: bigint, denominator: bigint] => {
  const [over, under] = text.split('/');
  if (under !== undefined) return [BigInt(over as string), BigInt(under)];
  const [whole = '0', fraction = ''] = text.split('.');
  return [BigInt(whole + fraction), 10n ** BigInt(fraction.length)];
};

/** Rounds a fraction of numbers that are not below zero. */
export const roundOff = (numerator: bigint, denominator: bigint, rounding: string): bigint => {
  const whole = numerator / denominator;
  const rest = numerator % denominator;
  if (rest === 0n) return whole;
  switch (rounding) {
    case 'floor':
      return whole;
    case 'ceiling':
      return whole + 1n;
    case 'half_up':
      return 2n * rest >= denominator ? whole + 1n : whole;
    case 'half_even':
      return 2n * rest > denominator || (2n * rest === denominator && whole % 2n === 1n) ? whole + 1n : whole;
    default:
      throw new Error(`there is no rounding ${rounding}`);
  }
};

/** Shares a total by weights; what is left goes to the largest remainders, of equal ones to the first. */
export const shareOut = (total: bigint, weights: readonly bigint[]): bigint[] => {
  const sum = weights.reduce((all, one) => all + one, 0n);
  // Where nothing weighs anything all weigh the same.
  const heavy = sum === 0n ? weights.map(() => 1n) : weights;
  const all = sum === 0n ? BigInt(weights.length) : sum;
  const shares = heavy.map((weight) => (total * weight) / all);
  const order = heavy
    .map((weight, at) => ({ at, rest: (total * weight) % all }))
    .sort((a, b) => (a.rest === b.rest ? a.at - b.at : a.rest > b.rest ? -1 : 1));
  let left = total - shares.reduce((one, other) => one + other, 0n);
  for (const { at } of order) {
    if (left === 0n) break;
    shares[at] = (shares[at] as bigint) + 1n;
    left -= 1n;
  }
  return shares;
};
