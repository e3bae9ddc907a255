import type { LocalDate } from '../../kernel/local-date.ts';
import { formatQuantity, parseQuantity } from '../../kernel/quantity.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { LocalTime } from '../../kernel/zone.ts';
import type { Desk } from '../../platform/lanes/index.ts';
import { cardSheet, finestPoints, roomToSpend, type Identified } from '../cards/index.ts';
import type { Foreign } from '../giftcards/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import type { Program } from '../programs/index.ts';
import {
  availableOf,
  chooseType,
  endingsOf,
  pointsFor,
  spendingAgainst,
  walletOfType,
  walletsOf,
  worthOf,
  type PayableLine,
  type PayingPlace,
  type PayingWallet,
  type SpendingAsked,
  type SpendingReason,
  type Wallet,
  type WalletType,
} from '../points/index.ts';
import type { CheckoutDeps } from './deps.ts';
import type { SpendingRate } from '../promotions/index.ts';
import type { SalePlan } from './plan-sale.ts';
import { spendAtRates } from './spend-at-rates.ts';
import { todayOf } from './spent-today.ts';
import { dueOf, totalDue, type Sale, type Tender } from './sale.ts';

/** Points of one wallet that pay for a receipt. */
export type Payment = {
  readonly wallet: Wallet;
  readonly type: WalletType;
  readonly points: bigint;
  readonly money: bigint;
  readonly perLine: readonly (readonly [line: number, money: bigint])[];
  /** Of a notice: points that the wallet does not have. */
  readonly uncovered: bigint;
  /** The card by which they are spent, in the wallet's lane. */
  readonly card?: bigint | undefined;
  /** The gift card that pays, instead of points; `foreign` where its currency is another one. */
  readonly gift?: { readonly card: bigint; readonly foreign: Foreign | undefined } | undefined;
};

export type Spending = {
  readonly payments: readonly Payment[];
  readonly money: bigint;
  readonly reasons: readonly SpendingReason[];
  readonly exceptions: readonly Refusal[];
};

const NOTHING: Spending = { payments: [], money: 0n, reasons: [], exceptions: [] };

/** Plans the points tenders of a receipt, one after another, each on what the ones before left to pay. */
export function planPayments(
  deps: CheckoutDeps,
  sale: Sale,
  plan: SalePlan,
  desk: Desk<JournalEntry>,
  local: LocalTime,
  rates: readonly SpendingRate[] = [],
): Spending | Refusal {
  if (!sale.tenders.some((tender) => 'asked' in tender)) return NOTHING;
  const { outlet, partner, program } = sale.till;
  const place: PayingPlace = {
    partner: partner.code,
    outlet: outlet.code,
    outletGroups: outlet.groups,
    channel: sale.channel,
    weekday: local.weekday,
    minuteOfDay: local.minuteOfDay,
    currencyDecimals: program.currency.decimals,
    receiptTotal: totalDue(sale.lines),
  };
  const payments: Payment[] = [];
  const reasons: SpendingReason[] = [];
  const exceptions: Refusal[] = [];
  let lines: PayableLine[] = sale.lines.map((line) => ({ ...line, due: dueOf(line) }));
  for (const [at, tender] of sale.tenders.entries()) {
    if (!('asked' in tender)) continue;
    const payer = plan.payers.get(at) ?? (tender.payer ? undefined : plan.member);
    const against = payer
      ? spendingAgainst(desk, payer, program, sale.isPhoneProved)
      : refuse('checkout.identity.needed');
    if (against && sale.manner === 'request') return against;
    if (against) exceptions.push(against);
    if (!payer) continue;
    const made = planTender(
      deps,
      sale,
      tender,
      payer,
      payments,
      lines,
      { ...placeAfter(place, payments), date: local.date },
      desk,
      rates,
    );
    if ('ok' in made) return made;
    payments.push(...made.payments.map((payment) => ({ ...payment, card: payer.card })));
    reasons.push(...made.reasons);
    exceptions.push(...made.exceptions);
    lines = lines.map((line) => ({ ...line, due: line.due - paidFor(made.payments, line.line) }));
  }
  return { payments, money: payments.reduce((sum, one) => sum + one.money, 0n), reasons, exceptions };
}

/** The place for a tender behind others: what wallets that have paid want in cash binds it too. */
function placeAfter(place: PayingPlace, payments: readonly Payment[]): PayingPlace {
  const asked = payments.flatMap(({ type }) => type.rules.cashMinimum ?? []);
  const amount = (text: string): bigint => {
    const parsed = parseQuantity(text, place.currencyDecimals);
    return parsed.ok ? parsed.value : 0n;
  };
  const most = asked.reduce<string | undefined>(
    (all, one) => (all === undefined || amount(one) > amount(all) ? one : all),
    undefined,
  );
  return most === undefined ? place : { ...place, cashAtLeast: most };
}

