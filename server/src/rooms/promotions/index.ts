export { adjudicate } from './adjudicate.ts';
export type { Adjudication, CouponGrant, Grant, NotFired, NotFiredReason, StampGrant } from './adjudicate.ts';
export { LINE_KINDS } from './basket.ts';
export type {
  AttributeValue,
  Basket,
  BasketLine,
  BasketMember,
  BasketSpent,
  LineKind,
  Occasion,
  PricedEffect,
  RareFact,
} from './basket.ts';
export type { Problem } from './bench.ts';
export type { Span } from './cel/domain.ts';
export { meetingOf, type Meeting } from './cel/meeting.ts';
export { compile } from './compile.ts';
export type { Compilation } from './compile.ts';
export { createPromotions } from './create-promotions.ts';
export type { Promotions } from './create-promotions.ts';
export type { Derivation } from './derivation.ts';
export { describeKinds } from './describe-kinds.ts';
export type { KindDescription } from './describe-kinds.ts';
export { discountsOf, discountText, otherPriceText, type Discount, type Discounted } from './explain-discount.ts';
export { grantText, notFiredText, promotionText } from './explain.ts';
export { isNoLineOf } from './filter-relations.ts';
export { FIND_PROGRAM_REFUSALS, findProgram } from './http/find-program.ts';
export type { LineKept } from './keep-grant.ts';
export type { LineFilter } from './line-filter.ts';
export { walletWord } from './language.ts';
export type { Language } from './language.ts';
export { fundsOf, type Fund, type Funds } from './limits/funds.ts';
export { deskRooms, type LimitPlace } from './limits/desk-rooms.ts';
export { holderOf, type BoundLimit } from './limits/bound-limit.ts';
export { periodOfDay } from './limits/period.ts';
export type { BoundSignal } from './limits/bind-signals.ts';
export { potsOfProgram } from './limits/pot-name.ts';
export { noteRooms, type KeptRoom, type Rooms } from './limits/rooms.ts';
export {
  giveRoomBack,
  onPot,
  stillUsed,
  takeRoom,
  takings,
  usagesOf,
  type KeptTaken,
  type Usage,
} from './limits/take-room.ts';
export { linesUnpriced, priceBasket } from './price-basket.ts';
export type { Gift, Pricing, SpendingRate } from './price-basket.ts';
export { createPricesLeft, pricesLeft } from './replay-prices.ts';
export type { PublishInput, PublishOutcome } from './publish.ts';
export type { Named, NameOf, Names } from './names.ts';
export { isOwnOccasion, type OwnOccasion } from './occasion.ts';
export { CONTENT_REFUSALS, promotionsRefusals } from './refusals.ts';
export { canMeet, reachOf, type Reach } from './reach.ts';
export { ruleOf } from './rule-of.ts';
export type { CompiledRulebook, Rulebook, RulebookContent, RulebookInput, RulebookUnits, Rule } from './rulebook.ts';
export { twentyPromotions } from './samples/twenty-promotions.ts';
export type { Published } from './shelf.ts';
export { createRotation } from './rotation/index.ts';
export type { Rotation } from './rotation/index.ts';
export {
  couponSheet,
  couponsRefusals,
  couponsUsed,
  createCoupons,
  giveCouponsBack,
  holdCoupons,
  isCouponCode,
  issueCoupons,
  issuedTexts,
  maskCoupon,
  meetCoupons,
  planCoupons,
  readsCoupon,
  releaseCoupons,
  useCoupons,
  wantsOfCoupons,
  withdrawIssued,
} from './coupons/index.ts';
export type { CouponMet, CouponPlanned, Coupons, CouponSettings } from './coupons/index.ts';
export { createVersions, versionsRefusals } from './versions/index.ts';
export type { Finding, RulebookDiff, Versions } from './versions/index.ts';
export { counterSheet } from './store/counter.ts';
export { joinCounters, partCountersUsed } from './limits/join-counters.ts';
export { countersBefore, countStreaks, mergeCounters, partCounters, uncountStreaks } from './streak-history.ts';
