import { readableNumber } from '../../kernel/readable.ts';
import type { Delivery, Platform } from './delivery.ts';
import type { DeliverySetting } from './setting.ts';

/** Templates of the room notifications. */
export const TEMPLATES = {
  /** A card that waits: a push to its app, an SMS with the link to everybody else. */
  waiting: 'gift-card',
  /** The link of a card that was made, by SMS or e-mail. */
  link: 'card-link',
  /** To who gave a card, once somebody has claimed it. */
  given: 'gift-card-given',
  /** To who claimed it. */
  received: 'gift-card-received',
  /** To everybody through whose hands it went. */
  blocked: 'gift-card-blocked',
} as const;

/** The link to the app: the store of the phone's own platform where it is known, else the page, which offers that of the browser that opens it. */
export function storeLinkOf(setting: DeliverySetting, platform: Platform | '', landing: string): string {
  if (platform === 'ios') return setting.stores.ios ?? landing;
  if (platform === 'android') return setting.stores.android ?? landing;
  return landing;
}

/** Where a person opens a link. */
export const landingUrl = (setting: DeliverySetting, secret: string): string => `${setting.publicUrl}/gift/${secret}`;

/** What the message speaks of. Nothing here opens the card by itself: the link asks for the phone's code. */
export const factsOf = (setting: DeliverySetting, delivery: Delivery, link: string) => ({
  tenant: setting.brand,
  amount: `${readableNumber(delivery.amount, delivery.language)} ${delivery.unit}`,
  url: link,
});
