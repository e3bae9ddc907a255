import { formatQuantity } from '../../kernel/quantity.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import { splitByWeights } from '../../kernel/split.ts';
import type { Decided, Desk } from '../../platform/lanes/index.ts';
import {
  availableOfGift,
  convert,
  convertBack,
  giftSheet,
  giftTypes,
  giftWallets,
  isMet,
  meetGift,
  takesPart,
  usedNow,
  type Foreign,
  type Met,
} from '../giftcards/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { availableOf, walletOfType, type Wallet } from '../points/index.ts';
import type { CheckoutDeps } from './deps.ts';
import type { OutsideUse } from './outside/outside-tender.ts';
import type { SalePlan } from './plan-sale.ts';
import { settledUpTo } from './settled-up-to.ts';
import { dueOf, type Sale, type Tender } from './sale.ts';
import { paidFor, type Payment } from './payment.ts';

/** A tender that a gift card of this house pays. */
export type GiftTender = Extract<Tender, { readonly gift: unknown }>;

/** The gift cards of a receipt, by the place of their tender. */
export type MetGifts = { readonly met: ReadonlyMap<number, Met>; readonly exceptions: readonly Refusal[] };

/**
 * Looks at every gift card that is to pay, before anything else of the sale is decided: a wrong PIN is counted, and then the sale is
 * refused. A notice has happened, so nobody asks it for a PIN, and what stands against the card is listed.
 */
export function meetGifts(
  deps: CheckoutDeps,
  sale: Sale,
  plan: SalePlan,
  desk: Desk<JournalEntry>,
): MetGifts | Refusal | Decided<never> {
  const met = new Map<number, Met>();
  const exceptions: Refusal[] = [];
  const upTo = settledUpTo(sale, desk.recordedAt);
  for (const [at, found] of plan.gifts) {
    const tender = sale.tenders[at] as GiftTender;
    const shown = { till: sale.till, pin: tender.pin, upTo };
    const isNotice = sale.manner === 'notice';
    const seen = meetGift(
      deps.gifts,
      isNotice ? { ...found, number: undefined } : found,
      { ...shown, effect: 'spend' },
      desk,
    );
    if (isMet(seen)) {
      met.set(at, seen);
      continue;
    }
    if (!isNotice) return seen;
    if (!seen.ok) exceptions.push(seen);
    const all = meetGift(deps.gifts, { ...found, number: undefined }, { ...shown, effect: 'anything' }, desk);
    if (isMet(all)) met.set(at, all);
  }
  return { met, exceptions };
}

export type PlainTender = { readonly kind: string; readonly amount: bigint; readonly outside?: OutsideUse };

/** Tenders that are money to us: what the till names, and gift cards that lead to nobody. */
export const plainTenders = (sale: Sale, plan: SalePlan): PlainTender[] =>
  sale.tenders.flatMap((tender, at) => {
    if ('amount' in tender) return [tender];
    return 'gift' in tender && !plan.gifts.has(at) && tender.wanted !== 'most'
      ? [{ kind: tender.kind, amount: tender.wanted }]
      : [];
  });

export type GiftSpending = { readonly payments: readonly Payment[]; readonly exceptions: readonly Refusal[] };
const NO_GIFTS: GiftSpending = { payments: [], exceptions: [] };

/**
 * Plans what gift cards pay of a receipt, one after another, behind the points: promotional value first. Refuses more than is due,
 * a currency without rate, and too little where not a part of it is taken. What a notice's card does not have is uncovered.
 */
export function planGiftPayments(
  deps: CheckoutDeps,
  sale: Sale,
  { met }: MetGifts,
  byPoints: readonly Payment[],
  desk: Desk<JournalEntry>,
): GiftSpending | Refusal {
  if (met.size === 0) return NO_GIFTS;
  const payments: Payment[] = [];
  const exceptions: Refusal[] = [];
  const left = sale.lines.map((line) => dueOf(line) - paidFor(byPoints, line.line));
  for (const [at, gift] of met) {
    const tender = sale.tenders[at] as GiftTender;
    const total = left.reduce((sum, part) => sum + part, 0n);
    const wanted = tender.wanted === 'most' ? total : tender.wanted;
    if (wanted > total && sale.manner === 'request') return tooMuch(sale, wanted, total);
    if (wanted > total) exceptions.push(tooMuch(sale, wanted, total));
    const planned = planOne(deps, sale, tender, gift, wanted < total ? wanted : total, payments, desk);
    if ('ok' in planned) return planned;
    exceptions.push(...planned.exceptions);
    for (const { wallet, type, taken, money, uncovered } of planned.parts) {
      const perLine = splitByWeights(money, left);
      perLine.forEach((part, i) => (left[i] = left[i]! - part));
      payments.push({
        ...{ wallet, type, points: taken, money, uncovered },
        perLine: perLine.flatMap((part, i) => (part > 0n ? [[sale.lines[i]!.line, part] as const] : [])),
        gift: { card: gift.card.card, foreign: planned.foreign },
      });
    }
  }
  return { payments, exceptions };
}

