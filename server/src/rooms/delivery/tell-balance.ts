import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import { normaliseCardNumber } from '../../kernel/card-number.ts';
import type { DeliveryDeps, GiftCard } from './deps.ts';
import { makeKnown } from './known-device.ts';

/** Who asks what: as text, whatever it is. `known` is what an earlier right answer gave to the device. */
export type BalanceQuestion = {
  readonly tenant: number | undefined;
  readonly number: string;
  readonly pin: string | undefined;
  readonly known?: string | undefined;
};

export type BalanceOutcome =
  | Ok<{ readonly card: GiftCard; readonly known: string }>
  | Refusal<'delivery.balance.not_told'>;

/**
 * A gift card's balance for somebody without credential, by number and PIN, and what makes his device known from now on. One refusal for a
 * number that is none or unknown, a wrong PIN, and a card that is blocked, expired, empty, not activated or destroyed. Counting the
 * attempt and the time of the answer are the endpoint's.
 */
export async function tellBalance(
  { giftCards, keys, clock }: Pick<DeliveryDeps, 'giftCards' | 'keys' | 'clock'>,
  { tenant, number: text, pin, known }: BalanceQuestion,
): Promise<BalanceOutcome> {
  const refused = refuse('delivery.balance.not_told');
  const number = normaliseCardNumber(text);
  if (!number.ok || tenant === undefined) return refused;
  const card = await giftCards.showByPin(tenant, number.value, pin);
  if (card?.state !== 'active' || isNothing(card.balance)) return refused;
  return { ok: true, card, known: makeKnown({ keys }, tenant, number.value, known, clock.now()) };
}

const isNothing = (balance: string): boolean => /^-?0(\.0+)?$/.test(balance);
