export { findCard } from './find-card.ts';
export type { CardReason } from './block-card.ts';
export type { Batch, BatchSource, BatchState } from './batch.ts';
export { createCardSlot } from './card-slot.ts';
export type { Card, CardCounts, CardLimits, CardState, CardType } from './card.ts';
export type { Asked } from './card-deps.ts';
export { folderOfProcess } from './card-files-folder.ts';
export { claimAgainst } from './claim-stock.ts';
export type { Asking, BatchInput, BatchOutcome } from './create-batch.ts';
export { cardsSheets, createCards, type Cards } from './create-cards.ts';
export type { KnowRange } from './present-card.ts';
export { effectAgainst, effectsOfBoth, isBlockedFrom, stateAt, type Effect } from './effect.ts';
export { findStock, stockWant } from './find-stock.ts';
export type { CustodyInput } from './record-custody.ts';
export type { PrintOrder } from './print/download-print-file.ts';
export type { PrintLayout } from './print/print-layout.ts';
export { openSealedFile } from './print/seal-file.ts';
export { growsToValue, isOfValue, VALUE_REASONS, type Suspension } from './suspension.ts';
export type { SuspensionInput } from './suspend-cards.ts';
export { CARD_NAME, cardKeys, identify, type Identified, type IdentifyDeps, type Identity } from './identify.ts';
export type { CardInput } from './issue-card.ts';
export {
  countUse,
  FINEST_DECIMALS,
  finestPoints,
  giveUseBack,
  isLimited,
  limitAgainst,
  roomToSpend,
  type KeptUse,
} from './limit.ts';
export { meantFor, type MeantFor } from './meant-for.ts';
export { moveCards } from './move-cards.ts';
export { findCardsToMove } from './read/cards-to-move.ts';
export { findValueBlocked } from './read/value-blocked.ts';
export type { StockEntry } from './make/encode-stock.ts';
export type { StockLoader } from './make/stock-loader.ts';
export type { RangeInput } from './open-range.ts';
export {
  createMaking,
  createMakingJobs,
  makingRefusals,
  stockDetailOf,
  type BatchToHandOut,
  type CardLinks,
  type Distribution,
  type HandsOut,
  type LinkReceiver,
  type LinksAbout,
  type ListedLinks,
  type OpenLinks,
  type CardMaking,
  type MakingDeps,
  type SentCard,
  type StockDetail,
} from './making/index.ts';
export { legacyPinDigest, pinDigestOf, verifyPin, type LegacyPin, type PinVerdict } from './pin.ts';
export type { CardAnswer, CardDeps, CardRecord } from './present-card.ts';
export { isNumberOf, type Range } from './range.ts';
export { cardsRefusals } from './refusals.ts';
export type { CardSettings } from './settings.ts';
export type { Stock, StockKey, StockState } from './stock.ts';
export { cardSheet, type CardKey } from './store/card.ts';
export { gaveWayTo, successorOf } from './successor.ts';
export { valueBlockOf, valueSuspensionOf } from './value-block.ts';
export { cipherContext, originsAfter, takeNumber, type NewCard, type NumberDeps } from './take-number.ts';