/** What points pay of a line. */
export const paidFor = (payments: readonly Pick<Payment, 'perLine'>[], line: number): bigint => {
  let paid = 0n;
  for (const { perLine } of payments) for (const [of, money] of perLine) if (of === line) paid += money;
  return paid;
};

function planTender(
  deps: CheckoutDeps,
  sale: Sale,
  tender: Extract<Tender, { asked: unknown }>,
  payer: Identified,
  before: readonly Payment[],
  lines: readonly PayableLine[],
  place: PayingPlace & { readonly date: LocalDate },
  desk: Desk<JournalEntry>,
  rates: readonly SpendingRate[],
): Spending | Refusal {
  const { program } = sale.till;
  const types = deps.walletTypes.ofProgram(program.program);
  if (tender.walletType !== undefined && !types.some((type) => type.code === tender.walletType)) {
    return refuse('points.wallet.unknown', { walletType: tender.walletType });
  }
  const owned = walletsOf(desk, payer).filter((wallet) => wallet.program === program.program);
  const today = todayOf(deps, sale, payer, before, desk);
  const wallets: (PayingWallet & { wallet: Wallet; taken: bigint })[] = [];
  for (const wallet of owned) {
    const type = deps.walletTypes.of(wallet.walletType);
    if (tender.walletType !== undefined && type.code !== tender.walletType) continue;
    const taken = before.reduce(
      (sum, one) => (one.wallet.wallet === wallet.wallet ? sum + one.points - one.uncovered : sum),
      0n,
    );
    const inWallet = wallet.state === 'open' ? availableOf(wallet) - taken : 0n;
    const { decimals } = deps.programs.settings().unit(type.unit);
    // Who spends as much as possible spends as much as his card may today; who names an amount is told.
    const available =
      tender.asked === 'most' ? leastOf(inWallet, roomOf(payer, before, place.date, decimals, desk)) : inWallet;
    const ofKind = before.filter((one) => one.type.walletType === type.walletType);
    const paid = {
      money: ofKind.reduce((sum, one) => sum + one.money, 0n),
      points: ofKind.reduce((sum, one) => sum + one.points, 0n),
    };
    wallets.push({
      ...{ wallet, type, decimals, available, nextExpiry: wallet.expiringAt, before: paid, taken },
      today: today?.of(type.walletType),
    });
  }
  // Only between wallets of one order does the end of each lot decide; else nobody looks at lots to plan.
  const ordered = wallets.map((one) => {
    const isAlone = !mayPayNow(one) || !wallets.some((other) => other !== one && competes(other, one));
    return isAlone ? one : { ...one, endings: endingsOf(desk, one.wallet, one.taken) };
  });
  const asked = askedOf(deps, tender, types);
  if ('ok' in asked) return asked;
  const planned = spendAtRates(lines, { ...place, today: today?.left }, ordered, asked.asked, rates);
  const payments: Payment[] = planned.parts.map((part) => {
    const { wallet, type } = wallets.find((one) => one.type.code === part.walletType)!;
    return { wallet, type, points: part.points, money: part.money, perLine: part.perLine, uncovered: 0n };
  });
  const { asked: want } = asked;
  if (want === 'most') return { payments, money: planned.money, reasons: planned.reasons, exceptions: [] };
  const missing =
    'money' in want ? want.money - planned.money : want.points - payments.reduce((sum, one) => sum + one.points, 0n);
  const tolerated =
    'points' in want && missing > 0n && payments.length > 0 && worthOf(payments[0].type, missing) === 0n;
  if (missing <= 0n || tolerated) return { payments, money: planned.money, reasons: planned.reasons, exceptions: [] };
  const refusal = fallsShort(deps, program, wallets, want, planned.money, planned.reasons);
  if (sale.manner === 'request') return refusal;
  const uncovered = coverByNotice(deps, sale, payer, owned, tender, want, planned.money, lines, payments, desk);
  return {
    payments: uncovered,
    money: uncovered.reduce((sum, one) => sum + one.money, 0n),
    reasons: planned.reasons,
    exceptions: [refusal],
  };
}

const mayPayNow = ({ available, type }: PayingWallet): boolean => available > 0n && type.paysMoney > 0n;

const competes = (other: PayingWallet, one: PayingWallet): boolean =>
  mayPayNow(other) && other.type.spendOrder === one.type.spendOrder;

const leastOf = (one: bigint, other: bigint | undefined): bigint => (other === undefined || one < other ? one : other);

