import type { Delivery, Platform } from './delivery.ts';
import type { DeliverySetting } from './setting.ts';

/** Templates of this room, to be found under these codes in the room notifications. */
export const TEMPLATES = {
  /** To a phone whose app is there: a push. */
  arrived: 'delivery.card.arrived',
  /** To a phone without it: an SMS with the link. */
  waiting: 'delivery.card.waiting',
  /** To who gave a card, once somebody has claimed it. */
  given: 'delivery.card.given',
} as const;

/** The link to the app: the store of the phone's own platform where it is known, else the page that asks the phone itself. */
export function storeLinkOf(setting: DeliverySetting, platform: Platform | '', landing: string): string {
  if (platform === 'ios') return setting.stores.ios ?? landing;
  if (platform === 'android') return setting.stores.android ?? landing;
  return landing;
}

/** Where a person opens a link. */
export const landingUrl = (setting: DeliverySetting, secret: string): string => `${setting.publicUrl}/gift/${secret}`;

/** What the message speaks of. Nothing here opens the card by itself: the link asks for the phone's code. */
export const factsOf = (setting: DeliverySetting, delivery: Delivery, link: string) => ({
  brand: setting.brand,
  amount: delivery.amount,
  unit: delivery.unit,
  link,
});
