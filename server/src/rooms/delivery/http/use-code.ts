import { codeUsedSchema, codeUseSchema } from '../../../../../contract/delivery.ts';
import type { Refusal } from '../../../kernel/refusal.ts';
import { FAMILY } from '../../../platform/lanes/index.ts';
import { nameOperation } from '../../members/index.ts';
import { TILL_REFUSALS } from '../../partners/index.ts';
import { roomEndpoint, TAGS, type DeliveryRouteDeps } from './room-endpoint.ts';

/** `POST /v1/gift-card-codes` */
export const useCode = ({ delivery, guard, partners, tokens }: DeliveryRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/gift-card-codes',
    summary: 'Use a code up that a phone shows',
    description:
      'Lives a minute and is used once. The same reference gets the same answer; then go on with the card of the answer: ' +
      'within a minute the same till pays with it once, or holds its value.',
    scope: 'deliveries:write',
    tags: TAGS,
    body: codeUseSchema,
    answers: { 200: codeUsedSchema },
    refusals: [...TILL_REFUSALS, 'guards.attempts.too_many', 'delivery.code.unusable'],
    handler: async ({ principal, body, clientReference }) => {
      const named = nameOperation(principal, FAMILY.followUp, body.reference, clientReference);
      if (!named.ok) return named;
      const till = partners.resolveTill(principal, body);
      // What a notice alone is refused for is in its type, and never in what it gives here.
      if (!till.ok) return till as Refusal<never>;
      const { tenant } = principal;
      const { terminal } = till.terminal;
      const asked = await guard.velocity({ tenant, terminal, partner: till.partner.partner });
      if (!asked.ok) return asked;
      const { space, reference } = named.name;
      const outcome = await delivery.useCode(tenant, { code: body.code, usedBy: `${space}/${reference}`, terminal });
      if (!outcome.ok) return outcome;
      await asked.spare();
      const { lane, card, masked, balance, unit } = outcome.card;
      return { status: 200 as const, body: { card: tokens.encode('card', lane, card), masked, balance, unit } };
    },
  });
