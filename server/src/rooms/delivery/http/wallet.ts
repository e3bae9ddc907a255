import {
  walletChangesQuerySchema,
  walletChangesSchema,
  walletDevicePathSchema,
  walletLogSchema,
  walletPassPathSchema,
  walletRegistrationPathSchema,
  walletRegistrationSchema,
} from '../../../../../contract/delivery.ts';
import { httpDateFromInstant, instantFromHttpDate } from '../../../kernel/http-date.ts';
import { WALLET_PATH } from '../apple-pass.ts';
import { idOf } from '../names.ts';
import { lastModifiedOf } from '../wallet/registration.ts';
import { NOT_KEPT, PUBLIC_TAGS, roomEndpoint, type DeliveryRouteDeps } from './room-endpoint.ts';

// What Apple calls the pass's web service: addresses and answers are Apple's, not ours.

const NO_TENANT = 0;
const REFUSALS = ['guards.attempts.too_many', 'delivery.pass.not_proved'] as const;
const shared = { scope: 'public', tags: PUBLIC_TAGS, headers: ['authorization'] } as const;

type Header = ((name: string) => string | undefined) | undefined;

/** The token of `Authorization: ApplePass …`; empty where there is none. */
const tokenIn = (header: Header): string =>
  /^ApplePass ([\w-]{16,100})$/.exec(header?.('authorization') ?? '')?.[1] ?? '';

/** Counts a question about a pass: a serial of ours by itself, since a street of phones has one address; others by the address. */
const countQuestion = ({ guard, tokens }: DeliveryRouteDeps, serial: string, address: string) =>
  guard.attempt({
    ...{ tenant: NO_TENANT, address },
    ...(idOf(tokens, 'pass', serial) !== undefined && { knownDevice: `pass/${serial}` }),
  });

/** `POST /v1/apple-wallet/v1/devices/:device/registrations/:passType/:serial` */
export const registerWalletPhone = (deps: DeliveryRouteDeps) =>
  roomEndpoint({
    ...shared,
    method: 'POST',
    path: `${WALLET_PATH}/v1/devices/:device/registrations/:passType/:serial`,
    summary: 'Register a phone for news of a pass (Apple Wallet)',
    description: 'For phones. 201: from now on. 200: already. `Authorization: ApplePass <token of the pass>`.',
    params: walletRegistrationPathSchema,
    body: walletRegistrationSchema,
    answers: { 200: null, 201: null },
    refusals: REFUSALS,
    handler: async ({ params, body, header, address }) => {
      const counted = await countQuestion(deps, params.serial, address);
      if (!counted.ok) return counted;
      const named = { passType: params.passType, serial: params.serial, token: tokenIn(header) };
      const phone = { device: params.device, pushToken: body.pushToken };
      const outcome = await deps.delivery.registerPhone(named, phone);
      if (!outcome.ok) return outcome;
      return outcome.isNew ? { status: 201 as const, body: undefined } : { status: 200 as const, body: undefined };
    },
  });

/** `DELETE /v1/apple-wallet/v1/devices/:device/registrations/:passType/:serial` */
export const unregisterWalletPhone = (deps: DeliveryRouteDeps) =>
  roomEndpoint({
    ...shared,
    method: 'DELETE',
    path: `${WALLET_PATH}/v1/devices/:device/registrations/:passType/:serial`,
    summary: 'Forget that a phone wants news of a pass (Apple Wallet)',
    params: walletRegistrationPathSchema,
    answers: { 200: null },
    refusals: REFUSALS,
    handler: async ({ params, header, address }) => {
      const counted = await countQuestion(deps, params.serial, address);
      if (!counted.ok) return counted;
      const named = { passType: params.passType, serial: params.serial, token: tokenIn(header) };
      const outcome = await deps.delivery.unregisterPhone(named, params.device);
      return outcome.ok ? { status: 200 as const, body: undefined } : outcome;
    },
  });

/** `GET /v1/apple-wallet/v1/devices/:device/registrations/:passType` */
export const listChangedPasses = ({ delivery, guard }: DeliveryRouteDeps) =>
  roomEndpoint({
    scope: 'public',
    tags: PUBLIC_TAGS,
    method: 'GET',
    path: `${WALLET_PATH}/v1/devices/:device/registrations/:passType`,
    summary: "List a phone's passes that have changed (Apple Wallet)",
    description: 'Serials only, since the phone shows no token here. 204: none has changed since the tag.',
    params: walletDevicePathSchema,
    query: walletChangesQuerySchema,
    answers: { 200: walletChangesSchema, 204: null },
    refusals: ['guards.attempts.too_many'],
    handler: async ({ params, query, address }) => {
      const since = query.passesUpdatedSince ?? '';
      const changed = await delivery.changedSerials({ device: params.device, passType: params.passType, since });
      if (changed) return { status: 200 as const, body: changed, headers: NOT_KEPT };
      // A device that has nothing to ask for may be made up: those are counted.
      const counted = await guard.attempt({ tenant: NO_TENANT, address });
      return counted.ok ? { status: 204 as const, body: undefined } : counted;
    },
  });

/** `GET /v1/apple-wallet/v1/passes/:passType/:serial` */
export const getLatestPass = (deps: DeliveryRouteDeps) =>
  roomEndpoint({
    ...shared,
    headers: ['authorization', 'if-modified-since'],
    method: 'GET',
    path: `${WALLET_PATH}/v1/passes/:passType/:serial`,
    summary: 'Fetch a pass as it is now (Apple Wallet)',
    description: '304: as it was at `If-Modified-Since`.',
    params: walletPassPathSchema,
    answers: { 200: { file: 'application/vnd.apple.pkpass' }, 304: null },
    refusals: [...REFUSALS, 'delivery.pass.unavailable'],
    handler: async ({ params, header, address }) => {
      const counted = await countQuestion(deps, params.serial, address);
      if (!counted.ok) return counted;
      const named = { passType: params.passType, serial: params.serial, token: tokenIn(header) };
      const latest = await deps.delivery.latestPass(named);
      if (!latest.ok) return latest;
      const since = instantFromHttpDate(header?.('if-modified-since') ?? '');
      if (since !== undefined && latest.of.changedAt <= since) return { status: 304 as const, body: undefined };
      const modified = httpDateFromInstant(lastModifiedOf(latest.of, deps.delivery.deps.clock.now()));
      return { status: 200 as const, body: latest.pass as never, headers: { ...NOT_KEPT, 'last-modified': modified } };
    },
  });

/** `POST /v1/apple-wallet/v1/log` */
export const takeWalletLog = ({ guard, log }: DeliveryRouteDeps) =>
  roomEndpoint({
    scope: 'public',
    tags: PUBLIC_TAGS,
    method: 'POST',
    path: `${WALLET_PATH}/v1/log`,
    summary: 'Take what a phone reports of this service (Apple Wallet)',
    description: 'Anybody may send it: it is cut, cleaned of figures that could be a card, and logged.',
    body: walletLogSchema,
    answers: { 200: null },
    refusals: ['guards.attempts.too_many'],
    bodyLimit: 16 * 1024,
    handler: async ({ body, address }) => {
      const counted = await guard.attempt({ tenant: NO_TENANT, address });
      if (!counted.ok) return counted;
      const said = body.logs.map((line) => line.slice(0, 300).replace(/\d{5,}|gft_\w+|ApplePass\s+\S+/gi, '•••'));
      log?.info({ said }, 'a phone reports about passes');
      return { status: 200 as const, body: undefined };
    },
  });