/** How many points of a unit the payer's card may still spend today, less what tenders before took by it. */
function roomOf(
  { lane, card }: Identified,
  before: readonly Payment[],
  day: LocalDate,
  decimals: number,
  desk: Desk<JournalEntry>,
): bigint | undefined {
  const held = card === undefined ? undefined : desk.read(cardSheet, { lane, card });
  const room = held && roomToSpend(held, day);
  if (room === undefined) return undefined;
  const taken = before.reduce((sum, one) => (one.card === card ? sum + one.points : sum), 0n);
  const left = room / finestPoints(1n, decimals) - taken;
  return left > 0n ? left : 0n;
}

/** What the tender asks for in smallest steps. Points without a wallet type mean the only wallet type that pays. */
function askedOf(
  deps: CheckoutDeps,
  tender: Extract<Tender, { asked: unknown }>,
  types: readonly WalletType[],
): { asked: SpendingAsked } | Refusal {
  const { asked } = tender;
  if (asked === 'most' || 'money' in asked) return { asked };
  const paying = types.filter((type) => type.paysMoney > 0n);
  if (tender.walletType === undefined && paying.length === 0) {
    const reason = 'no wallet type of the program pays';
    return refuse('checkout.tenders.points_cannot_pay', { payable: '0', asked: asked.points, reason });
  }
  const chosen = chooseType(tender.walletType === undefined ? paying : types, tender.walletType);
  if (!chosen.ok) return chosen;
  const { type } = chosen;
  const points = parseQuantity(asked.points, deps.programs.settings().unit(type.unit).decimals);
  return points.ok ? { asked: { points: points.value, walletType: type.code } } : points;
}

/** The words for a payment that points cannot make. */
function fallsShort(
  deps: CheckoutDeps,
  program: Program,
  wallets: readonly PayingWallet[],
  want: Exclude<SpendingAsked, 'most'>,
  payable: bigint,
  reasons: readonly SpendingReason[],
): Refusal {
  const money = (amount: bigint): string => formatQuantity(amount, program.currency.decimals);
  const worth = wallets.reduce((sum, { type, available }) => sum + worthOf(type, available), 0n);
  if ('points' in want) {
    const wallet = wallets.find((one) => one.type.code === want.walletType);
    const decimals =
      wallet?.decimals ??
      deps.programs.settings().unit(deps.walletTypes.byCode(program.program, want.walletType)!.unit).decimals;
    const available = wallet?.available ?? 0n;
    if (available < want.points) {
      return refuse('points.wallet.insufficient', {
        available: formatQuantity(available, decimals),
        asked: formatQuantity(want.points, decimals),
      });
    }
  } else if (worth < want.money) {
    return refuse('points.wallet.insufficient', { available: money(worth), asked: money(want.money) });
  }
  const asked = 'money' in want ? money(want.money) : want.walletType;
  const reason = reasons.map((one) => `${one.walletType}: ${one.reason}`).join('; ') || 'nothing left to pay';
  return refuse('checkout.tenders.points_cannot_pay', { payable: money(payable), asked, reason });
}

/** A notice says that points have paid: what no lot covers is paid all the same, and owed or written off. */
function coverByNotice(
  deps: CheckoutDeps,
  sale: Sale,
  payer: Identified,
  owned: readonly Wallet[],
  tender: Extract<Tender, { asked: unknown }>,
  want: Exclude<SpendingAsked, 'most'>,
  planned: bigint,
  lines: readonly PayableLine[],
  payments: readonly Payment[],
  desk: Desk<JournalEntry>,
): Payment[] {
  const types = deps.walletTypes.ofProgram(sale.till.program.program).filter((type) => type.paysMoney > 0n);
  const code = tender.walletType ?? ('points' in want ? want.walletType : types[0]?.code);
  const type = types.find((one) => one.code === code);
  if (!type) return [...payments];
  const paidPoints = payments.reduce((sum, one) => sum + one.points, 0n);
  const points = 'points' in want ? want.points - paidPoints : pointsFor(type, want.money - planned);
  const rest = lines.map((line) => ({ line: line.line, due: line.due - paidFor(payments, line.line) }));
  let money = 'points' in want ? worthOf(type, points) : want.money - planned;
  const perLine: [number, bigint][] = [];
  for (const { line, due } of rest) {
    const part = due < money ? due : money;
    if (part > 0n) perLine.push([line, part]);
    money -= part;
  }
  const wallet = owned.find((one) => one.walletType === type.walletType) ?? walletOfType(desk, payer, type);
  const paid = perLine.reduce((sum, [, part]) => sum + part, 0n);
  return [...payments, { wallet, type, points, money: paid, perLine, uncovered: points }];
}
