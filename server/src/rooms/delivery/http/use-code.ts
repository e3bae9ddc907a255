import { codeUsedSchema, codeUseSchema } from '../../../../../contract/delivery.ts';
import { FAMILY } from '../../../platform/lanes/index.ts';
import { nameOperation } from '../../members/index.ts';
import { roomEndpoint, TAGS, type DeliveryRouteDeps } from './room-endpoint.ts';

/** `POST /v1/gift-card-codes` */
export const useCode = ({ delivery, guard, tokens }: DeliveryRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/gift-card-codes',
    summary: 'Use a code up that a phone shows',
    description:
      'Lives a minute and is used once. The same reference gets the same answer; then go on with the card of the answer.',
    scope: 'deliveries:write',
    tags: TAGS,
    body: codeUseSchema,
    answers: { 200: codeUsedSchema },
    refusals: ['operation.reference_missing', 'guards.attempts.too_many', 'delivery.code.unusable'],
    handler: async ({ principal, body, clientReference }) => {
      const named = nameOperation(principal, FAMILY.followUp, body.reference, clientReference);
      if (!named.ok) return named;
      const { tenant, terminal, partner } = principal;
      const asked = await guard.velocity({ tenant, terminal, partner });
      if (!asked.ok) return asked;
      const { space, reference } = named.name;
      const outcome = await delivery.useCode(tenant, body.code, `${space}/${reference}`);
      if (!outcome.ok) return outcome;
      await asked.spare();
      const { lane, card, masked, balance, unit } = outcome.card;
      return { status: 200 as const, body: { card: tokens.encode('card', lane, card), masked, balance, unit } };
    },
  });
