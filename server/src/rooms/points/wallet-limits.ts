import { parseQuantity } from '../../kernel/quantity.ts';
import { finestPoints } from '../cards/index.ts';
import { worthOf, type WalletRules, type WalletType } from './wallet-type.ts';

/** A line of a receipt as far as paying for it goes. `due` is what is still to be paid, in the currency's smallest step. */
export type PayableLine = {
  readonly line: number;
  readonly sku: string;
  readonly category: string;
  readonly brand: string;
  readonly labels: readonly string[];
  readonly due: bigint;
};

/** Where and when the receipt is paid, in the outlet's local time. */
export type PayingPlace = {
  readonly partner: string;
  readonly outlet: string;
  readonly outletGroups: readonly string[];
  readonly channel: string;
  readonly weekday: number;
  readonly minuteOfDay: number;
  readonly currencyDecimals: number;
  /** What the receipt comes to, where tenders before this one have paid some of it; else what is due. */
  readonly receiptTotal?: bigint;
  /** What of the whole receipt is still to be paid, where only some of its lines are planned; else what is due. */
  readonly stillDue?: bigint;
  /** Decimal text: so much of the receipt must be paid otherwise, because a wallet that has paid already asks for it. */
  readonly cashAtLeast?: string;
  /** What whoever pays may still spend today, of all his wallets; absent where nothing limits that. */
  readonly today?: DayLeft | undefined;
};

/** What is left of a member's limits of the day: points in the finest step, money in the currency's smallest. */
export type DayLeft = { readonly points?: bigint | undefined; readonly money?: bigint | undefined };

/** Points of a wallet that end together. */
export type Ending = { readonly points: bigint; readonly endsAt: number };

/**
 * A wallet that might pay. `available` in its smallest step; `nextExpiry` orders wallets of one spending order, or `endings` do, its
 * points by when they end, the first ones first.
 */
export type PayingWallet = {
  readonly endings?: readonly Ending[] | undefined;
  readonly type: WalletType;
  readonly decimals: number;
  readonly available: bigint;
  readonly nextExpiry: number;
  /** What this kind of wallet has paid of the receipt by earlier tenders, whosever: a limit of the receipt is one for all of them. */
  readonly before?: { readonly money: bigint; readonly points: bigint };
  /** What its owner has spent of it today, his own earlier tenders of the receipt and open holds among it; nothing where no limit asks. */
  readonly today?: { readonly money: bigint; readonly points: bigint } | undefined;
};

/** Which of a wallet's rules, or what else, keeps it from paying. */
export type SpendingReasonCode =
  | 'pays_nothing'
  | 'partner'
  | 'outlet'
  | 'outlet_group'
  | 'channel'
  | 'weekday'
  | 'hour'
  | 'no_line'
  | 'empty'
  | 'too_small'
  | 'share'
  | 'cash'
  | 'receipt_max'
  | 'day_max'
  | 'member_day_max';

/** Why a wallet does not pay, or pays less than it has: a code, and words. */
export type SpendingReason = {
  readonly walletType: string;
  readonly code: SpendingReasonCode;
  readonly reason: string;
};

/** Why one wallet does not. */
export type Why = Omit<SpendingReason, 'walletType'>;

/** What must be paid otherwise than with points, in the currency's smallest step, and the setting that says so. */
export type CashPart = { readonly amount: bigint; readonly text: string };

/** Every part in cash that some wallet asks for, the largest first: all wallets may pay beside that one. */
export function cashParts(place: PayingPlace, wallets: readonly PayingWallet[]): CashPart[] {
  let least = cashOf(place.cashAtLeast ?? '0', place);
  for (const { type, before = NOTHING_BEFORE } of wallets) {
    const cash = cashOf(type.rules.cashMinimum ?? '0', place);
    if (before.money > 0n && cash.amount > least.amount) least = cash;
  }
  const parts = new Map([[least.amount, least]]);
  for (const { type } of wallets) {
    const cash = cashOf(type.rules.cashMinimum ?? '0', place);
    if (cash.amount > least.amount) parts.set(cash.amount, cash);
  }
  return [...parts.values()].sort((a, b) => (a.amount > b.amount ? -1 : 1));
}

export const cashOf = (text: string, { currencyDecimals }: PayingPlace): CashPart => ({
  amount: amountOf(text, currencyDecimals),
  text,
});

export const cashWhy = ({ text }: CashPart): Why => ({
  code: 'cash',
  reason: `at least ${text} must be paid otherwise`,
});

const OF_ALL_WALLETS: Why = { code: 'member_day_max', reason: 'no more today, of all wallets together' };

const NOTHING_BEFORE = { money: 0n, points: 0n } as const;

/**
 * The most money that a wallet may pay here: its lines, its share of the receipt, the part in cash, its own cap. `own` is what it
 * pays in this plan already, `others` what the other wallets do, their points in the finest step.
 */
