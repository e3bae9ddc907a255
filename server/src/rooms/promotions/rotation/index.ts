export { createRotation } from './create-rotation.ts';
export type { Rotation } from './create-rotation.ts';
export { HORIZON_DAYS } from './offers.ts';
export type { Offer, OfferSet, Place } from './offers.ts';
export { notOffline } from './offline.ts';
export type { NotOffline } from './offline.ts';
