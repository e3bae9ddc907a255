import { exactJson, formatQuantity } from '../../../kernel/quantity.ts';
import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import type { Decided, Desk, OwnerKey } from '../../../platform/lanes/index.ts';
import { effectAgainst } from '../../cards/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import type { Till } from '../../partners/index.ts';
import {
  capture as captureHold,
  currentWallet,
  foreseeWallets,
  holdSheet,
  release as releaseHold,
  walletsOf,
  type Hold,
} from '../../points/index.ts';
import { convert, readAmount } from '../amount.ts';
import { openAct } from '../act-till.ts';
import { giveGiftUseBack } from '../card-use.ts';
import { closeAct } from '../close-act.ts';
import type { GiftDeps } from '../deps.ts';
import type { FoundOperation } from '../find-operation.ts';
import type { Gift } from '../gift.ts';
import { isMet, meetGift } from '../meet-gift.ts';
import { presentGift } from '../present-gift.ts';
import type { GiftRecord, KeptForeign } from '../record.ts';
import { usedNow } from '../settle-gift.ts';
import { giftSheet } from '../store/gift.ts';
import type { GiftOperation } from './gift-operation.ts';
import { planOnOriginal, type OnOriginal, type OriginalPlan } from './on-original.ts';

export type CaptureInput = OnOriginal & {
  /** Decimal text, in the currency that the hold was asked in; absent for all that is held. */
  readonly amount: string | undefined;
};

/** Where a hold was booked. */
export type HoldPlace = Pick<FoundOperation, 'lane' | 'seq'>;

/** Gives a hold of this gift back. Does nothing, and gives false, where it is not open any more, or is another gift's. */
export function releaseOnGift(
  deps: GiftDeps,
  gift: Gift,
  place: HoldPlace,
  till: Till,
  desk: Desk<JournalEntry>,
): boolean {
  const open = openGiftHolds(place, desk);
  const own = new Set(walletsOf(desk, gift).map(({ wallet }) => wallet));
  if (!open.ok || !open.holds.every(({ wallet }) => own.has(wallet))) return false;
  endHolds(deps, { till, act: 'release' }, place, gift, open.holds, 0n, desk);
  return true;
}

/** How much an operation still holds on this gift: nothing where it is not open any more, or is another gift's. */
export function openHoldsOfGift(gift: OwnerKey, place: HoldPlace, desk: Desk<JournalEntry>): bigint {
  const open = openGiftHolds(place, desk);
  const own = new Set(walletsOf(desk, gift).map(({ wallet }) => wallet));
  return open.ok ? open.holds.reduce((sum, { wallet, amount }) => (own.has(wallet) ? sum + amount : sum), 0n) : 0n;
}

/** The open holds of an operation, promotional value first. Refuses one that is not open any more. */
export function openGiftHolds({ lane, seq }: HoldPlace, desk: Desk<JournalEntry>): Ok<{ holds: Hold[] }> | Refusal {
  desk.need(
    holdSheet,
    [0, 1].map((n) => ({ lane, seq, n })),
  );
  const all = desk.known(holdSheet).filter((one) => one.lane === lane && one.seq === seq);
  const open = all.filter((one) => one.state === 'open').sort((a, b) => a.n - b.n);
  return open.length > 0
    ? { ok: true, holds: open }
    : refuse('giftcards.hold.closed', { state: all[0]?.state ?? 'unknown' });
}

/** Ends the holds of an operation: `captured` of them becomes a redemption, the rest is free again. */
export function endHolds(
  deps: GiftDeps,
  {
    till,
    act,
    foreign,
    use,
  }: { till: Till; act: 'capture' | 'release' | 'void'; foreign?: KeptForeign; use?: GiftRecord['use'] & object },
  operation: HoldPlace,
  met: Gift,
  holds: readonly Hold[],
  captured: bigint,
  desk: Desk<JournalEntry>,
): Decided<GiftRecord> {
  const { lane, seq } = operation;
  const booking = openAct(deps, desk, till, lane);
  let left = captured;
  for (const hold of holds) {
    const wallet = walletsOf(desk, met).find((one) => one.wallet === hold.wallet)!;
    const part = hold.amount < left ? hold.amount : left;
    if (act === 'capture') captureHold(booking, currentWallet(desk, wallet), hold, part);
    else releaseHold(booking, currentWallet(desk, wallet), hold);
    left -= part;
  }
  const gift = usedNow(deps, met, desk.recordedAt);
  desk.put(giftSheet, gift, gift);
  const held = holds.reduce((sum, hold) => sum + hold.amount, 0n);
  const kept = {
    act,
    amount: exactJson(act === 'capture' ? captured : held),
    of: { lane, seq: String(seq) },
    ...(foreign ? { foreign } : {}),
    ...(use ? { use } : {}),
  } as const;
  return closeAct(deps, booking, gift, kept, { kind: `giftcards.${act}`, till });
}

