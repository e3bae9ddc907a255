import type { BoundLimit } from './bound-limit.ts';

/**
 * What limits leave for a sale: of `wanted` all, or as much as there is. `promotion` is a code. May stop the decision by throwing where
 * something has to be brought first.
 */
export type Rooms = { room(promotion: string, limit: BoundLimit, wanted: bigint): bigint };

/** What a decision was told of a limit: a fact of the basket from then on. */
export type KeptRoom = readonly [promotion: string, limit: string, room: bigint];

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const keyOf = (promotion: string, limit: string): string => `${promotion} ${limit}`;

type Told = { readonly promotion: string; readonly limit: string; readonly wanted: bigint; readonly room: bigint };

/** What other promotions of the same decision were told of a budget that they share: it is not offered twice. */
const toldOthers = (told: Iterable<Told>, promotion: string, { key, isRejected }: BoundLimit): bigint => {
  let sum = 0n;
  for (const one of told) {
    if (one.promotion === promotion || one.limit !== key) continue;
    // Whoever rather gives nothing than less has taken nothing.
    if (!isRejected || one.room >= one.wanted) sum += one.room;
  }
  return sum;
};

/** Asks once for each limit, or again for more, and remembers what it was told. */
export const noteRooms = (asked: Rooms): Rooms & { facts(): readonly KeptRoom[] } => {
  const told = new Map<string, Told>();
  return {
    room(promotion, limit, wanted) {
      const key = keyOf(promotion, limit.key);
      const known = told.get(key);
      if (known !== undefined && wanted <= known.wanted) return least(wanted, known.room);
      const besides = limit.budget === undefined ? 0n : toldOthers(told.values(), promotion, limit);
      const all = asked.room(promotion, limit, wanted + besides) - besides;
      const room = all < 0n ? 0n : all;
      told.set(key, { promotion, limit: limit.key, wanted, room });
      return room;
    },
    facts: () => [...told.values()].map(({ promotion, limit, room }) => [promotion, limit, room] as const),
  };
};

/** The rooms of then, for deciding a receipt again. What was not asked then had nothing taken for it, so it has no room now. */
export const keptRooms = (kept: readonly KeptRoom[]): Rooms => {
  const rooms = new Map(kept.map(([promotion, limit, room]) => [keyOf(promotion, limit), room]));
  return { room: (promotion, { key }, wanted) => least(wanted, rooms.get(keyOf(promotion, key)) ?? 0n) };
};
