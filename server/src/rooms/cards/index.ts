export { CARD_REASONS, type CardReason } from './block-card.ts';
export { createCardSlot } from './card-slot.ts';
export type { Card, CardState, CardType } from './card.ts';
export { cardsSheets, createCards, type Cards } from './create-cards.ts';
export { CARD_NAME, cardKeys, identify, type Identified, type IdentifyDeps, type Identity } from './identify.ts';
export type { CardInput } from './issue-card.ts';
export type { CardAnswer, CardDeps, CardRecord } from './present-card.ts';
export { cardsRefusals } from './refusals.ts';
export { cardSheet, type CardKey } from './store/card.ts';
