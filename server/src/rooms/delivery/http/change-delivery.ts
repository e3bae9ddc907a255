import { deliveryPathSchema, deliverySchema } from '../../../../../contract/delivery.ts';
import { actorOf } from '../../../platform/audit.ts';
import { refuse } from '../../../kernel/refusal.ts';
import type { Principal } from '../../partners/index.ts';
import { idOf } from '../names.ts';
import { deliveryBody } from './delivery-body.ts';
import { roomEndpoint, TAGS, type DeliveryRouteDeps } from './room-endpoint.ts';
import { seenBy } from './seen.ts';

const shared = {
  method: 'POST',
  scope: 'deliveries:manage',
  tags: TAGS,
  params: deliveryPathSchema,
  answers: { 200: deliverySchema },
} as const;

const shownAfter = async ({ delivery, tokens }: DeliveryRouteDeps, tenant: number, id: bigint) => {
  const found = await delivery.find(tenant, id);
  if (!found) return refuse('delivery.delivery.not_found');
  return { status: 200 as const, body: deliveryBody(tokens)(found.shown) };
};

const byOf = (principal: Principal) => ({ ...actorOf(principal), credential: principal.credential });

/** Whether it is there for whoever asks: one of another partner or outlet is not. */
const isSeen = async ({ delivery, partners }: DeliveryRouteDeps, principal: Principal, id: bigint): Promise<boolean> =>
  (await delivery.find(principal.tenant, id, seenBy(partners, principal))) !== undefined;

/** `POST /v1/gift-card-deliveries/:delivery/resend` */
export const resendDelivery = (deps: DeliveryRouteDeps) =>
  roomEndpoint({
    ...shared,
    path: '/v1/gift-card-deliveries/:delivery/resend',
    summary: 'Send a gift card once more',
    description:
      'Five times in all, a minute apart. While it waits to be sent this does nothing, so it may be repeated.',
    refusals: [
      'delivery.delivery.not_found',
      'delivery.delivery.unfit_state',
      'delivery.delivery.resent_too_often',
      'delivery.card.on_its_way',
    ],
    handler: async ({ principal, params }) => {
      const id = idOf(deps.tokens, 'delivery', params.delivery);
      if (id === undefined || !(await isSeen(deps, principal, id))) return refuse('delivery.delivery.not_found');
      const outcome = await deps.delivery.resend(principal.tenant, id, byOf(principal));
      return outcome.ok ? shownAfter(deps, principal.tenant, id) : outcome;
    },
  });

/** `POST /v1/gift-card-deliveries/:delivery/withdraw` */
export const withdrawDelivery = (deps: DeliveryRouteDeps) =>
  roomEndpoint({
    ...shared,
    path: '/v1/gift-card-deliveries/:delivery/withdraw',
    summary: 'Take a gift card back from the phone',
    description: 'Link, pass and holder end; what the card is worth does not change.',
    refusals: ['delivery.delivery.not_found'],
    handler: async ({ principal, params }) => {
      const id = idOf(deps.tokens, 'delivery', params.delivery);
      if (id === undefined || !(await isSeen(deps, principal, id))) return refuse('delivery.delivery.not_found');
      const outcome = await deps.delivery.withdraw(principal.tenant, id, byOf(principal));
      return outcome.ok ? shownAfter(deps, principal.tenant, id) : outcome;
    },
  });
