import type { IdentityShown } from '../../../../../contract/checkout.ts';
import { maskCardNumber, normaliseCardNumber } from '../../../kernel/card-number.ts';
import { maskPhone, parsePhone } from '../../../kernel/phone.ts';
import type { Identity } from '../../cards/index.ts';
import type { Content } from './message-content.ts';

const HIDDEN = '•••';

/** An identity in the one form that the directory knows, and as it may be kept in a message. */
export type ReadIdentity = { readonly identity: Identity; readonly masked: IdentityShown };

/** Brings an identity into its one form. What cannot be read stays as it is: whoever looks it up refuses it, or marks a notice. */
export function readIdentity(shown: IdentityShown, defaultCountry: string): ReadIdentity {
  if (shown.phone !== undefined) {
    const phone = parsePhone(shown.phone, defaultCountry);
    return phone.ok
      ? { identity: { phone: phone.value }, masked: { phone: maskPhone(phone.value) } }
      : { identity: { phone: shown.phone }, masked: { phone: HIDDEN } };
  }
  if (shown.card !== undefined) {
    const card = normaliseCardNumber(shown.card);
    return card.ok
      ? { identity: { card: card.value }, masked: { card: maskCardNumber(card.value) } }
      : { identity: { card: shown.card }, masked: { card: HIDDEN } };
  }
  if (shown.externalId !== undefined)
    return { identity: { externalId: shown.externalId }, masked: { externalId: HIDDEN } };
  return { identity: { member: shown.member }, masked: { member: shown.member } };
}

/** An identity in its one form as a part of a message's content. */
export const identityContent = ({ phone, card, member, externalId }: Identity): Content => [
  phone,
  card,
  member,
  externalId,
];
