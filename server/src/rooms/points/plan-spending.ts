import { splitByWeights } from '../../kernel/split.ts';
import { parseQuantity } from '../../kernel/quantity.ts';
import { makeRoom, type PaidByWallet } from './make-room.ts';
import { pointsFor, restrictionsOf, worthOf, type WalletRules, type WalletType } from './wallet-type.ts';

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
};

/** A wallet that might pay. `available` in its smallest step; `nextExpiry` orders wallets of one spending order. */
export type PayingWallet = {
  readonly type: WalletType;
  readonly decimals: number;
  readonly available: bigint;
  readonly nextExpiry: number;
  /** What this kind of wallet has paid of the receipt by earlier tenders: a limit is one for all of them. */
  readonly before?: { readonly money: bigint; readonly points: bigint };
};

/** What is asked: so much money, or so many points of one wallet type, or as much as there is. */
export type SpendingAsked =
  | { readonly money: bigint }
  | { readonly points: bigint; readonly walletType: string }
  | 'most';

export type SpendingPart = {
  readonly walletType: string;
  readonly points: bigint;
  readonly money: bigint;
  readonly perLine: readonly (readonly [line: number, money: bigint])[];
};

/** Which of a wallet's rules, or what else, keeps it from paying. */
export type SpendingReasonCode =
  | 'pays_nothing'
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
  | 'receipt_max';

/** Why a wallet does not pay, or pays less than it has: a code, and words. */
export type SpendingReason = {
  readonly walletType: string;
  readonly code: SpendingReasonCode;
  readonly reason: string;
};

type Why = Omit<SpendingReason, 'walletType'>;

export type SpendingPlan = {
  readonly parts: readonly SpendingPart[];
  readonly money: bigint;
  readonly reasons: readonly SpendingReason[];
};

/** What must be paid otherwise than with points, in the currency's smallest step, and the setting that says so. */
type CashPart = { readonly amount: bigint; readonly text: string };

/**
 * Which wallet pays which line (semantics 3.13): restrictions first, then the program's spending order, then what expires
 * soonest, then the most restricted wallet, then what partners pay for where the program wants it first or last; a wallet that may pay
 * for more lines gives way on those that a later one could not do without, so that as much as possible is paid. A minimum in cash
 * binds all wallets that pay beside the one that asks for it: where more is paid without that one, it stays out. Pure, so that a
 * quote can be repeated. Falls short rather than refuses: the caller compares `money` with what was asked, and has the reason for
 * every wallet that could not pay.
 */
export function planSpending(
  lines: readonly PayableLine[],
  place: PayingPlace,
  wallets: readonly PayingWallet[],
  asked: SpendingAsked,
): SpendingPlan {
  let best: SpendingPlan | undefined;
  for (const cash of cashParts(place, wallets)) {
    const plan = planWithin(lines, place, wallets, asked, cash);
    if (!best || plan.money > best.money) best = plan;
  }
  return best as SpendingPlan;
}

