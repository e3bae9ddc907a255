import {
  processorPaymentInputSchema,
  processorPaymentPathSchema,
  processorPaymentSchema,
  processorReversalInputSchema,
} from '../../../../../contract/processors.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { NAME_REFUSALS } from '../../members/index.ts';
import { speaksForTenant, type Principal } from '../../partners/index.ts';
import { redemptionNamed } from '../outside-reference.ts';
import { isOpen, type Redemption } from '../redemption.ts';
import { paymentBody } from './processor-body.ts';
import { CARD_REFUSALS, paymentNameOf, roomEndpoint, TAGS, type ProcessorRouteDeps } from './room-endpoint.ts';

const UNCERTAIN = 'It is not known whether it is paid: ask again with the same reference, or undo it.';

/** What counts against a till that guesses. A processor that is away is not the till's fault. */
const MISSES = new Set<string>(['processors.card.unknown', 'processors.card.no_range', 'kernel.card_number.malformed']);

/** `POST /v1/processor-payments` */
export const redeemOutside = (deps: ProcessorRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/processor-payments',
    summary: 'Pay with a card that another processor keeps',
    description:
      'The processor decides, never a balance that is kept here. 201: paid. 202: nobody knows yet, which is neither paid nor declined; ' +
      'it is found out, and the same reference again tells what became of it. 200: it is certain that it is not paid. A processor that lets ' +
      'nothing through is asked for the balance, and the payment refused.',
    scope: 'sales:write',
    tags: TAGS,
    body: processorPaymentInputSchema,
    answers: { 200: processorPaymentSchema, 201: processorPaymentSchema, 202: processorPaymentSchema },
    refusals: [
      ...CARD_REFUSALS,
      ...NAME_REFUSALS,
      'operation.reference_reused',
      'operation.voided_before',
      'kernel.quantity.malformed',
      'kernel.quantity.too_many_decimals',
      'kernel.quantity.too_large',
      'kernel.quantity.negative',
      'processors.payment.currency_differs',
      'processors.payment.nothing',
      'processors.payment.not_asked',
      'processors.payment.declined',
      'processors.processor.reads_only',
      'processors.balance.not_fresh',
    ],
    examples: { body: { reference: 'T4-000187', card: '2990 0000 0017', amount: '12.50', currency: 'EUR' } },
    handler: async ({ principal, body, clientReference }) => {
      const named = paymentNameOf(principal, body.reference, clientReference);
      if (!named.ok) return named;
      const counted = await deps.guard.velocity(principal);
      if (!counted.ok) return counted;
      const outcome = await deps.processors.redeem(named.name, body);
      if (!outcome.ok) {
        if (!MISSES.has(outcome.refusal)) await counted.spare();
        return outcome;
      }
      const { redemption, repeated } = outcome;
      if (redemption.state === 'declined') return refuse('processors.payment.declined', { reason: redemption.reason });
      await counted.spare();
      const answer = await paymentBody(deps, redemption, repeated);
      if (redemption.state === 'approved') return { status: 201 as const, body: answer };
      return isOpen(redemption)
        ? { status: 202 as const, body: { ...answer, reason: answer.reason ?? UNCERTAIN } }
        : { status: 200 as const, body: answer };
    },
  });

/** `POST /v1/processor-payments/reverse` */
export const reverseOutside = (deps: ProcessorRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/processor-payments/reverse',
    summary: 'Undo a payment at another processor',
    description:
      'By the reference of the payment, also when its answer never came. It goes on until it is certain: 202 says that it is not yet. ' +
      'A reference that nobody has used is closed, so that a payment which comes later is refused. Again: the same.',
    scope: 'sales:write',
    tags: TAGS,
    body: processorReversalInputSchema,
    answers: { 200: processorPaymentSchema, 202: processorPaymentSchema },
    refusals: [...NAME_REFUSALS, 'processors.payment.under_way', 'processors.processor.reads_only'],
    examples: { body: { original: 'T4-000187' } },
    handler: async ({ principal, body }) => {
      const named = paymentNameOf(principal, body.original, undefined);
      if (!named.ok) return named;
      const outcome = await deps.processors.reverse(named.name);
      if (!outcome.ok) return outcome;
      const answer = await paymentBody(deps, outcome.redemption, false);
      return isOpen(outcome.redemption)
        ? { status: 202 as const, body: answer }
        : { status: 200 as const, body: answer };
    },
  });

/**
 * Who is bound sees the payments of its own space: its partner's or its terminal's. One of a receipt has no space of a caller; its name,
 * which nobody can guess, stands in the answer of the sale and nowhere else.
 */
const mayShow = (principal: Principal, { space }: Pick<Redemption, 'space'>): boolean => {
  if (speaksForTenant(principal) || space < 0n) return true;
  const own = paymentNameOf(principal, 'own', undefined);
  return own.ok && own.name.space === space;
};

/** `GET /v1/processor-payments/:payment` */
export const getPayment = (deps: ProcessorRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/processor-payments/:payment',
    summary: 'Show what became of a payment at another processor',
    scope: 'sales:write',
    tags: TAGS,
    params: processorPaymentPathSchema,
    answers: { 200: processorPaymentSchema },
    refusals: ['processors.payment.not_found'],
    handler: async ({ principal, params }) => {
      const redemption = redemptionNamed(deps.tokens, params.payment);
      if (redemption === undefined) return refuse('processors.payment.not_found');
      const found = await deps.processors.findRedemption(principal.tenant, redemption);
      if (!found.ok) return found;
      if (!mayShow(principal, found.redemption)) return refuse('processors.payment.not_found');
      return { status: 200 as const, body: await paymentBody(deps, found.redemption, true) };
    },
  });
