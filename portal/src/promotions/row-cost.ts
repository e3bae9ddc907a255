import type { Both, SimulationRow } from './simulation-types.ts';

/** So many points pay so much money. */
export type Worth = { readonly points: string; readonly money: string };

const SCALE = 6;

/** A decimal text in millionths: no unit has more decimals. */
const scaled = (text: string): bigint => {
  const [whole = '0', part = ''] = text.replace('-', '').split('.');
  const digits = BigInt(whole + part.padEnd(SCALE, '0').slice(0, SCALE));
  return text.startsWith('-') ? -digits : digits;
};

/** Millionths as decimal text with so many decimals, half away from zero. */
const textOf = (value: bigint, decimals: number): string => {
  const cut = 10n ** BigInt(SCALE - decimals);
  const size = value < 0n ? -value : value;
  const digits = String((size + cut / 2n) / cut).padStart(decimals + 1, '0');
  const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return value < 0n && /[1-9]/.test(text) ? `-${text}` : text;
};

/** What one side of a row costs: its points by what they pay, and the money taken off; in millionths. */
const costOf = (row: SimulationRow, side: 'draft' | 'today', worths: ReadonlyMap<string, Worth>): bigint => {
  let sum = 0n;
  for (const [name, amount] of Object.entries(row.amounts)) {
    const value = scaled(amount[side]);
    const worth = worths.get(name);
    if (name === 'money') sum += value;
    else if (worth && scaled(worth.points) > 0n) sum += (value * scaled(worth.money)) / scaled(worth.points);
  }
  return sum;
};

/** The cost of a row in money, by what points are worth now. Rounded by row, so rows may differ from their sum by a cent each. */
export const rowCost = (row: SimulationRow, worths: ReadonlyMap<string, Worth>, decimals: number): Both => {
  const [draft, today] = [costOf(row, 'draft', worths), costOf(row, 'today', worths)];
  return {
    draft: textOf(draft, decimals),
    today: textOf(today, decimals),
    difference: textOf(draft - today, decimals),
  };
};