export function limitOf(
  { type, decimals, before = NOTHING_BEFORE, today = NOTHING_BEFORE }: PayingWallet,
  receipt: bigint,
  unpaid: bigint,
  capacity: bigint,
  own: bigint,
  cash: CashPart,
  { currencyDecimals, today: left = {} }: Pick<PayingPlace, 'currencyDecimals' | 'today'>,
  others: { readonly points: bigint; readonly money: bigint },
  because: (why: Why) => unknown,
): bigint {
  let limit = capacity;
  const cut = (to: bigint, why: Why): void => {
    if (to >= limit) return;
    limit = to > 0n ? to : 0n;
    because(why);
  };
  const { sharePercentMax, perReceiptMax, perDayMax, perDayMoneyMax } = type.rules;
  if (sharePercentMax !== undefined)
    cut((receipt * BigInt(sharePercentMax)) / 100n - before.money - own, {
      code: 'share',
      reason: `at most ${sharePercentMax} % of the receipt`,
    });
  if (cash.amount > 0n) cut(unpaid - cash.amount, cashWhy(cash));
  if (perReceiptMax !== undefined)
    cut(worthOf(type, amountOf(perReceiptMax, decimals) - before.points) - own, {
      code: 'receipt_max',
      reason: `at most ${perReceiptMax} points on a receipt`,
    });
  if (perDayMax !== undefined)
    cut(worthOf(type, atLeastNothing(amountOf(perDayMax, decimals) - today.points)) - own, {
      code: 'day_max',
      reason: `at most ${perDayMax} points a day`,
    });
  if (perDayMoneyMax !== undefined)
    cut(amountOf(perDayMoneyMax, currencyDecimals) - today.money - own, {
      code: 'day_max',
      reason: `at most ${perDayMoneyMax} a day`,
    });
  if (left.money !== undefined) cut(left.money - others.money - own, OF_ALL_WALLETS);
  if (left.points !== undefined) {
    const points = atLeastNothing(left.points - others.points) / finestPoints(1n, decimals);
    cut(worthOf(type, points) - own, OF_ALL_WALLETS);
  }
  return limit;
}

/** Why a wallet may not pay here and now at all; undefined when it may. */
export const closedBecause = ({ rules, paysMoney }: WalletType, place: PayingPlace): Why | undefined =>
  paysMoney === 0n ? { code: 'pays_nothing', reason: 'this wallet does not pay' } : closedHere(rules, place);

/** Why a wallet may not be spent here and now: outlet, channel, day or hour; undefined when it may. */
export const notHereBecause = (rules: WalletRules, place: Omit<PayingPlace, 'currencyDecimals'>): string | undefined =>
  closedHere(rules, place)?.reason;

/** True where none of `has` is asked for, or one of them is excepted. */
const isKeptOut = (
  has: readonly string[],
  only: readonly string[] | undefined,
  except: readonly string[] | undefined,
): boolean => {
  const isOne = (name: string): boolean => has.includes(name);
  return (only !== undefined && !only.some(isOne)) || (except?.some(isOne) ?? false);
};

function closedHere(rules: WalletRules, place: Omit<PayingPlace, 'currencyDecimals'>): Why | undefined {
  if (isKeptOut([place.partner], rules.partners, rules.exceptPartners))
    return { code: 'partner', reason: 'not with this partner' };
  if (isKeptOut([place.outlet], rules.outlets, rules.exceptOutlets))
    return { code: 'outlet', reason: 'not at this outlet' };
  if (isKeptOut(place.outletGroups, rules.outletGroups, rules.exceptOutletGroups))
    return { code: 'outlet_group', reason: 'not at outlets of this group' };
  if (isKeptOut([place.channel], rules.channels, rules.exceptChannels))
    return { code: 'channel', reason: 'not on this channel' };
  if (rules.weekdays && !rules.weekdays.includes(place.weekday))
    return { code: 'weekday', reason: 'not on this day of the week' };
  if (rules.fromMinute !== undefined && rules.toMinute !== undefined) {
    const { fromMinute, toMinute } = rules;
    const now = place.minuteOfDay;
    const open = fromMinute < toMinute ? now >= fromMinute && now < toMinute : now >= fromMinute || now < toMinute;
    if (!open) return { code: 'hour', reason: 'not at this hour' };
  }
  return undefined;
}

const isIn = (category: string, tree: string): boolean => category === tree || category.startsWith(`${tree}/`);

export function mayPay(rules: WalletRules, line: PayableLine): boolean {
  if (rules.categories && !rules.categories.some((tree) => isIn(line.category, tree))) return false;
  if (rules.exceptCategories?.some((tree) => isIn(line.category, tree))) return false;
  return !(
    isKeptOut([line.sku], rules.skus, rules.exceptSkus) ||
    isKeptOut([line.brand], rules.brands, rules.exceptBrands) ||
    isKeptOut(line.labels, rules.labels, rules.exceptLabels)
  );
}

export const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
export const atLeastNothing = (amount: bigint): bigint => (amount < 0n ? 0n : amount);

/** A setting's decimal text, checked when it was saved; 0 when it cannot be read, so that a limit closes rather than opens. */
export const amountOf = (text: string, decimals: number): bigint => {
  const parsed = parseQuantity(text, decimals);
  return parsed.ok ? parsed.value : 0n;
};
