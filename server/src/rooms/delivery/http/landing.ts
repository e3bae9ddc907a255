import { landingPathSchema } from '../../../../../contract/delivery.ts';
import { cardPage } from '../card-page.ts';
import { deadPage, landingPage } from '../landing-page.ts';
import { storeOfBrowser } from '../phone-maker.ts';
import { countLook, NOT_KEPT, PUBLIC_TAGS, roomEndpoint, type DeliveryRouteDeps } from './room-endpoint.ts';

/** `GET /gift/:secret` */
export const openLanding = ({ delivery, guard, tokens }: DeliveryRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/gift/:secret',
    summary: 'The page behind the link of a card',
    description:
      'For a browser. Shows the masked gift card, or another card with its barcodes and passes, and claims it by a code to the phone. A ' +
      'dead link gets one page, whatever it died of.',
    scope: 'public',
    tags: PUBLIC_TAGS,
    params: landingPathSchema,
    answers: {
      200: { file: 'text/html; charset=utf-8' },
      404: { file: 'text/html; charset=utf-8' },
      429: { file: 'text/html; charset=utf-8' },
    },
    refusals: [],
    handler: async ({ params, address, language, caller }) => {
      const counted = await countLook({ guard, tokens }, params.secret, address);
      if (!counted.ok) {
        const page = deadPage(language, true);
        const wait = { 'retry-after': counted.facts?.['retry_after_s'] ?? '1' };
        return { status: 429 as const, body: page.html as never, headers: { ...NOT_KEPT, ...page.headers, ...wait } };
      }
      const outcome = await guard.level(() => delivery.openLink(params.secret));
      const store = storeOfBrowser(caller?.device ?? '');
      const page = !outcome.ok
        ? deadPage(language)
        : 'card' in outcome
          ? await cardPage(outcome.card, language, store)
          : landingPage(outcome.shown, language, store);
      const headers = { ...NOT_KEPT, ...page.headers };
      return { status: outcome.ok ? (200 as const) : (404 as const), body: page.html as never, headers };
    },
  });
