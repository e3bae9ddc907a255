export { accrue, creditLot, type Credit } from './accrue.ts';
export {
  currentWallet,
  lotsInMemory,
  openBooking,
  putWallet,
  touchLot,
  walletOfType,
  walletsOf,
  type Booking,
} from './booking.ts';
export type { Unearned } from './cancel-own.ts';
export { capture } from './capture.ts';
export { clawBack, type ClawBackPolicy, type ClawedBack, type NegativeBalancePolicy } from './claw-back.ts';
export { appendEntry, bookedOn, type EntryFrame, type Site } from './entry.ts';
export { createPoints, type Points } from './create-points.ts';
export { spendingAgainst, type PointsDeps } from './operations/holder.ts';
export type { KeptByQuote, QuoteSlot } from './operations/quote-slot.ts';
export { foreseeForfeiting, forfeitAll, holdsAnything, type Forfeited } from './forfeit.ts';
export { forfeitOfErased, isErased } from './forfeit-of-erased.ts';
export type { AdjustmentReason } from './operations/reason.ts';
export { carryOn, moveWallet, type Moved } from './move-wallet.ts';
export { isIdleType, lastUntil, noteActivity } from './idle.ts';
export { unfreezeLots } from './freeze.ts';
export { holdPoints } from './hold-points.ts';
export type { Hold } from './hold.ts';
export { keptAvailableOf, keepWallet, type KeptAmount, type KeptOwner, type KeptWallet } from './kept-wallet.ts';
export { isFrom, type Lot } from './lot.ts';
export { redeemUncovered } from './owe.ts';
export { paysOf } from './pays.ts';
export { endingsOf } from './endings.ts';
export { planSpending } from './plan-spending.ts';
export type { SpendingAsked, SpendingPart, SpendingPlan } from './plan-spending.ts';
export type { PayableLine, PayingPlace, PayingWallet, SpendingReason } from './wallet-limits.ts';
export {
  endText,
  pointsText,
  presentBooked,
  presentMember,
  presentWallet,
  type Amount,
  type OperationAnswer,
  type PresentDeps,
  type WalletAnswer,
} from './present.ts';
export { hasFrozenLots, readEndedFrozen, type EndedFrozen } from './read/ended-frozen.ts';
export {
  heldByRow,
  homeOf,
  legsOf,
  LOTS_READ_MAX,
  lotsOfRow,
  postingsOfRow,
  SIDES,
  type BookedPosting,
  type LotMoved,
} from './read/booked.ts';
export { redeem } from './redeem.ts';
export { pointsRefusals } from './refusals.ts';
export { release } from './release.ts';
export { partsToRestore, restore, takenParts, type RestoreOrder, type TakenPart } from './restore.ts';
export { type Append } from './settle.ts';
export { foreseeWallets, settleOwner, type SettleDeps } from './settle-owner.ts';
export type { Debt } from './debt.ts';
export { countDay, joinDays, limitsDays, spentToday } from './day-spent.ts';
export { daySpentSheet } from './store/day-spent.ts';
export { holdSheet, openHoldSheet } from './store/hold.ts';
export { lotSheet, originSheet, spendableSheet } from './store/lot.ts';
export { accountSheet, type MasterAccount } from './store/wallet.ts';
export { takeFromLots, type Taken } from './take.ts';
export { transfer } from './transfer.ts';
export { undoUncovered, type Undone } from './undo-uncovered.ts';
export { availableOf, hasMovable, type Wallet } from './wallet.ts';
export { createWalletTypes, type WalletTypes } from './wallet-types.ts';
export {
  chooseType,
  pointsFor,
  walletRulesSchema,
  walletValiditySchema,
  worthOf,
  type WalletPurpose,
  type WalletRules,
  type WalletName,
  type WalletType,
} from './wallet-type.ts';
export { noteExpiring } from './note-expiring.ts';
export { pointsSheets } from './store/sheets.ts';
export { verifyJournal, type LaneVerified, type Verified, type VerifyOptions } from './verify.ts';
