import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { parseQuantity } from '../../../kernel/quantity.ts';
import type { Desk } from '../../../platform/lanes/index.ts';
import { cardSheet, countUse, finestPoints, limitAgainst, type Identity, type KeptUse } from '../../cards/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import type { Till } from '../../partners/index.ts';
import { walletsOf } from '../booking.ts';
import { pointsLeftToday, spentToday } from '../day-spent.ts';
import { notHereBecause } from '../wallet-limits.ts';
import { settleOwner } from '../settle-owner.ts';
import type { Wallet } from '../wallet.ts';
import type { WalletRules, WalletType } from '../wallet-type.ts';
import { findType, readPoints, shortageOf, textOf } from './amount.ts';
import { spendingAgainst, type HolderPlan, type PointsDeps, type Received } from './holder.ts';

/** Points of one wallet, asked at a till without a receipt. */
export type Spend = Received & {
  readonly till: Till;
  readonly identity: Identity;
  /** The phone was proved by a code, so spending by phone alone is allowed. */
  readonly isPhoneProved: boolean;
  readonly channel: string;
  readonly walletType: string | undefined;
  /** Decimal text in the wallet's unit. */
  readonly points: string;
};

/**
 * Says from which wallet a spend takes how much. Refusals in this order: what is asked (wallet type, points); who may spend; a
 * wallet that may not be spent here, or only on a receipt; a frozen wallet; too little; the card's limits of the day. Settles the wallets on the way.
 */
export function planSpend(
  deps: PointsDeps,
  input: Spend,
  { holder }: HolderPlan,
  desk: Desk<JournalEntry>,
): Ok<{ wallet: Wallet; points: bigint; use: SpendUse }> | Refusal {
  const { program } = input.till;
  const found = findType(deps, program, input.walletType);
  if (!found.ok) return found;
  const { type } = found;
  const asked = readPoints(deps, type, input.points);
  if (!asked.ok) return asked;
  const { points } = asked;
  const against =
    spendingAgainst(desk, holder, program, input.isPhoneProved) ?? restrictionAgainst(deps, input, type, points, desk);
  if (against) return against;
  settleOwner(deps, holder, desk, desk.recordedAt);
  const wallet = walletsOf(desk, holder).find((one) => one.walletType === type.walletType);
  if (wallet && wallet.state !== 'open') return refuse('points.wallet.frozen');
  const shortage = shortageOf(deps, type, wallet, points);
  if (shortage) return shortage;
  const use = dayAgainst(deps, input, holder, type, points, desk) ?? useOf(deps, input, { holder }, type, points, desk);
  return 'ok' in use ? use : { ok: true, wallet: wallet!, points, use };
}

/** The day that limits count a spend of the till on, and what stands against it: of this kind of wallet, of all together. */
function dayAgainst(
  deps: PointsDeps,
  { till: { program, outlet } }: Pick<Spend, 'till'>,
  holder: HolderPlan['holder'],
  type: WalletType,
  points: bigint,
  desk: Desk<JournalEntry>,
): Refusal | undefined {
  const day = outlet.zone.businessDayOf(desk.recordedAt, outlet.cutOverHour);
  const today = spentToday(deps, program, holder, day, desk);
  const left = today && pointsLeftToday(deps, program, type, today);
  return left === undefined || points <= left
    ? undefined
    : refuse('points.wallet.day_limit', { left: textOf(deps, type, left), walletType: type.code });
}

/** What the spend is to the card's limits of the day: counted by `countSpend` once nothing else stands against it. */
export type SpendUse = {
  readonly card: bigint | undefined;
  readonly lane: number;
  readonly day: LocalDate;
  readonly spent: bigint;
};

function useOf(
  deps: PointsDeps,
  { till }: Spend,
  { holder }: Pick<HolderPlan, 'holder'>,
  { unit }: WalletType,
  points: bigint,
  desk: Desk<JournalEntry>,
): SpendUse | Refusal {
  const day = till.outlet.zone.localOf(desk.recordedAt).date;
  const spent = finestPoints(points, deps.programs.settings().unit(unit).decimals);
  const { lane, card } = holder;
  const held = card === undefined ? undefined : desk.read(cardSheet, { lane, card });
  return (held && limitAgainst(held, day, spent)) ?? { lane, card, day, spent };
}

/** Counts a spend on the card that was shown; what is kept of it lets a reversal give it back. */
export const countSpend = (desk: Desk<JournalEntry>, { lane, card, day, spent }: SpendUse): { use?: KeptUse } => {
  const use = card === undefined ? undefined : countUse(desk, { lane, card }, day, spent);
  return use ? { use } : {};
};

// Whoever pays for certain goods or a share of a receipt has to show the receipt.
const NEEDS_RECEIPT: readonly (keyof WalletRules)[] = [
  'categories',
  'exceptCategories',
  'skus',
  'exceptSkus',
  'brands',
  'exceptBrands',
  'labels',
  'exceptLabels',
  'sharePercentMax',
  'cashMinimum',
];

function restrictionAgainst(
  deps: PointsDeps,
  input: Spend,
  type: WalletType,
  points: bigint,
  desk: Desk<JournalEntry>,
): Refusal | undefined {
  const { outlet, partner } = input.till;
  const restricted = (reason: string): Refusal => refuse('points.wallet.restricted', { walletType: type.code, reason });
  const place = {
    partner: partner.code,
    outlet: outlet.code,
    outletGroups: outlet.groups,
    channel: input.channel,
    ...outlet.zone.localOf(desk.recordedAt),
  };
  const notHere = notHereBecause(type.rules, place);
  if (notHere) return restricted(notHere);
  if (NEEDS_RECEIPT.some((rule) => type.rules[rule] !== undefined))
    return restricted('it pays for certain receipts only; send the sale');
  const { perReceiptMax } = type.rules;
  const max =
    perReceiptMax === undefined
      ? undefined
      : parseQuantity(perReceiptMax, deps.programs.settings().unit(type.unit).decimals);
  if (max?.ok && points > max.value) return restricted(`at most ${textOf(deps, type, max.value)} at once`);
  return undefined;
}
