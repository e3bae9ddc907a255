import { passSecretPathSchema } from '../../../../../contract/delivery.ts';
import { countLook, NOT_KEPT, PUBLIC_TAGS, roomEndpoint, type DeliveryRouteDeps } from './room-endpoint.ts';

const shared = { method: 'GET', scope: 'public', tags: PUBLIC_TAGS, params: passSecretPathSchema } as const;
const REFUSALS = [
  'guards.attempts.too_many',
  'delivery.link.unusable',
  'delivery.view.unknown',
  'delivery.pass.unavailable',
] as const;

/** A look at the card behind a pass address: counted before anything is looked up, and refused in one time. */
async function lookAt({ delivery, guard, tokens }: DeliveryRouteDeps, secret: string, address: string) {
  const counted = await countLook({ guard, tokens }, secret, address);
  return counted.ok ? guard.level(() => delivery.viewByPassSecret(secret)) : counted;
}

/** `GET /v1/gift-passes/:secret/card.pkpass` */
export const getMadeApplePass = (deps: DeliveryRouteDeps) =>
  roomEndpoint({
    ...shared,
    path: '/v1/gift-passes/:secret/card.pkpass',
    summary: 'Fetch the Apple Wallet pass of a card that was made with links',
    description: 'Once the card is activated, and until somebody claims it to his phone.',
    answers: { 200: { file: 'application/vnd.apple.pkpass' } },
    refusals: REFUSALS,
    handler: async ({ params, address }) => {
      const looked = await lookAt(deps, params.secret, address);
      if (!looked.ok) return looked;
      const made = await deps.delivery.applePass(looked.view);
      if (!made.ok) return made;
      const headers = { ...NOT_KEPT, 'content-disposition': 'attachment; filename="gift-card.pkpass"' };
      return { status: 200 as const, body: made.pass as never, headers };
    },
  });

/** `GET /v1/gift-passes/:secret/google` */
export const openMadeGooglePass = (deps: DeliveryRouteDeps) =>
  roomEndpoint({
    ...shared,
    path: '/v1/gift-passes/:secret/google',
    summary: 'Go to Google Wallet with a card that was made with links',
    description: 'Once the card is activated, and until somebody claims it to his phone.',
    answers: { 303: null },
    refusals: REFUSALS,
    handler: async ({ params, address }) => {
      const looked = await lookAt(deps, params.secret, address);
      if (!looked.ok) return looked;
      const made = await deps.delivery.googleLink(looked.view);
      return made.ok ? { status: 303 as const, body: undefined, headers: { ...NOT_KEPT, location: made.url } } : made;
    },
  });
