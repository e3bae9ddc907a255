import {
  deviceCardInputSchema,
  deviceCardsInputSchema,
  deviceCardsSchema,
  deviceRevokeInputSchema,
  deviceShareInputSchema,
  linkStateSchema,
  sharedSchema,
  shownCardSchema,
  shownCodeSchema,
} from '../../../../../contract/delivery.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import { idOf } from '../names.ts';
import { viewedBody } from './delivery-body.ts';
import { sharedBody } from './links.ts';
import { NOT_KEPT, PUBLIC_TAGS, roomEndpoint, type DeliveryRouteDeps } from './room-endpoint.ts';

// A device belongs to a tenant that only it tells.
const NO_TENANT = 0;
const shared = { method: 'POST', scope: 'public', tags: PUBLIC_TAGS } as const;
const REFUSALS = ['guards.attempts.too_many', 'delivery.device.not_proved'] as const;

type Asked = { readonly device: string; readonly at: string; readonly signature: string };
const signedOf = ({ device, at, signature }: Asked): Asked => ({ device, at, signature });

/** A name that we gave cannot be guessed: who has one is counted by it, however many share his address. Others by that. */
const countOf = ({ guard, tokens }: DeliveryRouteDeps, address: string, { device }: Asked) =>
  guard.attempt({
    tenant: NO_TENANT,
    address,
    ...(idOf(tokens, 'device', device) !== undefined && { knownDevice: device }),
  });

/** `POST /v1/device/cards` */
export const deviceCards = (deps: DeliveryRouteDeps) =>
  roomEndpoint({
    ...shared,
    path: '/v1/device/cards',
    summary: 'List the gift cards of a phone',
    description: 'Signed by its app, under the word `cards`. `isReady` is false while a card gets its new number.',
    body: deviceCardsInputSchema,
    answers: { 200: deviceCardsSchema },
    refusals: REFUSALS,
    handler: async ({ body, address }) => {
      const counted = await countOf(deps, address, body);
      if (!counted.ok) return counted;
      const outcome = await deps.guard.level(() => deps.delivery.cardsOfDevice(signedOf(body)));
      if (!outcome.ok) return outcome;
      const cards = outcome.holdings.map((one) => ({
        card: deps.tokens.encode('card', one.lane, one.card),
        isReady: one.isSettled,
        since: isoFromInstant(one.heldFrom),
      }));
      return { status: 200 as const, body: { cards }, headers: NOT_KEPT };
    },
  });

/** `POST /v1/device/views` */
export const deviceView = (deps: DeliveryRouteDeps) =>
  roomEndpoint({
    ...shared,
    path: '/v1/device/views',
    summary: 'Open a look at a gift card of the phone',
    description: 'Signed by its app, under the word `view`.',
    body: deviceCardInputSchema,
    answers: { 201: shownCardSchema },
    refusals: [...REFUSALS, 'delivery.card.unknown', 'delivery.setting.missing'],
    handler: async ({ body, address }) => {
      const counted = await countOf(deps, address, body);
      if (!counted.ok) return counted;
      const question = { signed: signedOf(body), card: body.card };
      const outcome = await deps.guard.level(() => deps.delivery.viewAsDevice(question));
      if (!outcome.ok) return outcome;
      return { status: 201 as const, body: viewedBody(deps.tokens)(outcome.viewed), headers: NOT_KEPT };
    },
  });

/** `POST /v1/device/codes` */
export const deviceCode = (deps: DeliveryRouteDeps) =>
  roomEndpoint({
    ...shared,
    path: '/v1/device/codes',
    summary: 'Show a code of a minute for a gift card of the phone',
    description: 'Signed by its app, under the word `code`. Used once, by the till that scans it first.',
    body: deviceCardInputSchema,
    answers: { 201: shownCodeSchema },
    refusals: [...REFUSALS, 'delivery.code.not_offered', 'delivery.card.not_held'],
    handler: async ({ body, address }) => {
      const counted = await countOf(deps, address, body);
      if (!counted.ok) return counted;
      const question = { signed: signedOf(body), card: body.card };
      const outcome = await deps.guard.level(() => deps.delivery.codeAsDevice(question));
      if (!outcome.ok) return outcome;
      const { code, svg, expiresAt } = outcome.shown;
      return { status: 201 as const, body: { code, svg, expiresAt: isoFromInstant(expiresAt) }, headers: NOT_KEPT };
    },
  });

/** `POST /v1/device/claim-links` */
export const deviceShare = (deps: DeliveryRouteDeps) =>
  roomEndpoint({
    ...shared,
    path: '/v1/device/claim-links',
    summary: 'Offer a gift card of the phone to whoever claims it first',
    description: 'Signed by its app, under the word `share`.',
    body: deviceShareInputSchema,
    answers: { 201: sharedSchema },
    refusals: [
      ...REFUSALS,
      'operation.reference_reused',
      'delivery.card.not_held',
      'delivery.setting.missing',
      'delivery.link.open_already',
    ],
    handler: async ({ body, address }) => {
      const counted = await countOf(deps, address, body);
      if (!counted.ok) return counted;
      const { card, reference, hours } = body;
      const question = { signed: signedOf(body), card, reference, hours };
      const outcome = await deps.guard.level(() => deps.delivery.shareAsDevice(question));
      if (!outcome.ok) return outcome;
      return { status: 201 as const, body: sharedBody(deps, outcome.shared, outcome.repeated), headers: NOT_KEPT };
    },
  });

/** `POST /v1/device/claim-links/revoke` */
export const deviceRevoke = (deps: DeliveryRouteDeps) =>
  roomEndpoint({
    ...shared,
    path: '/v1/device/claim-links/revoke',
    summary: 'Take an offer of the phone back',
    description: 'Signed by its app, under the word `revoke`, with the link in place of the card.',
    body: deviceRevokeInputSchema,
    answers: { 200: linkStateSchema },
    refusals: [...REFUSALS, 'delivery.link.not_found', 'delivery.link.unfit_state'],
    handler: async ({ body, address }) => {
      const counted = await countOf(deps, address, body);
      if (!counted.ok) return counted;
      const question = { signed: signedOf(body), link: body.link };
      const outcome = await deps.guard.level(() => deps.delivery.revokeAsDevice(question));
      if (!outcome.ok) return outcome;
      return { status: 200 as const, body: { link: body.link, state: outcome.link.state }, headers: NOT_KEPT };
    },
  });
