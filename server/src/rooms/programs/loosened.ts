import { isHigherBound } from '../../kernel/higher-bound.ts';
import type { Policy } from './policy.ts';

// Which way each setting lets more value go, lets somebody in whom it kept out, or takes less care. What changes nobody's chances (which
// tender is paid back first, where a birthday lies) is not here.

const NUMBERS = [
  'claimWithinDays',
  'tillClockAheadMaxMinutes',
  'requestAgeMaxHours',
  'noticeAgeMaxDays',
  'restoreGraceDays',
  'parkedReturnDays',
  'unmergeWithinDays',
] as const satisfies readonly (keyof Policy)[];

/** Amounts as decimal text above which something is refused; absent they bind nothing. */
const BOUNDS = ['spendPointsPerDayMax', 'spendMoneyPerDayMax'] as const satisfies readonly (keyof Policy)[];

/** The values of a setting from the strictest to the loosest. */
const LADDERS = {
  negativeBalance: ['unlimited', 'recover_from_refund', 'within_balance', 'only_pending'],
  unknownReturn: ['refuse', 'park'],
  refundOntoGiftCard: ['never', 'if_named', 'always'],
  spendByPhoneNeedsCode: [true, false],
  blockedCardEarns: [false, true],
  loopholes: ['refuse_giveaways', 'refuse', 'tell'],
  erasedPoints: ['forfeit', 'pay_out'],
  earnBase: ['net_of_points', 'net_of_gift_cards', 'net', 'gross'],
  giftCardsEarn: ['when_spent', 'when_bought', 'both'],
} as const satisfies Partial<{ [Name in keyof Policy]: readonly Policy[Name][] }>;

const rung = (name: keyof typeof LADDERS, policy: Policy): number =>
  (LADDERS[name] as readonly unknown[]).indexOf(policy[name]);

/** Which settings of the second policy are looser than those of the first. What may be owed is looser where it is bound, since then less is taken back. */
export const loosened = (before: Policy, after: Policy): readonly (keyof Policy)[] => [
  ...NUMBERS.filter((name) => after[name] > before[name]),
  ...BOUNDS.filter((name) => isHigherBound(before[name], after[name])),
  ...(Object.keys(LADDERS) as (keyof typeof LADDERS)[]).filter((name) => rung(name, after) > rung(name, before)),
  ...(isHigherBound(after.debtMax, before.debtMax) ? (['debtMax'] as const) : []),
];
