import {
  barcodeQuerySchema,
  cardPathSchema,
  saveLinkSchema,
  shownCardSchema,
  viewPathSchema,
} from '../../../../../contract/delivery.ts';
import { actorOf } from '../../../platform/audit.ts';
import { refuse } from '../../../kernel/refusal.ts';
import type { BarcodeFormat } from '../barcode.ts';
import { viewedBody } from './delivery-body.ts';
import { NOT_KEPT, placeOf, PUBLIC_TAGS, roomEndpoint, TAGS, type DeliveryRouteDeps } from './room-endpoint.ts';

/** `POST /v1/gift-cards/:card/views` */
export const viewCard = ({ delivery, tokens }: DeliveryRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/gift-cards/:card/views',
    summary: 'Open a look at a gift card that somebody has on his phone',
    description:
      'For five minutes its barcode and passes are fetched under the name in the answer. Repeating it opens another.',
    scope: 'deliveries:show',
    tags: TAGS,
    params: cardPathSchema,
    answers: { 201: shownCardSchema },
    refusals: ['delivery.card.not_held', 'delivery.card.unknown', 'delivery.setting.missing'],
    handler: async ({ principal, params }) => {
      const found = placeOf(tokens, params.card);
      if (!found.ok) return found;
      const holding = await delivery.holdingOf(principal.tenant, found.place);
      if (!holding?.isSettled) return refuse('delivery.card.not_held');
      const outcome = await delivery.openView(principal.tenant, found.place, actorOf(principal));
      if (!outcome.ok) return outcome;
      return { status: 201 as const, body: viewedBody(tokens)(outcome.viewed), headers: NOT_KEPT };
    },
  });

const MEDIA = { png: 'image/png', svg: 'image/svg+xml' } as const;

/** `GET /v1/gift-card-views/:view/barcode.png`, and `.svg` */
export const getBarcode = <Format extends BarcodeFormat>({ delivery }: DeliveryRouteDeps, format: Format) =>
  roomEndpoint({
    method: 'GET',
    path: `/v1/gift-card-views/:view/barcode.${format}`,
    summary: `Fetch the barcode of a look as ${format.toUpperCase()}`,
    description:
      'Who has the name of the look may see it; nothing else is asked. Not where the program shows codes of a minute.',
    scope: 'public',
    tags: PUBLIC_TAGS,
    params: viewPathSchema,
    query: barcodeQuerySchema,
    answers: { 200: { file: MEDIA[format] } },
    refusals: ['delivery.view.unknown', 'delivery.barcode.unfit'],
    handler: async ({ params, query }) => {
      const drawn = await delivery.drawView(params.view, format, query.symbology);
      return drawn.ok ? { status: 200 as const, body: drawn.image as never, headers: NOT_KEPT } : drawn;
    },
  });

/** `GET /v1/gift-card-views/:view/card.pkpass` */
export const getApplePass = ({ delivery }: DeliveryRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/gift-card-views/:view/card.pkpass',
    summary: 'Fetch the pass of a look for Apple Wallet',
    scope: 'public',
    tags: PUBLIC_TAGS,
    params: viewPathSchema,
    answers: { 200: { file: 'application/vnd.apple.pkpass' } },
    refusals: ['delivery.view.unknown', 'delivery.pass.unavailable'],
    handler: async ({ params }) => {
      const made = await delivery.applePass(params.view);
      if (!made.ok) return made;
      const headers = { ...NOT_KEPT, 'content-disposition': 'attachment; filename="gift-card.pkpass"' };
      return { status: 200 as const, body: made.pass as never, headers };
    },
  });

/** `GET /v1/gift-card-views/:view/google` */
export const makeGoogleLink = ({ delivery }: DeliveryRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/gift-card-views/:view/google',
    summary: 'Make the link that saves the card of a look in Google Wallet',
    scope: 'public',
    tags: PUBLIC_TAGS,
    params: viewPathSchema,
    answers: { 200: saveLinkSchema },
    refusals: ['delivery.view.unknown', 'delivery.pass.unavailable'],
    handler: async ({ params }) => {
      const made = await delivery.googleLink(params.view);
      return made.ok ? { status: 200 as const, body: { url: made.url }, headers: NOT_KEPT } : made;
    },
  });
