import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import { normaliseCardNumber } from '../../kernel/card-number.ts';
import type { DeliveryDeps, GiftCard } from './deps.ts';

export type BalanceOutcome = Ok<{ readonly card: GiftCard }> | Refusal<'delivery.balance.not_told'>;

/**
 * A gift card's balance for somebody without credential, by number and PIN. One refusal for a number that is none or unknown, a
 * wrong PIN, and a card that is blocked, expired or empty. Counting the attempt and the time of the answer are the endpoint's.
 */
export async function tellBalance(
  { giftCards }: Pick<DeliveryDeps, 'giftCards'>,
  tenant: number | undefined,
  text: string,
  pin: string | undefined,
): Promise<BalanceOutcome> {
  const refused = refuse('delivery.balance.not_told');
  const number = normaliseCardNumber(text);
  if (!number.ok || tenant === undefined) return refused;
  const card = await giftCards.showByPin(tenant, number.value, pin);
  if (card?.state !== 'active' || isNothing(card.balance)) return refused;
  return { ok: true, card };
}

const isNothing = (balance: string): boolean => /^-?0(\.0+)?$/.test(balance);