type Part = {
  readonly wallet: Wallet;
  readonly type: Payment['type'];
  readonly taken: bigint;
  readonly money: bigint;
  readonly uncovered: bigint;
};
type Planned = {
  readonly parts: readonly Part[];
  readonly foreign: Foreign | undefined;
  readonly exceptions: readonly Refusal[];
};

/** What one card pays: so much money of the receipt, so much of its own. */
function planOne(
  deps: CheckoutDeps,
  sale: Sale,
  tender: GiftTender,
  { gift, terms }: Met,
  wanted: bigint,
  before: readonly Payment[],
  desk: Desk<JournalEntry>,
): Planned | Refusal {
  const { currency, tenant } = sale.till.program;
  const rate =
    currency.unit === gift.unit
      ? undefined
      : deps.gifts.giftSettings.rateAt(tenant, currency.unit, gift.unit, sale.occurredAt);
  if (currency.unit !== gift.unit && !rate)
    return refuse('giftcards.rate.unknown', { from: currency.code, to: terms.unit.code });
  const wallets = giftWallets(desk, deps.walletTypes, gift).map((wallet) => ({
    wallet,
    available:
      availableOf(wallet) -
      before.reduce((sum, one) => (one.wallet.wallet === wallet.wallet ? sum + one.points - one.uncovered : sum), 0n),
  }));
  const available =
    availableOfGift(wallets.map(({ wallet }) => wallet)) -
    wallets.reduce((sum, { wallet, available: rest }) => sum + availableOf(wallet) - rest, 0n);
  const asked = rate ? convert(wanted, rate) : wanted;
  const exceptions: Refusal[] = [];
  let [amount, money] = [asked, wanted];
  if (asked > available) {
    const { decimals } = terms.unit;
    const short = refuse('giftcards.card.insufficient', {
      available: formatQuantity(available, decimals),
      asked: formatQuantity(asked, decimals),
    });
    if (sale.manner === 'notice') exceptions.push(short);
    else if (tender.wanted !== 'most' && (available === 0n || !takesPart({ terms }, tender.short))) return short;
    else [amount, money] = [available, rate ? convertBack(available, rate) : available];
  }
  const foreign = rate && { ...rate, unit: currency.unit, amount: money };
  if (money === 0n) return { parts: [], foreign, exceptions };
  const parts: Part[] = [];
  let rest = amount;
  for (const { wallet, available: room } of wallets) {
    const taken = room < rest ? room : rest;
    if (taken > 0n)
      parts.push({ wallet, type: deps.walletTypes.of(wallet.walletType), taken, money: 0n, uncovered: 0n });
    rest -= taken;
  }
  if (rest > 0n) {
    // A notice: the card has paid what it did not have.
    const type = giftTypes(deps.walletTypes, gift).gift;
    parts.push({ wallet: walletOfType(desk, gift, type), type, taken: rest, money: 0n, uncovered: rest });
  }
  const shares = splitByWeights(
    money,
    parts.map(({ taken }) => taken),
  );
  return { parts: parts.map((part, i) => ({ ...part, money: shares[i]! })), foreign, exceptions };
}

function tooMuch(sale: Sale, tendered: bigint, due: bigint): Refusal {
  const { decimals } = sale.till.program.currency;
  return refuse('checkout.tenders.do_not_cover', {
    tendered: formatQuantity(tendered, decimals),
    due: formatQuantity(due, decimals),
  });
}

/** Marks the gifts that paid as used now, which puts their next fee off. */
export function markUsed(deps: CheckoutDeps, payments: readonly Payment[], desk: Desk<JournalEntry>): void {
  for (const { wallet, gift: paid } of payments) {
    const gift = paid && desk.read(giftSheet, wallet);
    if (!gift) continue;
    const used = usedNow(deps.gifts, gift, desk.recordedAt);
    if (used !== gift) desk.put(giftSheet, used, used);
  }
}