/** Every part in cash that some wallet asks for, the largest first: all wallets may pay beside that one. */
function cashParts(place: PayingPlace, wallets: readonly PayingWallet[]): CashPart[] {
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

const cashOf = (text: string, { currencyDecimals }: PayingPlace): CashPart => ({
  amount: amountOf(text, currencyDecimals),
  text,
});

const cashWhy = ({ text }: CashPart): Why => ({ code: 'cash', reason: `at least ${text} must be paid otherwise` });

/** The plan in which so much is paid otherwise; wallets that ask for more stay out of it. */
function planWithin(
  lines: readonly PayableLine[],
  place: PayingPlace,
  wallets: readonly PayingWallet[],
  asked: SpendingAsked,
  cash: CashPart,
): SpendingPlan {
  const due = new Map(lines.map((line) => [line.line, line.due]));
  const byLine = new Map(lines.map((line) => [line.line, line]));
  const total = lines.reduce((sum, line) => sum + line.due, 0n);
  const receipt = place.receiptTotal ?? total;
  const stillDue = place.stillDue ?? total;
  const payments: (PaidByWallet & { readonly type: WalletType; readonly money: bigint })[] = [];
  const reasons: SpendingReason[] = [];
  let paid = 0n;
  for (const wallet of [...wallets].sort(inSpendingOrder)) {
    const { type } = wallet;
    const because = (why: Why): unknown => reasons.push({ walletType: type.code, ...why });
    const own = cashOf(type.rules.cashMinimum ?? '0', place);
    const closed = closedBecause(type, place) ?? (own.amount > cash.amount ? cashWhy(own) : undefined);
    if (closed) {
      because(closed);
      continue;
    }
    const payable = lines.filter((line) => mayPay(type.rules, line));
    if (payable.length === 0) {
      because(NO_LINE);
      continue;
    }
    if (wallet.available === 0n) {
      because({ code: 'empty', reason: 'nothing available' });
      continue;
    }
    const wanted = wantedOf(asked, type, paid);
    const points = 'points' in wanted ? least(wanted.points, wallet.available) : wallet.available;
    const mostOf = (limit: bigint): bigint =>
      least(least(limit, worthOf(type, points)), 'money' in wanted ? wanted.money : limit);
    const dueOf = (): bigint => payable.reduce((sum, line) => sum + due.get(line.line)!, 0n);
    const most = mostOf(limitOf(wallet, receipt, stillDue - paid, total - paid, cash, () => undefined));
    if (dueOf() < most)
      makeRoom(
        due,
        payments,
        payable.map((line) => line.line),
        most - dueOf(),
      );
    const eligible = payable.filter((line) => due.get(line.line)! > 0n);
    if (eligible.length === 0) {
      because(NO_LINE);
      continue;
    }
    const money = mostOf(limitOf(wallet, receipt, stillDue - paid, dueOf(), cash, because));
    if (money <= 0n) {
      if (wanted !== NOTHING) because({ code: 'too_small', reason: 'less than the smallest payable amount' });
      continue;
    }
    const shares = splitByWeights(
      money,
      eligible.map((line) => due.get(line.line)!),
    );
    const shared = new Map<number, bigint>();
    eligible.forEach((line, at) => {
      if (shares[at] === 0n) return;
      shared.set(line.line, shares[at]);
      due.set(line.line, due.get(line.line)! - shares[at]);
    });
    payments.push({ type, money, paid: shared, mayPay: (line) => mayPay(type.rules, byLine.get(line)!) });
    paid += money;
  }
  return { parts: payments.map((one) => partOf(one, lines)), money: paid, reasons };
}

const NO_LINE: Why = { code: 'no_line', reason: 'no line that this wallet may pay for' };

const partOf = (
  { type, money, paid }: PaidByWallet & { type: WalletType; money: bigint },
  lines: readonly PayableLine[],
): SpendingPart => ({
  walletType: type.code,
  points: pointsFor(type, money),
  money,
  perLine: lines.flatMap(({ line }) => (paid.has(line) ? [[line, paid.get(line)!] as const] : [])),
});

function inSpendingOrder(a: PayingWallet, b: PayingWallet): number {
  return (
    a.type.spendOrder - b.type.spendOrder ||
    a.nextExpiry - b.nextExpiry ||
    restrictionsOf(b.type) - restrictionsOf(a.type) ||
    FUNDING_ORDER[a.type.rules.partnerFunded ?? 'own'] - FUNDING_ORDER[b.type.rules.partnerFunded ?? 'own'] ||
    (a.type.code < b.type.code ? -1 : 1)
  );
}

/** What partners pay for, before or behind what the program itself pays for. */
const FUNDING_ORDER = { first: 0, own: 1, last: 2 } as const;

const NOTHING = { money: 0n } as const;

/** What this wallet is asked for, after what others have paid. */
function wantedOf(
  asked: SpendingAsked,
  type: WalletType,
  paid: bigint,
): { money: bigint } | { points: bigint } | Record<never, never> {
  if (asked === 'most') return {};
  if ('money' in asked) return asked.money > paid ? { money: asked.money - paid } : NOTHING;
  return asked.walletType === type.code ? { points: asked.points } : NOTHING;
}

const NOTHING_BEFORE = { money: 0n, points: 0n } as const;

/** The most money that a wallet may pay here: its lines, its share of the receipt, the part in cash, its own cap. */
function limitOf(
  { type, decimals, before = NOTHING_BEFORE }: PayingWallet,
  receipt: bigint,
  unpaid: bigint,
  capacity: bigint,
  cash: CashPart,
  because: (why: Why) => unknown,
): bigint {
  let limit = capacity;
  const cut = (to: bigint, why: Why): void => {
    if (to >= limit) return;
    limit = to > 0n ? to : 0n;
    because(why);
  };
  const { sharePercentMax, perReceiptMax } = type.rules;
  if (sharePercentMax !== undefined)
    cut((receipt * BigInt(sharePercentMax)) / 100n - before.money, {
      code: 'share',
      reason: `at most ${sharePercentMax} % of the receipt`,
    });
  if (cash.amount > 0n) cut(unpaid - cash.amount, cashWhy(cash));
  if (perReceiptMax !== undefined)
    cut(worthOf(type, amountOf(perReceiptMax, decimals) - before.points), {
      code: 'receipt_max',
      reason: `at most ${perReceiptMax} points on a receipt`,
    });
  return limit;
}

/** Why a wallet may not pay here and now at all; undefined when it may. */
const closedBecause = ({ rules, paysMoney }: WalletType, place: PayingPlace): Why | undefined =>
  paysMoney === 0n ? { code: 'pays_nothing', reason: 'this wallet does not pay' } : closedHere(rules, place);

/** Why a wallet may not be spent here and now: outlet, channel, day or hour; undefined when it may. */
export const notHereBecause = (
  rules: WalletRules,
  place: Omit<PayingPlace, 'currencyDecimals'>,
): string | undefined => closedHere(rules, place)?.reason;

function closedHere(rules: WalletRules, place: Omit<PayingPlace, 'currencyDecimals'>): Why | undefined {
  if (rules.outlets && !rules.outlets.includes(place.outlet)) return { code: 'outlet', reason: 'not at this outlet' };
  if (rules.outletGroups && !rules.outletGroups.some((group) => place.outletGroups.includes(group)))
    return { code: 'outlet_group', reason: 'not at outlets of this group' };
  if (rules.channels && !rules.channels.includes(place.channel))
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

function mayPay(rules: WalletRules, line: PayableLine): boolean {
  if (rules.categories && !rules.categories.some((tree) => isIn(line.category, tree))) return false;
  if (rules.exceptCategories?.some((tree) => isIn(line.category, tree))) return false;
  if (rules.skus && !rules.skus.includes(line.sku)) return false;
  if (rules.exceptSkus?.includes(line.sku)) return false;
  if (rules.brands && !rules.brands.includes(line.brand)) return false;
  return !rules.labels || rules.labels.some((label) => line.labels.includes(label));
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** A setting's decimal text, checked when it was saved; 0 when it cannot be read, so that a limit closes rather than opens. */
const amountOf = (text: string, decimals: number): bigint => {
  const parsed = parseQuantity(text, decimals);
  return parsed.ok ? parsed.value : 0n;
};
