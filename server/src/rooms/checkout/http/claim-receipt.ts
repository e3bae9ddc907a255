import type { z } from 'zod';
import { newClaimSchema } from '../../../../../contract/checkout.ts';
import { saleAnswerSchema } from '../../../../../contract/checkout-answers.ts';
import type { Refusal } from '../../../kernel/refusal.ts';
import { bookedAnswer } from './booked-answer.ts';
import { CLAIM, effectOfClaim } from './by-hand.ts';
import { CLAIM_EXAMPLE } from './examples.ts';
import { readClaim } from './read-claim.ts';
import { IDENTITY_REFUSALS, MESSAGE_REFUSALS } from './refusals-of.ts';
import { roomEndpoint, type CheckoutRouteDeps } from './room-endpoint.ts';

/** `POST /v1/claims` */
export const claimReceiptEndpoint = ({ checkout }: CheckoutRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/claims',
    summary: 'Claim a receipt for its buyer',
    description:
      'A receipt that was sold without showing who earns for this member, once, within the days of the policy: under the rules ' +
      'of the day of purchase, for what has not come back.',
    scope: 'sales:write',
    tags: ['checkout'],
    body: newClaimSchema,
    answers: { 200: saleAnswerSchema, 201: saleAnswerSchema },
    refusals: [
      ...MESSAGE_REFUSALS,
      ...IDENTITY_REFUSALS,
      'checkout.sale.unknown',
      'checkout.sale.voided',
      'checkout.claim.identified',
      'checkout.claim.twice',
      'checkout.claim.too_late',
      'checkout.funding.exhausted',
    ],
    examples: { body: CLAIM_EXAMPLE },
    secondPerson: {
      kind: CLAIM,
      ofPersons: true,
      effect: async ({ principal, body, clientReference }) => {
        const read = readClaim(checkout, { principal, clientReference }, body);
        return read.ok ? effectOfClaim(checkout, read.arrival) : (read as Refusal);
      },
    },
    handler: async ({ principal, body, clientReference }) => {
      const read = readClaim(checkout, { principal, clientReference }, body);
      if (!read.ok) return read as Refusal<never>;
      return bookedAnswer<z.input<typeof saleAnswerSchema>>(
        await checkout.machine.submit(checkout.claim, read.arrival),
      );
    },
  });
