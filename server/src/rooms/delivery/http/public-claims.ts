import {
  acceptedSchema,
  claimCodeInputSchema,
  claimedSchema,
  claimInputSchema,
  declineSchema,
  secretPathSchema,
  shownLinkSchema,
} from '../../../../../contract/delivery.ts';
import { nameOf } from '../names.ts';
import { countLook, NOT_KEPT, PUBLIC_TAGS, roomEndpoint, type DeliveryRouteDeps } from './room-endpoint.ts';

// A link belongs to a tenant that only it tells; until then attempts count by device and address.
const NO_TENANT = 0;

const shared = { scope: 'public', tags: PUBLIC_TAGS, params: secretPathSchema } as const;

/** `GET /v1/gift-links/:secret` */
export const showLink = ({ delivery, guard, tokens }: DeliveryRouteDeps) =>
  roomEndpoint({
    ...shared,
    method: 'GET',
    path: '/v1/gift-links/:secret',
    summary: 'Show what a link offers',
    answers: { 200: shownLinkSchema },
    refusals: ['guards.attempts.too_many', 'delivery.link.unusable'],
    handler: async ({ params, address }) => {
      const counted = await countLook({ guard, tokens }, params.secret, address);
      if (!counted.ok) return counted;
      const outcome = await guard.level(() => delivery.openLink(params.secret));
      if (!outcome.ok) return outcome;
      if ('card' in outcome) {
        const { brand, masked, type } = outcome.card;
        return { status: 200 as const, body: { type, brand, masked }, headers: NOT_KEPT };
      }
      const { brand, masked, balance, unit } = outcome.shown;
      return { status: 200 as const, body: { type: 'gift' as const, brand, masked, balance, unit }, headers: NOT_KEPT };
    },
  });

/** `POST /v1/gift-links/:secret/codes` */
export const sendClaimCode = ({ delivery, guard }: DeliveryRouteDeps) =>
  roomEndpoint({
    ...shared,
    method: 'POST',
    path: '/v1/gift-links/:secret/codes',
    summary: 'Send the code that claims a gift card',
    description:
      'The answer is the same whether one was sent or not. A card that waits for one phone sends to no other.',
    body: claimCodeInputSchema,
    answers: { 202: acceptedSchema },
    refusals: ['guards.attempts.too_many'],
    handler: async ({ params, body, address }) => {
      const counted = await guard.attempt({ tenant: NO_TENANT, address, device: body.device });
      if (!counted.ok) return counted;
      await guard.level(() => delivery.sendClaimCode(params.secret, body.phone));
      return { status: 202 as const, body: { accepted: true as const } };
    },
  });

/** `POST /v1/gift-links/:secret/claim` */
export const claimLink = ({ delivery, guard, tokens }: DeliveryRouteDeps) =>
  roomEndpoint({
    ...shared,
    method: 'POST',
    path: '/v1/gift-links/:secret/claim',
    summary: 'Claim a gift card',
    description:
      'By the code that was sent to the phone. One who claims wins; everybody else is told that the link is not valid.',
    body: claimInputSchema,
    answers: { 200: claimedSchema },
    refusals: ['guards.attempts.too_many', 'delivery.link.unusable', 'delivery.device.key_malformed'],
    handler: async ({ params, body, address }) => {
      const counted = await guard.attempt({ tenant: NO_TENANT, address, device: body.device });
      if (!counted.ok) return counted;
      const { phone, code, app } = body;
      const outcome = await guard.level(() => delivery.claim({ secret: params.secret, phone, code, device: app }));
      if (!outcome.ok) return outcome;
      const { device, cards } = outcome;
      return {
        status: 200 as const,
        body: { cards, ...(device !== undefined && { device: nameOf(tokens, 'device', device) }) },
        headers: NOT_KEPT,
      };
    },
  });

/** `POST /v1/gift-links/:secret/decline` */
export const declineLink = ({ delivery, guard }: DeliveryRouteDeps) =>
  roomEndpoint({
    ...shared,
    method: 'POST',
    path: '/v1/gift-links/:secret/decline',
    summary: 'Say no to a gift card that was offered',
    description: 'The link ends, and the card stays where it is.',
    body: declineSchema,
    answers: { 202: acceptedSchema },
    refusals: ['guards.attempts.too_many', 'delivery.link.unusable'],
    handler: async ({ params, body, address }) => {
      const counted = await guard.attempt({ tenant: NO_TENANT, address, device: body.device });
      if (!counted.ok) return counted;
      const outcome = await guard.level(() => delivery.decline(params.secret));
      return outcome.ok ? { status: 202 as const, body: { accepted: true as const } } : outcome;
    },
  });
