import type { LocalDate } from '../../kernel/local-date.ts';
import { parseQuantity } from '../../kernel/quantity.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { Desk } from '../../platform/lanes/index.ts';
import { cardSheet, finestPoints, roomToSpend, type Identified } from '../cards/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import {
  availableOf,
  chooseType,
  endingsOf,
  walletsOf,
  worthOf,
  type PayableLine,
  type PayingPlace,
  type PayingWallet,
  type SpendingAsked,
  type Wallet,
  type WalletType,
} from '../points/index.ts';
import type { SpendingRate } from '../promotions/index.ts';
import type { CheckoutDeps } from './deps.ts';
import { coverByNotice, fallsShort } from './fall-short.ts';
import type { Payment, Spending } from './payment.ts';
import type { Sale, Tender } from './sale.ts';
import { spendAtRates } from './spend-at-rates.ts';
import { todayOf } from './spent-today.ts';

/**
 * What one tender of points takes from which wallets, on what those before it left to pay. A request that cannot be paid so is refused; a notice
 * is paid all the same, and what no lot covers is an exception.
 */
export function planTender(
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
