import type { Refusal } from '../../../kernel/refusal.ts';
import type { Arrival } from '../../../platform/lanes/index.ts';
import { askAsTill } from '../../giftcards/index.ts';
import { isCouponCode } from '../../promotions/index.ts';
import type { Checkout } from '../create-checkout.ts';
import type { Sale } from '../sale.ts';

/**
 * Does `work` for a sale; where it shows numbers of gift cards or codes of coupons, under the limit of wrong ones that its till has. A notice is told what
 * happened and asks nothing.
 */
export async function askWithGifts<Done extends { readonly ok: boolean }>(
  { gifts }: Checkout,
  { input: { tenders, cardsSold, coupons, manner, till } }: Arrival<Sale>,
  work: () => Promise<Done>,
): Promise<Done | Refusal<'guards.attempts.too_many'>> {
  const shows =
    cardsSold.length > 0 ||
    tenders.some((one) => 'gift' in one && one.gift.number !== undefined) ||
    coupons?.some(isCouponCode) === true;
  return shows && manner === 'request' ? askAsTill(gifts, till, work) : work();
}
