import { refuse, type Refusal } from '../../kernel/refusal.ts';
import { want, type Desk, type OwnerKey, type Want } from '../../platform/lanes/index.ts';
import { cardSheet } from '../cards/index.ts';
import {
  bookedOfGift,
  giftSheet,
  giftWallets,
  leftOfLoad,
  settleGift,
  takeLoadBack,
  usedNow,
  type Gift,
} from '../giftcards/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { originSheet } from '../points/index.ts';
import { bookingIn, type Bookings } from './bookings.ts';
import type { CheckoutDeps } from './deps.ts';
import type { FoundSale } from './plan-return.ts';
import type { KeptSoldCard, SaleRecord } from './record.ts';

/** Gifts that a sale has touched: cards that paid, and cards that it sold. */
export const giftsOfSale = (record: SaleRecord): OwnerKey[] => {
  const gifts = new Map<string, OwnerKey>();
  const add = ({ lane, owner }: { lane: number; owner: string }): unknown =>
    gifts.set(owner, { lane, owner: BigInt(owner) });
  for (const { gift, payer } of record.payments) if (gift && payer) add(payer);
  for (const { gift } of record.sold ?? []) add(gift);
  return [...gifts.values()];
};

/** The gift cards that paid for a sale. */
export const giftsThatPaid = (record: SaleRecord): OwnerKey[] =>
  record.payments.flatMap(({ gift, payer }) =>
    gift && payer ? [{ lane: payer.lane, owner: BigInt(payer.owner) }] : [],
  );

/** What a return must know of the gifts of its sale. */
export const wantsOfGifts = (record: SaleRecord): Want[] => [
  ...giftsOfSale(record).map((gift) => want(giftSheet, gift)),
  ...(record.sold ?? []).flatMap(({ gift, card }) => [
    want(originSheet, { lane: gift.lane, seq: BigInt(gift.seq), heldLane: gift.lane }),
    want(cardSheet, { lane: gift.lane, card: BigInt(card) }),
  ]),
];

/** Cards that go back with this return: their line is back as a whole, and was not before. */
export const cardsGoingBack = (
  { record }: FoundSale,
  back: ReadonlyMap<number, bigint>,
  added: ReadonlyMap<number, bigint>,
): readonly KeptSoldCard[] =>
  (record.sold ?? []).filter(({ line }) => {
    const quantity = record.basket.lines.find(([of]) => of === line)?.[6] ?? 0;
    return added.has(line) && (back.get(line) ?? 0n) >= BigInt(quantity);
  });

/** Why a sold card cannot go back: something of it was spent, moved or is held. Settles the gifts on the way. */
export function goingBackAgainst(
  deps: CheckoutDeps,
  cards: readonly KeptSoldCard[],
  desk: Desk<JournalEntry>,
): Refusal | undefined {
  for (const sold of cards) {
    const gift = settleGift(deps.gifts, ownerOf(sold), desk, desk.recordedAt);
    const left = leftOfLoad({ desk }, gift, placeOf(sold));
    if (left < BigInt(sold.amount) + BigInt(sold.promotional)) return refuse('giftcards.void.spent');
  }
  return undefined;
}

/** Takes the value of cards that go back off them again, as far as it is there; an empty one is as if it had not been activated. Gives their gifts. */
export function takeCardsBack(deps: CheckoutDeps, bookings: Bookings, cards: readonly KeptSoldCard[]): Gift[] {
  const { desk } = bookings.home;
  const taken: Gift[] = [];
  for (const sold of cards) {
    const gift = desk.read(giftSheet, ownerOf(sold));
    if (!gift) continue;
    const booking = bookingIn(deps, bookings, gift);
    takeLoadBack(deps, booking, gift, placeOf(sold));
    const isEmpty = bookedOfGift(giftWallets(desk, deps.walletTypes, gift)) === 0n;
    const after: Gift = isEmpty ? { ...gift, state: 'inactive' } : gift;
    desk.put(giftSheet, after, after);
    taken.push(after);
  }
  return taken;
}

/** Opens cards again that value went back to: whoever threw a closed card away is told its number is good. */
export function reopenPaid(deps: CheckoutDeps, gifts: readonly OwnerKey[], desk: Desk<JournalEntry>): void {
  for (const key of gifts) {
    const gift = desk.read(giftSheet, key);
    if (!gift || gift.state === 'inactive') continue;
    if (bookedOfGift(giftWallets(desk, deps.walletTypes, gift)) === 0n) continue;
    const open = usedNow(deps.gifts, { ...gift, state: 'active' }, desk.recordedAt);
    desk.put(giftSheet, open, open);
  }
}

const ownerOf = ({ gift }: KeptSoldCard): OwnerKey => ({ lane: gift.lane, owner: BigInt(gift.owner) });
const placeOf = ({ gift }: KeptSoldCard) => ({ lane: gift.lane, seq: BigInt(gift.seq) });