/** Turns a hold into a redemption, wholly or partly; the rest is released. Refuses more than is held, a hold that is not open, and a card that a block forbids it. */
export const capture = (deps: GiftDeps): GiftOperation<CaptureInput, OriginalPlan> =>
  endHold(deps, 'capture', (input, operation, held) => capturedOf(deps, input, operation.record, held));

/** Gives a hold back. Refuses one that is not open. */
export const release = (deps: GiftDeps): GiftOperation<OnOriginal, OriginalPlan> =>
  endHold(deps, 'release', () => ({ ok: true, captured: 0n, foreign: undefined }));

type Captured = Ok<{ captured: bigint; foreign: KeptForeign | undefined }> | Refusal;

const endHold = <Input extends OnOriginal>(
  deps: GiftDeps,
  act: 'capture' | 'release',
  amountOf: (input: Input, operation: FoundOperation, held: bigint) => Captured,
): GiftOperation<Input, OriginalPlan> => ({
  kind: `giftcards.${act}`,
  resolve: (input, look) => planOnOriginal(input, ['hold'], look),
  foresee: (input, { found }, { peek }) => foreseeWallets([found], peek, input.receivedAt, false),
  decide(input, { found, operation }, desk) {
    const met = meetGift(deps, found, { till: input.till, pin: undefined, effect: 'anything' }, desk);
    if (!isMet(met)) return met;
    const open = openGiftHolds(operation, desk);
    if (!open.ok) return open;
    // A block keeps what was held before it, unless it says otherwise; given back it may always be.
    const against =
      act === 'capture' && effectAgainst(met.card, 'capture', { blockedCardEarns: false }, desk.recordedAt);
    if (against) return against;
    const held = open.holds.reduce((sum, hold) => sum + hold.amount, 0n);
    const asked = amountOf(input, operation, held);
    if (!asked.ok) return asked;
    // From here it succeeds.
    const { captured, foreign } = asked;
    // What is not paid was not used; a capture takes over what is left of the use, for its own refund.
    const { record } = operation;
    giveGiftUseBack(deps, record, { amount: held - captured, isWhole: act === 'release' }, desk);
    const use = act === 'capture' ? record.use : undefined;
    const how = { till: input.till, act, ...(foreign ? { foreign } : {}), ...(use ? { use } : {}) };
    return endHolds(deps, how, operation, met.gift, open.holds, captured, desk);
  },
  present: (record, booked) => presentGift(deps, record, booked),
});

/** How much of a hold is captured, by the rate that the hold was made by. */
function capturedOf(deps: GiftDeps, { amount: text }: CaptureInput, record: GiftRecord, held: bigint): Captured {
  const { foreign } = record;
  if (text === undefined) return { ok: true, captured: held, foreign };
  const unit = deps.programs.settings().unit(foreign?.unit ?? record.unit);
  const asked = readAmount(text, unit);
  if (!asked.ok) return asked;
  const all = foreign ? BigInt(foreign.amount) : held;
  if (asked.amount > all) {
    return refuse('giftcards.hold.exceeded', {
      held: formatQuantity(all, unit.decimals),
      asked: formatQuantity(asked.amount, unit.decimals),
    });
  }
  if (!foreign) return { ok: true, captured: asked.amount, foreign: undefined };
  const rate = { numerator: BigInt(foreign.numerator), denominator: BigInt(foreign.denominator) };
  const turned = asked.amount === all ? held : convert(asked.amount, rate);
  const captured = turned < held ? turned : held;
  return captured === 0n
    ? refuse('giftcards.amount.zero')
    : { ok: true, captured, foreign: { ...foreign, amount: exactJson(asked.amount) } };
}
