import type { Instant } from '../../../kernel/instant.ts';
import type { Refusal } from '../../../kernel/refusal.ts';
import type { GiftName } from '../../giftcards/index.ts';
import type { Till } from '../../partners/index.ts';
import type { Checkout } from '../create-checkout.ts';
import type { Sale } from '../sale.ts';

/** A gift card as somebody shows it, perhaps with its PIN. */
export type ShownGift = { readonly gift: GiftName; readonly pin: string | undefined };

/** The gift cards of this house that are to pay on a receipt. */
export const giftsShown = ({ tenders }: Pick<Sale, 'tenders'>): ShownGift[] =>
  tenders.flatMap((tender) => ('gift' in tender ? [tender] : []));

/**
 * Looks at the PINs of gift cards before a rehearsal, which writes nothing and so could not count a wrong one. Gives the first
 * refusal; a card without a PIN is not looked at.
 */
export async function checkPins(
  checkout: Checkout,
  { till, receivedAt }: { readonly till: Till; readonly receivedAt: Instant },
  shown: readonly ShownGift[],
): Promise<Refusal | undefined> {
  const { tenant } = till.program;
  for (const { gift, pin } of shown) {
    if (pin === undefined) continue;
    const input = { till, receivedAt, gift, pin };
    const outcome = await checkout.machine.submit(checkout.giftBalance, { tenant, input });
    if (!outcome.ok) return outcome;
  }
  return undefined;
}
