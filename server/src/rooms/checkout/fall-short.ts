import { formatQuantity } from '../../kernel/quantity.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { Desk } from '../../platform/lanes/index.ts';
import type { Identified } from '../cards/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import {
  pointsFor,
  walletOfType,
  worthOf,
  type PayableLine,
  type PayingWallet,
  type SpendingAsked,
  type SpendingReason,
  type Wallet,
} from '../points/index.ts';
import type { Program } from '../programs/index.ts';
import type { CheckoutDeps } from './deps.ts';
import { paidFor, type Payment } from './payment.ts';
import type { Sale, Tender } from './sale.ts';

/** The words for a payment that points cannot make. */
export function fallsShort(
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
export function coverByNotice(
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
