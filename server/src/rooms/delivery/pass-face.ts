import type { DeliveryDeps, GiftCard } from './deps.ts';
import type { MadeCard, MemberCardType } from './member-card-slot.ts';
import type { Pass } from './store/pass.ts';

/** Words for cards that hold no money, and what they are in Spanish. */
export const KINDS = {
  'Points card': 'Tarjeta de puntos',
  'Discount card': 'Tarjeta de descuento',
  'Customer card': 'Tarjeta de cliente',
} as const;
export type KindWord = keyof typeof KINDS;

const KIND_OF: Readonly<Record<MemberCardType, KindWord>> = {
  bonus: 'Points card',
  discount: 'Discount card',
  multi: 'Customer card',
};
export const kindWordOf = (type: MemberCardType): KindWord => KIND_OF[type];

/** What a pass says of its card. `number` goes into the barcode and nowhere else. */
export type PassFace = {
  readonly masked: string;
  readonly number: string;
  /** What the card is worth, of one that holds money. */
  readonly worth?: string | undefined;
  /** A word for the card, of one that holds none; said in the phone's language. */
  readonly kind?: KindWord | undefined;
};

export const giftFace = ({ masked, number, balance, unit }: GiftCard): PassFace => ({
  ...{ masked, number },
  worth: `${balance} ${unit}`,
});

/** A member card tells no balance: its pass is for whoever had the link, and what is in the account is its member's. */
export const madeFace = ({ masked, number, type }: MadeCard): PassFace => ({ masked, number, kind: kindWordOf(type) });

/** What a pass says now; undefined where its card is good for nothing any more. */
export async function faceOf(deps: DeliveryDeps, { tenant, of }: Pass): Promise<PassFace | undefined> {
  if ('batch' in of) return deps.memberCards.find(tenant, of).then((card) => card && madeFace(card));
  const card = await deps.giftCards.show(tenant, of);
  return card?.state === 'active' ? giftFace(card) : undefined;
}
