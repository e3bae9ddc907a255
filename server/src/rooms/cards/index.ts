export type { Card, CardState, CardType } from './card.ts';
export { CARD_NAME, cardKeys, identify, type Identified, type IdentifyDeps, type Identity } from './identify.ts';
export { cardsRefusals } from './refusals.ts';
export { cardSheet, type CardKey } from './store/card.ts';
