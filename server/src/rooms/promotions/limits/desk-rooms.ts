import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Desk, OwnerKey } from '../../../platform/lanes/index.ts';
import { roomOfPot, type Manner } from '../../../platform/pots/index.ts';
import { counterSheet, type Counter } from '../store/counter.ts';
import { holderOf, isShared, type BoundLimit } from './bound-limit.ts';
import { roomOfContract, type Funds } from './funds.ts';
import { periodOfDay } from './period.ts';
import { potOf } from './pot-name.ts';
import type { Rooms } from './rooms.ts';

/** For whom rooms are asked: where a sale is booked, by whom it is bought, and its day in the program's calendar. */
export type LimitPlace = {
  readonly tenant: number;
  readonly program: number;
  /** The sale's home lane: its slices are taken from. */
  readonly lane: number;
  readonly outlet: string;
  readonly day: LocalDate;
  readonly member?: OwnerKey | undefined;
  readonly card?: bigint | undefined;
  /** Who pays for points, and what was found to pay for which promotion. */
  readonly funds?: Funds | undefined;
};

/** What a member or a card has used in the period of the limit. */
export function usedBy(
  counters: readonly Counter[],
  { program, day }: Pick<LimitPlace, 'program' | 'day'>,
  promotion: string,
  limit: BoundLimit,
  card: bigint,
): bigint {
  const { from, until } = periodOfDay(limit.period, day);
  const holder = holderOf(promotion, limit);
  let sum = 0n;
  for (const one of counters) {
    if (one.program !== program || one.promotion !== holder || one.limited !== limit.key || one.card !== card) continue;
    if (one.from >= from && one.until <= until) sum += one.amount;
  }
  return sum;
}

/**
 * Rooms as a batch sees them: an owner's own from the counters beside him, shared ones from the slices of the sale's lane. Nobody has room
 * under a limit that counts for somebody who is not there: without member, without card.
 */
export const deskRooms = (desk: Desk, place: LimitPlace, manner: Manner): Rooms => ({
  room(promotion, limit, wanted) {
    if (isShared(limit))
      return roomOfPot(desk, potOf(place, promotion, limit), place.lane, wanted, { manner, isWhole: limit.isRejected });
    if (limit.per === 'contract') return roomOfContract(desk, place, promotion, limit, wanted, manner);
    if (limit.per === 'receipt') return wanted < limit.max ? wanted : limit.max;
    const card = limit.per === 'card' ? place.card : 0n;
    if (place.member === undefined || card === undefined) return 0n;
    const counters = desk.read(counterSheet, place.member)?.counters ?? [];
    const left = limit.max - usedBy(counters, place, promotion, limit, card);
    return left < wanted ? (left < 0n ? 0n : left) : wanted;
  },
});
