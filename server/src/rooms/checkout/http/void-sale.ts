import type { z } from 'zod';
import { newVoidSchema } from '../../../../../contract/checkout.ts';
import { returnAnswerSchema } from '../../../../../contract/checkout-answers.ts';
import type { Refusal } from '../../../kernel/refusal.ts';
import { bookedAnswer } from './booked-answer.ts';
import { effectOfVoid, VOID } from './by-hand.ts';
import { VOID_EXAMPLE } from './examples.ts';
import { readVoid } from './read-void.ts';
import { RETURN_REFUSALS } from './refusals-of.ts';
import { roomEndpoint, type CheckoutRouteDeps } from './room-endpoint.ts';
import { submitVoid } from './submit-paid.ts';

/** `POST /v1/voids` */
export const voidSaleEndpoint = ({ checkout }: CheckoutRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/voids',
    summary: 'Void a sale by its reference, or stop a message before it comes',
    description:
      'The message must not count: for a till that does not know whether its sale was booked, or that sold by mistake. A ' +
      'reference that nobody has used is closed at once; the sale or return, when it comes, is answered `operation.voided_before`. A ' +
      'return that was booked is not undone.',
    scope: 'sales:write',
    tags: ['checkout'],
    body: newVoidSchema,
    answers: { 200: returnAnswerSchema, 201: returnAnswerSchema },
    refusals: [
      ...RETURN_REFUSALS,
      'checkout.void.of_reversal',
      'checkout.void.of_return',
      'checkout.void.already',
      'checkout.void.goods_returned',
    ],
    examples: { body: VOID_EXAMPLE },
    secondPerson: {
      kind: VOID,
      ofPersons: true,
      effect: async ({ principal, body, clientReference }) => {
        const read = readVoid(checkout, { principal, clientReference }, body);
        return read.ok ? effectOfVoid(checkout, read.arrival) : (read as Refusal);
      },
    },
    handler: async ({ principal, body, clientReference }) => {
      const read = readVoid(checkout, { principal, clientReference }, body);
      if (!read.ok) return read as Refusal<never>;
      return bookedAnswer<z.input<typeof returnAnswerSchema>>(await submitVoid(checkout, read.arrival));
    },
  });
