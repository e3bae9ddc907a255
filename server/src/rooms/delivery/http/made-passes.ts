import { passSecretPathSchema } from '../../../../../contract/delivery.ts';
import { countLook, NOT_KEPT, PUBLIC_TAGS, roomEndpoint, type DeliveryRouteDeps } from './room-endpoint.ts';

const shared = { method: 'GET', scope: 'public', tags: PUBLIC_TAGS, params: passSecretPathSchema } as const;
const REFUSALS = [
  'guards.attempts.too_many',
  'delivery.link.unusable',
  'delivery.view.unknown',
  'delivery.pass.unavailable',
] as const;

/** What an address opens: counted before anything is looked up, and refused in one time. */
async function behind<Made>(
  { guard, tokens }: DeliveryRouteDeps,
  secret: string,
  address: string,
  make: () => Promise<Made>,
) {
  const counted = await countLook({ guard, tokens }, secret, address);
  return counted.ok ? guard.level(make) : counted;
}

/** `GET /v1/gift-passes/:secret/card.pkpass` */
export const getMadeApplePass = (deps: DeliveryRouteDeps) =>
  roomEndpoint({
    ...shared,
    path: '/v1/gift-passes/:secret/card.pkpass',
    summary: 'Fetch the Apple Wallet pass of a card that was made with links',
    description:
      'Of a gift card once it is activated, of another from the start; until somebody claims it to his phone.',
    answers: { 200: { file: 'application/vnd.apple.pkpass' } },
    refusals: REFUSALS,
    handler: async ({ params, address }) => {
      const made = await behind(deps, params.secret, address, () => deps.delivery.applePassOfMade(params.secret));
      if (!made.ok) return made;
      const headers = { ...NOT_KEPT, 'content-disposition': 'attachment; filename="card.pkpass"' };
      return { status: 200 as const, body: made.pass as never, headers };
    },
  });

/** `GET /v1/gift-passes/:secret/google` */
export const openMadeGooglePass = (deps: DeliveryRouteDeps) =>
  roomEndpoint({
    ...shared,
    path: '/v1/gift-passes/:secret/google',
    summary: 'Go to Google Wallet with a card that was made with links',
    description:
      'Of a gift card once it is activated, of another from the start; until somebody claims it to his phone.',
    answers: { 303: null },
    refusals: REFUSALS,
    handler: async ({ params, address }) => {
      const made = await behind(deps, params.secret, address, () => deps.delivery.googleLinkOfMade(params.secret));
      return made.ok ? { status: 303 as const, body: undefined, headers: { ...NOT_KEPT, location: made.url } } : made;
    },
  });
