import {
  cardPathSchema,
  linkPathSchema,
  linkStateSchema,
  sharedSchema,
  shareInputSchema,
} from '../../../../../contract/delivery.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { actorOf } from '../../../platform/audit.ts';
import { FAMILY } from '../../../platform/lanes/index.ts';
import { NAME_REFUSALS, nameOperation } from '../../members/index.ts';
import { idOf, nameOf } from '../names.ts';
import type { Shared } from '../share.ts';
import { NOT_KEPT, placeOf, roomEndpoint, TAGS, type DeliveryRouteDeps } from './room-endpoint.ts';

/** A link to pass on, as the API shows it. */
export const sharedBody = (
  { tokens }: Pick<DeliveryRouteDeps, 'tokens'>,
  { link, url, text }: Shared,
  repeated: boolean,
) => ({
  link: nameOf(tokens, 'link', link.link),
  url,
  text,
  expiresAt: isoFromInstant(link.expiresAt),
  repeated,
});

/** `POST /v1/gift-cards/:card/claim-links` */
export const shareCard = (deps: DeliveryRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/gift-cards/:card/claim-links',
    summary: 'Offer a gift card to whoever claims it first',
    description: 'On behalf of its holder. The card stays his until it is claimed; then it gets another number.',
    scope: 'deliveries:show',
    tags: TAGS,
    params: cardPathSchema,
    body: shareInputSchema,
    answers: { 201: sharedSchema },
    refusals: [
      ...NAME_REFUSALS,
      'operation.reference_reused',
      'delivery.card.not_held',
      'delivery.setting.missing',
      'delivery.link.open_already',
    ],
    handler: async ({ principal, params, body, clientReference }) => {
      const named = nameOperation(principal, FAMILY.followUp, body.reference, clientReference);
      if (!named.ok) return named;
      const found = placeOf(deps.tokens, params.card);
      if (!found.ok) return found;
      const holding = await deps.delivery.holdingOf(principal.tenant, found.place);
      if (!holding) return refuse('delivery.card.not_held');
      const { space, reference } = named.name;
      const outcome = await deps.delivery.share(holding, { space, reference, hours: body.hours }, actorOf(principal));
      if (!outcome.ok) return outcome;
      return { status: 201 as const, body: sharedBody(deps, outcome.shared, outcome.repeated), headers: NOT_KEPT };
    },
  });

/** `POST /v1/claim-links/:link/revoke` */
export const revokeLink = ({ delivery, tokens }: DeliveryRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/claim-links/:link/revoke',
    summary: 'Take the offer of a gift card back',
    scope: 'deliveries:show',
    tags: TAGS,
    params: linkPathSchema,
    answers: { 200: linkStateSchema },
    refusals: ['delivery.link.not_found', 'delivery.link.unfit_state'],
    handler: async ({ principal, params }) => {
      const id = idOf(tokens, 'link', params.link);
      if (id === undefined) return refuse('delivery.link.not_found');
      const outcome = await delivery.revokeLink(principal.tenant, id, actorOf(principal));
      return outcome.ok ? { status: 200 as const, body: { link: params.link, state: outcome.link.state } } : outcome;
    },
  });
