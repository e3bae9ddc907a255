export { createCheckout, type Checkout, type CheckoutGround } from './create-checkout.ts';
export type { ClaimOfReceipt } from './claim-receipt.ts';
export { checkoutRefusals } from './refusals.ts';
export type { Return } from './return.ts';
export type { Manner, QuotePromise, Sale, SoldLine, Tender } from './sale.ts';
export type { SaleAnswer } from './present-sale.ts';
export type { ReturnAnswer } from './present-return.ts';
export type { QuoteAnswer } from './quote-sale.ts';
export { checkoutSheets } from './store/sheets.ts';
export type { Void } from './void.ts';
export { returnedSheet } from './store/returned.ts';
export { openPastRecord, openPastSale, writePastSale, type PastSale } from './past-sale.ts';
export {
  pastReader,
  readPastClaims,
  readPastReturns,
  readPastSales,
  type PackedSale,
  type PastReturn,
  type SalesAsked,
} from './read/past-receipts.ts';
export { basketWithout, grantedOf } from './keep-points.ts';
export { usagesLeft } from './give-limits-back.ts';
export { openPastUndoing, type PastEvent, type PastUndoing } from './past-undoing.ts';
export { basketDecided } from './http/explain-operation.ts';
export { operationOf } from './http/find-operation.ts';
export type { ClaimRecord } from './claim-record.ts';
export type { SaleRecord } from './record.ts';
export type { ReturnRecord } from './return-record.ts';
export type { RescoreRecord } from './rescore-record.ts';
export { refundsOfLines, type PaidTender } from './share-tenders.ts';
export { receiptNamedBy, rungUpByClaim, rungUpBySale } from './rung-up.ts';
export { spendAtRates } from './spend-at-rates.ts';
export { lapsedMoney, moneyOfRefunds, withhold } from './withhold-lapsed.ts';
export { countStamps, withoutPurchase } from './count-purchase.ts';
// What an occasion is decided by as a purchase is, without goods.
export { cardFactOf, rareFactsOf, wantsOfFacts, type KnowCards } from './buyer-facts.ts';
export { clawBackPolicyOf } from './book-sale.ts';
export { issueCodes } from './coupon-codes.ts';
export { earningsOf, type Earning } from './earn.ts';
export { keepBasket, readBasket, type KeptBasket, type KeptRoomNumber } from './kept-basket.ts';
export { wantsOfLimits } from './limit-facts.ts';
export { factsOf } from './plan-sale.ts';
export { buyerOf } from './prepare-sale.ts';
export { givesWhatWasKept, grantDrift, type ComparedGrant } from './grant-drift.ts';
export { keepGiven, keepGrantOf, type KeptCredit, type KeptGrant, type KeptIssue } from './record.ts';
