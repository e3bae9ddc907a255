import type { z } from 'zod';
import type { deliverySchema, shownCardSchema } from '../../../../../contract/delivery.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import type { Tokens } from '../../../kernel/token.ts';
import { nameOf } from '../names.ts';
import type { DeliveryShown } from '../read/deliveries.ts';
import type { Viewed } from '../view-card.ts';

/** A delivery as the API shows it. */
export const deliveryBody =
  (tokens: Tokens) =>
  (row: DeliveryShown): z.output<typeof deliverySchema> => ({
    delivery: nameOf(tokens, 'delivery', row.delivery),
    card: tokens.encode('card', row.card_lane, row.card),
    phone: row.phone_masked,
    amount: row.amount,
    unit: row.unit,
    state: row.state,
    ...(row.reason !== '' && { reason: row.reason }),
    ...(row.route !== '' && { route: row.route }),
    ...(row.platform !== '' && { platform: row.platform }),
    sends: row.sends,
    madeAt: isoFromInstant(row.made_at),
    stateAt: isoFromInstant(row.state_at),
  });

/** A card for who may see it, with the addresses of its pictures. */
export const viewedBody =
  (tokens: Tokens) =>
  ({ view, card, expiresAt }: Viewed): z.output<typeof shownCardSchema> => ({
    card: tokens.encode('card', card.lane, card.card),
    masked: card.masked,
    state: card.state,
    balance: card.balance,
    unit: card.unit,
    ...(card.expiresAt !== undefined && { expiresAt: isoFromInstant(card.expiresAt) }),
    view,
    viewUntil: isoFromInstant(expiresAt),
    links: {
      png: `/v1/gift-card-views/${view}/barcode.png`,
      svg: `/v1/gift-card-views/${view}/barcode.svg`,
      apple: `/v1/gift-card-views/${view}/card.pkpass`,
      google: `/v1/gift-card-views/${view}/google`,
    },
  });
