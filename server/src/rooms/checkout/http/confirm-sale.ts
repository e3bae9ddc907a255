import type { z } from 'zod';
import { newSaleSchema } from '../../../../../contract/checkout.ts';
import { saleAnswerSchema } from '../../../../../contract/checkout-answers.ts';
import type { Refusal } from '../../../kernel/refusal.ts';
import type { Arrival, Outcome } from '../../../platform/lanes/index.ts';
import type { Checkout } from '../create-checkout.ts';
import type { SaleAnswer } from '../present-sale.ts';
import type { Sale } from '../sale.ts';
import { effectOfSale, SALE } from './by-hand.ts';
import { readSale, type ReadSale } from './read-sale.ts';
import { SALE_EXAMPLE } from './examples.ts';
import { OUTSIDE_REFUSALS, PRICE_REFUSALS, SALE_REFUSALS } from './refusals-of.ts';
import { roomEndpoint, type CheckoutRouteDeps } from './room-endpoint.ts';
import { askWithGifts } from './ask-with-gifts.ts';
import { bookedAnswer } from './booked-answer.ts';
import { submitPaid } from './submit-paid.ts';

/** `POST /v1/sales` */
export const confirmSaleEndpoint = ({ checkout }: CheckoutRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/sales',
    summary: 'Confirm a sale',
    description:
      'The receipt is final: points are spent and earned, and what was earned and why is answered. Sent again with the same ' +
      'reference and content, it is answered again (200) and books nothing.',
    scope: 'sales:write',
    tags: ['checkout'],
    body: newSaleSchema,
    answers: { 200: saleAnswerSchema, 201: saleAnswerSchema },
    refusals: [
      ...SALE_REFUSALS,
      ...OUTSIDE_REFUSALS,
      'checkout.quote.malformed',
      'checkout.quote.stale',
      ...PRICE_REFUSALS,
    ],
    examples: { body: SALE_EXAMPLE },
    secondPerson: {
      kind: SALE,
      ofPersons: true,
      effect: async ({ principal, body, clientReference }) => {
        const read = readSale(checkout, { principal, clientReference }, body);
        return read.ok ? effectOfSale(checkout, read) : (read as Refusal);
      },
    },
    handler: async ({ principal, body, clientReference }) => {
      const read = readSale(checkout, { principal, clientReference }, body);
      if (!read.ok) return read as Refusal<never>;
      return bookedAnswer<z.input<typeof saleAnswerSchema>>(await submitSale(checkout, read));
    },
  });

/** Submits a sale; where a code came with it, it is checked and used up before. */
export async function submitSale(checkout: Checkout, read: ReadSale): Promise<Outcome<SaleAnswer>> {
  const arrival = read.proof === undefined ? read.arrival : await proved(checkout, read);
  if ('refusal' in arrival) return arrival;
  return askWithGifts(checkout, arrival, () => submitPaid(checkout, arrival));
}

/**
 * The sale with its phone proved. A wrong code refuses a request, unless the request is the repeat of one that was booked: its
 * code has ended meanwhile, and it is answered as then. A notice goes on unproved, and is marked where that matters.
 */
export async function proved(checkout: Checkout, { arrival, proof }: ReadSale): Promise<Arrival<Sale> | Refusal> {
  if (proof === undefined) return arrival;
  const checked = await checkout.checkPhoneCode(arrival.tenant, proof.phone, 'spend', proof.code, proof.usedBy);
  if (checked.ok) return { ...arrival, input: { ...arrival.input, isPhoneProved: true } };
  if (arrival.input.manner === 'notice') return arrival;
  const known = arrival.reference && (await checkout.machine.look.reference(arrival.reference));
  return known?.outcome === 'b' ? arrival : checked;
}
