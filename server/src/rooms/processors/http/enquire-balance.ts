import { processorBalanceSchema, processorEnquirySchema } from '../../../../../contract/processors.ts';
import { balanceBody } from './processor-body.ts';
import { CARD_REFUSALS, roomEndpoint, TAGS, type ProcessorRouteDeps } from './room-endpoint.ts';

/** `POST /v1/processor-balances` */
export const enquireBalance = (deps: ProcessorRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/processor-balances',
    repeats: 'reads',
    summary: 'Ask the processor of a card for its balance',
    description:
      'Asks now. When the processor does not answer, what it said last is shown with its age and `fresh: false`; such a balance ' +
      'decides nothing. A POST, so that no card number stands in an address.',
    scope: 'sales:write',
    tags: TAGS,
    body: processorEnquirySchema,
    answers: { 200: processorBalanceSchema },
    refusals: [...CARD_REFUSALS, 'processors.balance.not_told'],
    examples: { body: { card: '2990 0000 0017' } },
    handler: async ({ principal, body }) => {
      const counted = await deps.guard.velocity(principal);
      if (!counted.ok) return counted;
      const outcome = await deps.processors.enquire(principal.tenant, body.card);
      if (outcome.ok || outcome.refusal === 'processors.balance.not_told') await counted.spare();
      if (!outcome.ok) return outcome;
      return { status: 200 as const, body: balanceBody(deps, outcome) };
    },
  });
