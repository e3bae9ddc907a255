import type { Policy } from './program-types.ts';

type Setting = {
  readonly name: keyof Policy;
  readonly choices?: readonly string[];
  /** What its number counts. */
  readonly counts?: 'days' | 'minutes' | 'hours' | 'quantity';
};

/** What a program decides by setting, in the order in which somebody would ask. Each has its meaning among the words. */
export const POLICY_SETTINGS: readonly { readonly part: string; readonly settings: readonly Setting[] }[] = [
  {
    part: 'earning',
    settings: [
      { name: 'earnBase', choices: ['gross', 'net', 'net_of_points', 'net_of_gift_cards'] },
      { name: 'giftCardsEarn', choices: ['when_spent', 'when_bought', 'both'] },
      { name: 'blockedCardEarns' },
      { name: 'claimWithinDays', counts: 'days' },
      { name: 'loopholes', choices: ['tell', 'refuse', 'refuse_giveaways'] },
    ],
  },
  {
    part: 'spending',
    settings: [
      { name: 'spendByPhoneNeedsCode' },
      { name: 'spendPointsPerDayMax', counts: 'quantity' },
      { name: 'spendMoneyPerDayMax', counts: 'quantity' },
    ],
  },
  {
    part: 'returns',
    settings: [
      { name: 'negativeBalance', choices: ['only_pending', 'within_balance', 'unlimited', 'recover_from_refund'] },
      { name: 'debtMax', counts: 'quantity' },
      {
        name: 'refund',
        choices: ['original_proportional', 'non_cash_first', 'first', 'last_in_first_out', 'to_gift_card'],
      },
      { name: 'refundOntoGiftCard', choices: ['if_named', 'never', 'always'] },
      { name: 'restoreOrder', choices: ['last_taken_first', 'first_taken_first'] },
      { name: 'restoreGraceDays', counts: 'days' },
      { name: 'unknownReturn', choices: ['park', 'refuse'] },
      { name: 'parkedReturnDays', counts: 'days' },
    ],
  },
  {
    part: 'tills',
    settings: [
      { name: 'tillClockAheadMaxMinutes', counts: 'minutes' },
      { name: 'requestAgeMaxHours', counts: 'hours' },
      { name: 'noticeAgeMaxDays', counts: 'days' },
      { name: 'rawMessageDays', counts: 'days' },
    ],
  },
  {
    part: 'people',
    settings: [
      { name: 'erasedPoints', choices: ['forfeit', 'pay_out'] },
      { name: 'unmergeWithinDays', counts: 'days' },
      { name: 'leapDayBirthday', choices: ['mar_1', 'feb_28'] },
    ],
  },
];
