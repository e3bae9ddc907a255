const DECIMAL = /^(-?)(\d{1,15})(?:\.(\d*))?$/;

/**
 * A number of a source file in steps of 10^-`decimals`, exactly as it is written there: "2.55" with 3 is 2550n. Undefined for
 * anything but digits with at most one point, and for more decimals than that (zeros at the end do not count).
 */
export function readDecimal(text: string, decimals: number): bigint | undefined {
  const parts = DECIMAL.exec(text);
  if (parts === null) return undefined;
  const fraction = (parts[3] ?? '').replace(/0+$/, '');
  if (fraction.length > decimals) return undefined;
  const magnitude = BigInt(parts[2] + fraction.padEnd(decimals, '0'));
  return parts[1] === '-' ? -magnitude : magnitude;
}
