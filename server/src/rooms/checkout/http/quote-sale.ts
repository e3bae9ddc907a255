import type { z } from 'zod';
import { newQuoteSchema } from '../../../../../contract/checkout.ts';
import { quoteAnswerSchema } from '../../../../../contract/checkout-answers.ts';
import { refuse, type Refusal } from '../../../kernel/refusal.ts';
import { FAMILY } from '../../../platform/lanes/index.ts';
import { asIfPaid, outsidePlaces } from '../outside/outside-tender.ts';
import { bookedAnswer } from './booked-answer.ts';
import { askWithGifts } from './ask-with-gifts.ts';
import { proved } from './confirm-sale.ts';
import { checkPins, giftsShown } from './check-pins.ts';
import { SALE_EXAMPLE } from './examples.ts';
import { readSale } from './read-sale.ts';
import { SALE_REFUSALS } from './refusals-of.ts';
import { roomEndpoint, type CheckoutRouteDeps } from './room-endpoint.ts';

type Body = z.input<typeof quoteAnswerSchema>;

/** `POST /v1/sales/quote` */
export const quoteSaleEndpoint = ({ checkout }: CheckoutRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/sales/quote',
    summary: 'Quote a sale',
    description:
      'What the receipt would earn, and how far points can pay it. Nothing is booked. With `hold` the points that would be ' +
      'spent are reserved for a quarter of an hour; then a reference is needed, and may be that of the sale to come.',
    scope: 'sales:write',
    tags: ['checkout'],
    body: newQuoteSchema,
    answers: { 200: quoteAnswerSchema, 201: quoteAnswerSchema },
    refusals: [
      ...SALE_REFUSALS,
      'checkout.gift.not_granted',
      'checkout.funding.exhausted',
      'checkout.tender.outside_needs_amount',
    ],
    examples: { body: { ...SALE_EXAMPLE, tenders: [{ kind: 'points' }], hold: true } },
    handler: async ({ principal, body: { hold, ...body }, clientReference }) => {
      const read = readSale(checkout, { principal, clientReference }, body, FAMILY.redeem, hold);
      if (!read.ok) return read as Refusal<never>;
      const shown = await proved(checkout, read);
      if ('refusal' in shown) return shown as Refusal<never>;
      // A quote binds nobody outside: it counts on what their cards are to pay, and asks them nothing.
      const outside = outsidePlaces(checkout.gifts, shown.input);
      if (outside.some(({ wanted }) => wanted === 'most')) return refuse('checkout.tender.outside_needs_amount');
      const arrival = { ...shown, input: asIfPaid(shown.input, outside) };
      if (hold) {
        const held = () => checkout.machine.submit(checkout.quoteAndHold, arrival);
        return bookedAnswer<Body>(await askWithGifts(checkout, arrival, held));
      }
      const outcome = await askWithGifts(
        checkout,
        arrival,
        async () =>
          (await checkPins(checkout, arrival.input, giftsShown(arrival.input))) ??
          (await checkout.machine.rehearse(checkout.quote, arrival)),
      );
      if (!outcome.ok) return outcome as Refusal<never>;
      return { status: 200 as const, body: outcome.answer as unknown as Body };
    },
  });
