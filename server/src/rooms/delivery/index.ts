export type { DeliveryInput } from './accept.ts';
export { createDelivery, type DeliveryRoom } from './create-delivery.ts';
export type { CardPlace, Delivery, DeliveryState, Platform, Route } from './delivery.ts';
export type { DeliveryDeps, GiftCard, GiftCardSlot, Reach, ReachSlot, SaleSlot } from './deps.ts';
export { signedText } from './device.ts';
export { createGiftCardSlot } from './gift-card-slot.ts';
export { createReach } from './reach.ts';
export { deliveryRefusals } from './refusals.ts';
export type { DeliverySetting } from './setting.ts';
