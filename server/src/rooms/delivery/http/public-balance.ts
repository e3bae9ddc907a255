import { publicBalanceInputSchema, publicBalanceSchema } from '../../../../../contract/delivery.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import { NOT_KEPT, PUBLIC_TAGS, roomEndpoint, type DeliveryRouteDeps } from './room-endpoint.ts';

// A tenant that is not there is counted and answered like one whose cards are unknown.
const NO_TENANT = -1;

/** `POST /v1/gift-card-balance` */
export const tellBalance = ({ delivery, guard, programs }: DeliveryRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/gift-card-balance',
    summary: 'Tell a gift card balance by number and PIN',
    description:
      'For everybody. One answer in one time for an unknown number, a wrong PIN, and a card that is blocked, expired, empty, not ' +
      'activated or destroyed. Attempts are counted by device, address and tenant before anything is looked up; a device that was ' +
      'right about the card before is counted by itself (`knownDevice`).',
    scope: 'public',
    tags: PUBLIC_TAGS,
    body: publicBalanceInputSchema,
    answers: { 200: publicBalanceSchema },
    refusals: ['guards.attempts.too_many', 'delivery.balance.not_told'],
    handler: async ({ body, address }) => {
      const tenant = programs.settings().tenantByCode(body.tenant)?.tenant;
      const question = { tenant, number: body.card.number, pin: body.card.pin, known: body.knownDevice };
      const counted = await guard.attempt({
        tenant: tenant ?? NO_TENANT,
        address,
        device: body.device,
        knownDevice: delivery.knownAt(question),
      });
      if (!counted.ok) return counted;
      const outcome = await guard.level(() => delivery.tellBalance(question));
      if (!outcome.ok) return outcome;
      const { balance, unit, expiresAt } = outcome.card;
      return {
        status: 200 as const,
        body: {
          ...{ balance, unit, knownDevice: outcome.known },
          ...(expiresAt !== undefined && { expiresAt: isoFromInstant(expiresAt) }),
        },
        headers: NOT_KEPT,
      };
    },
  });
