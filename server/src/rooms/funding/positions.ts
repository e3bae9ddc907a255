import type { Spent } from './read/attribution.ts';

/** What a party is owed (above zero) or owes in points of a unit; partner 0 is the program itself, the operator. */
export type Position = { readonly unit: number; readonly partner: number; readonly points: bigint };

/**
 * Who owes whom for points that were spent: the partner at whose outlets they paid is credited, the issuer of each lot is debited. Of all
 * partners and the operator together it is zero in every unit.
 */
export function positionsOf(spent: readonly Spent[]): Position[] {
  const positions = new Map<string, Position>();
  const add = (unit: number, partner: number, points: bigint): void => {
    const key = `${unit}/${partner}`;
    positions.set(key, { unit, partner, points: (positions.get(key)?.points ?? 0n) + points });
  };
  for (const { unit, issuer, redeemer, points } of spent) {
    add(unit, redeemer, points);
    add(unit, issuer, -points);
  }
  return [...positions.values()].sort((a, b) => a.unit - b.unit || a.partner - b.partner);
}
