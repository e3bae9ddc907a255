import type { z } from 'zod';
import { newReturnQuoteSchema, newReturnSchema } from '../../../../../contract/checkout.ts';
import { returnAnswerSchema, returnQuoteAnswerSchema } from '../../../../../contract/checkout-answers.ts';
import type { Refusal } from '../../../kernel/refusal.ts';
import { bookedOrParked } from './booked-answer.ts';
import { effectOfReturn, RETURN } from './by-hand.ts';
import { RETURN_EXAMPLE } from './examples.ts';
import { readReturn } from './read-return.ts';
import { ONTO_REFUSALS, RETURN_REFUSALS } from './refusals-of.ts';
import { submitReturn, rehearseReturn } from './submit-return.ts';
import { roomEndpoint, type CheckoutRouteDeps } from './room-endpoint.ts';

/** `POST /v1/returns` */
export const returnGoodsEndpoint = ({ checkout }: CheckoutRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/returns',
    summary: 'Take goods back',
    description:
      'By line, in part or whole. Points that the rest of the receipt does not earn are taken back, points that paid are given ' +
      'back, and the answer says what each tender gets: in money, or with `toGiftCard` onto a gift card. A return whose sale has not arrived waits for it (202), unless the ' +
      "program's policy refuses it.",
    scope: 'sales:write',
    tags: ['checkout'],
    body: newReturnSchema,
    answers: { 200: returnAnswerSchema, 201: returnAnswerSchema, 202: returnAnswerSchema },
    refusals: [...RETURN_REFUSALS, ...ONTO_REFUSALS],
    examples: { body: RETURN_EXAMPLE },
    secondPerson: {
      kind: RETURN,
      ofPersons: true,
      alsoBy: 'returns:write',
      effect: async ({ principal, body, clientReference }) => {
        const read = readReturn(checkout, { principal, clientReference }, body);
        return read.ok ? effectOfReturn(checkout, read.arrival) : (read as Refusal);
      },
    },
    handler: async ({ principal, body, clientReference }) => {
      const read = readReturn(checkout, { principal, clientReference }, body);
      if (!read.ok) return read as Refusal<never>;
      return bookedOrParked<z.input<typeof returnAnswerSchema>>(await submitReturn(checkout, read.arrival));
    },
  });

/** `POST /v1/returns/quote` */
export const quoteReturnEndpoint = ({ checkout }: CheckoutRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/returns/quote',
    summary: 'Quote a return',
    description:
      'What the return would undo, what to pay back and what to deduct from it: to be shown before the buyer agrees. Nothing is ' +
      'booked, and no reference is needed.',
    scope: 'sales:write',
    tags: ['checkout'],
    body: newReturnQuoteSchema,
    answers: { 200: returnQuoteAnswerSchema },
    refusals: [...RETURN_REFUSALS, ...ONTO_REFUSALS],
    examples: { body: { ...RETURN_EXAMPLE, reference: undefined } },
    handler: async ({ principal, body, clientReference }) => {
      const read = readReturn(checkout, { principal, clientReference }, body);
      if (!read.ok) return read as Refusal<never>;
      const outcome = await rehearseReturn(checkout, read.arrival);
      if (!outcome.ok) return outcome as Refusal<never>;
      const { operation: _operation, repeated: _repeated, recordedAt: _recordedAt, ...told } = outcome.answer;
      const { toGiftCard: onto } = told;
      // The id that the rehearsal gave to a new card will not be the card's.
      const shown = onto?.isNew ? { ...told, toGiftCard: { ...onto, card: undefined } } : told;
      return { status: 200 as const, body: shown as unknown as z.input<typeof returnQuoteAnswerSchema> };
    },
  });
