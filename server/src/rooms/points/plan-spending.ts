import { splitByWeights } from '../../kernel/split.ts';
import { finestPoints } from '../cards/index.ts';
import { makeRoom, type PaidByWallet } from './make-room.ts';
import { pointsFor, restrictionsOf, worthOf, type WalletType } from './wallet-type.ts';
import {
  cashOf,
  cashParts,
  cashWhy,
  closedBecause,
  least,
  limitOf,
  mayPay,
  type CashPart,
  type PayableLine,
  type PayingPlace,
  type PayingWallet,
  type SpendingReason,
  type Why,
} from './wallet-limits.ts';

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

export type SpendingPlan = {
  readonly parts: readonly SpendingPart[];
  readonly money: bigint;
  readonly reasons: readonly SpendingReason[];
};

/**
 * Which wallet pays which line (semantics 3.13): restrictions first, then the program's spending order, then what expires
 * soonest, lot by lot where that is known, then the most restricted wallet, then what partners pay for where the program wants it first or last; a wallet that may pay
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
  const payments: PlannedPayment[] = [];
  const reasons: SpendingReason[] = [];
  let paid = 0n;
  for (const { wallet, upTo } of wallets.flatMap(turnsOf).sort(inSpendingOrder)) {
    const { type } = wallet;
    const because = (why: Why): unknown =>
      !reasons.some((one) => one.walletType === type.code && one.code === why.code) &&
      reasons.push({ walletType: type.code, ...why });
    const payment = payments.find((one) => one.type === type);
    const ownMoney = payment?.money ?? 0n;
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
    const points = 'points' in wanted ? least(wanted.points, upTo) : upTo;
    const mostOf = (limit: bigint): bigint =>
      least(least(limit, worthOf(type, points) - ownMoney), 'money' in wanted ? wanted.money : limit);
    const dueOf = (): bigint => payable.reduce((sum, line) => sum + due.get(line.line)!, 0n);
    const others = paidBesides(payments, wallets, type, place);
    const limit = (capacity: bigint, say: (why: Why) => unknown): bigint =>
      limitOf(wallet, receipt, stillDue - paid, capacity, ownMoney, cash, place, others, say);
    const most = mostOf(limit(total - paid, () => undefined));
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
    const money = mostOf(limit(dueOf(), because));
    if (money <= 0n) {
      // A limit that leaves nothing has said so.
      if (wanted !== NOTHING && !reasons.some(({ walletType }) => walletType === type.code))
        because({ code: 'too_small', reason: 'less than the smallest payable amount' });
      continue;
    }
    const shares = splitByWeights(
      money,
      eligible.map((line) => due.get(line.line)!),
    );
    const made = payment ?? {
      ...{ type, money: 0n, paid: new Map<number, bigint>() },
      mayPay: (line: number) => mayPay(type.rules, byLine.get(line)!),
    };
    if (!payment) payments.push(made);
    made.money += money;
    eligible.forEach((line, at) => {
      if (shares[at] === 0n) return;
      made.paid.set(line.line, (made.paid.get(line.line) ?? 0n) + shares[at]);
      due.set(line.line, due.get(line.line)! - shares[at]);
    });
    paid += money;
  }
  const pays = (code: string): boolean => payments.some(({ type }) => type.code === code);
  return {
    parts: payments.map((one) => partOf(one, lines)),
    money: paid,
    // Whoever pays says what limits him, not that one of his turns came to nothing.
    reasons: reasons.filter(({ walletType, code }) => !pays(walletType) || !IDLE.has(code)),
  };
}

/** What other wallets pay in a plan under way, for limits that bind all of them; nothing where there is none. */
function paidBesides(
  payments: readonly PlannedPayment[],
  wallets: readonly PayingWallet[],
  own: WalletType,
  { today }: PayingPlace,
): { points: bigint; money: bigint } {
  const sum = { points: 0n, money: 0n };
  if (today === undefined) return sum;
  for (const { type, money } of payments) {
    const of = type === own ? undefined : wallets.find((one) => one.type === type);
    if (!of) continue;
    sum.money += money;
    sum.points += finestPoints(pointsFor(type, money), of.decimals);
  }
  return sum;
}

/** What one wallet pays in a plan under way. */
type PlannedPayment = PaidByWallet & { readonly type: WalletType; money: bigint };

const IDLE: ReadonlySet<SpendingReason['code']> = new Set(['no_line', 'empty', 'too_small']);

/** A wallet's turn: it may pay with its points up to those that end at `endsAt`, what it has paid before among them. */
type Turn = { readonly wallet: PayingWallet; readonly upTo: bigint; readonly endsAt: number };

function turnsOf(wallet: PayingWallet): Turn[] {
  const { available, nextExpiry, endings = [] } = wallet;
  const turns: Turn[] = [];
  let upTo = 0n;
  for (const { points, endsAt } of endings) {
    upTo = least(upTo + points, available);
    turns.push({ wallet, upTo, endsAt });
  }
  const last = turns.pop();
  return [...turns, { wallet, upTo: available, endsAt: last?.endsAt ?? nextExpiry }];
}

const NO_LINE: Why = { code: 'no_line', reason: 'no line that this wallet may pay for' };

const partOf = ({ type, money, paid }: PlannedPayment, lines: readonly PayableLine[]): SpendingPart => ({
  walletType: type.code,
  points: pointsFor(type, money),
  money,
  perLine: lines.flatMap(({ line }) => (paid.has(line) ? [[line, paid.get(line)!] as const] : [])),
});

function inSpendingOrder({ wallet: a, endsAt: aEnds }: Turn, { wallet: b, endsAt: bEnds }: Turn): number {
  return (
    a.type.spendOrder - b.type.spendOrder ||
    aEnds - bEnds ||
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
