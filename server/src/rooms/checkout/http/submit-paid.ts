import { refuse } from '../../../kernel/refusal.ts';
import { FAMILY, type Arrival, type Outcome } from '../../../platform/lanes/index.ts';
import type { Checkout } from '../create-checkout.ts';
import { giveUp, giveUpOfSale } from '../outside/give-up.ts';
import { asIfPaid, outsidePlaces } from '../outside/outside-tender.ts';
import { payOutside } from '../outside/pay-outside.ts';
import type { ReturnAnswer } from '../present-return.ts';
import type { SaleAnswer } from '../present-sale.ts';
import type { Sale } from '../sale.ts';
import type { Void } from '../void.ts';
import { checkPins, giftsShown } from './check-pins.ts';

/**
 * Submits a sale. Where cards of other processors pay on it, they are asked before: what stands against the sale anyway is found
 * first, by a rehearsal, and what they have paid is undone when the sale is refused all the same.
 */
export async function submitPaid(checkout: Checkout, arrival: Arrival<Sale>): Promise<Outcome<SaleAnswer>> {
  const places = outsidePlaces(checkout.gifts, arrival.input);
  const { reference } = arrival;
  if (places.length === 0 || reference === undefined) return checkout.machine.submit(checkout.confirm, arrival);
  if (arrival.input.manner === 'request' && places.some(({ wanted }) => wanted === 'most'))
    return refuse('checkout.tender.outside_needs_amount');
  const supposed = { ...arrival, input: asIfPaid(arrival.input, places) };
  const known = await checkout.machine.look.reference(reference);
  // Booked or closed already: it is answered as then, and no card is asked.
  if (known?.outcome === 'b' || known?.outcome === 'c') return checkout.machine.submit(checkout.confirm, supposed);
  if (arrival.input.manner === 'request') {
    const looked =
      (await checkPins(checkout, supposed.input, giftsShown(supposed.input))) ??
      (await checkout.machine.rehearse(checkout.checkSale, supposed));
    if (!looked.ok) return looked;
  }
  const paid = await payOutside(checkout, { ...arrival, reference }, places);
  if (!paid.ok) return paid;
  const outcome = await checkout.machine.submit(checkout.confirm, paid.arrival);
  if (!outcome.ok) for (const tender of paid.attempts) await giveUp(checkout, arrival.tenant, tender);
  return outcome;
}

/** Submits a void. Only a sale has cards of other processors: a return may be named alike. What other processors' cards have paid for a sale that is closed by it before it came is undone. */
export async function submitVoid(checkout: Checkout, arrival: Arrival<Void>): Promise<Outcome<ReturnAnswer>> {
  const outcome = await checkout.machine.submit(checkout.void, arrival);
  const { target } = arrival.input;
  const isClosed = outcome.ok || outcome.refusal === 'checkout.void.already';
  if (isClosed && target.family === FAMILY.sale) await giveUpOfSale(checkout, target);
  return outcome;
}
