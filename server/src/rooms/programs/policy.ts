/** What a return may take back when the points are already spent (semantics 3.6). */
export type NegativeBalance = 'only_pending' | 'within_balance' | 'unlimited' | 'recover_from_refund';

/** In which order the tenders of a sale get their money back (semantics 3.5). */
export type RefundOrder = 'original_proportional' | 'non_cash_first' | 'first' | 'last_in_first_out' | 'to_gift_card';

/**
 * Everything that a program decides by setting instead of by code. The contract describes each setting, and checks what
 * comes in; `contract/programs.ts` and this type are held equal by the compiler in `http/policy.ts`.
 */
export type Policy = {
  readonly negativeBalance: NegativeBalance;
  /** Decimal text in the unit of the wallet; absent means that debt has no bound. */
  readonly debtMax?: string | undefined;
  readonly unknownReturn: 'park' | 'refuse';
  readonly refund: RefundOrder;
  readonly refundOntoGiftCard: 'if_named' | 'never' | 'always';
  readonly restoreOrder: 'last_taken_first' | 'first_taken_first';
  readonly restoreGraceDays: number;
  readonly spendByPhoneNeedsCode: boolean;
  /** Decimal text: points of all wallets together, and money that they pay; absent means that a day has no bound. */
  readonly spendPointsPerDayMax?: string | undefined;
  readonly spendMoneyPerDayMax?: string | undefined;
  readonly claimWithinDays: number;
  readonly tillClockAheadMaxMinutes: number;
  readonly requestAgeMaxHours: number;
  readonly noticeAgeMaxDays: number;
  readonly earnBase: 'gross' | 'net' | 'net_of_points' | 'net_of_gift_cards';
  readonly giftCardsEarn: 'when_spent' | 'when_bought' | 'both';
  readonly blockedCardEarns: boolean;
  readonly parkedReturnDays: number;
  readonly loopholes: 'tell' | 'refuse' | 'refuse_giveaways';
  readonly rawMessageDays: number;
  readonly erasedPoints: 'forfeit' | 'pay_out';
  readonly unmergeWithinDays: number;
  /** Where the birthday of who is born on 29 February lies in years without that day. */
  readonly leapDayBirthday: 'feb_28' | 'mar_1';
};

export const POLICY_DEFAULTS: Policy = Object.freeze({
  negativeBalance: 'within_balance',
  unknownReturn: 'park',
  refund: 'original_proportional',
  refundOntoGiftCard: 'if_named',
  restoreOrder: 'last_taken_first',
  restoreGraceDays: 0,
  spendByPhoneNeedsCode: true,
  claimWithinDays: 30,
  tillClockAheadMaxMinutes: 10,
  requestAgeMaxHours: 20,
  noticeAgeMaxDays: 400,
  earnBase: 'net_of_points',
  giftCardsEarn: 'when_spent',
  blockedCardEarns: false,
  parkedReturnDays: 30,
  loopholes: 'tell',
  rawMessageDays: 90,
  erasedPoints: 'forfeit',
  unmergeWithinDays: 30,
  leapDayBirthday: 'mar_1',
});

/**
 * The whole policy for what was said of it. It is stored whole, so that a later release with another default changes
 * no running program; only a setting that is new in that release comes from the defaults.
 */
export const completePolicy = (said: Partial<Policy>): Policy => Object.freeze({ ...POLICY_DEFAULTS, ...said });
