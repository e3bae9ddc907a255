/** True where the second bound, as decimal text, lets more through than the first. One that is absent lets everything through. */
export const isHigherBound = (before: string | undefined, after: string | undefined): boolean => {
  if (before === undefined) return false;
  if (after === undefined) return true;
  const decimals = Math.max(...[before, after].map((text) => (text.split('.')[1] ?? '').length));
  const steps = (text: string): bigint => {
    const [whole = '0', fraction = ''] = text.split('.');
    return BigInt(whole + fraction.padEnd(decimals, '0'));
  };
  return steps(after) > steps(before);
};
