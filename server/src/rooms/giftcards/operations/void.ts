import { MICROSECONDS_PER_HOUR } from '../../../kernel/instant.ts';
import { exactJson } from '../../../kernel/quantity.ts';
import { refuse, type Refusal } from '../../../kernel/refusal.ts';
import {
  OwnerMoved,
  referenceSheet,
  want,
  type Decided,
  type Desk,
  type LookUp,
  type Operation,
  type Plan,
} from '../../../platform/lanes/index.ts';
import { movements, type JournalEntry } from '../../ledger/index.ts';
import { appendEntry, foreseeWallets, presentBooked, type OperationAnswer } from '../../points/index.ts';
import { openAct } from '../act-till.ts';
import { giveGiftUseBack } from '../card-use.ts';
import { closeAct } from '../close-act.ts';
import type { GiftDeps } from '../deps.ts';
import { giftOfOwner, wantsOfGift, type GiftFound } from '../find-gift.ts';
import { findOperation, type FoundOperation } from '../find-operation.ts';
import type { Gift } from '../gift.ts';
import { bookedOfGift, giftWallets } from '../gift-wallets.ts';
import { giveToLots, leftOfLoad, takeLoadBack } from '../give-back.ts';
import { isMet, meetGift, type Met } from '../meet-gift.ts';
import { presentGift, type GiftAnswer } from '../present-gift.ts';
import type { ClosedRecord, GiftRecord } from '../record.ts';
import { usedNow } from '../settle-gift.ts';
import { aftermathSheet } from '../store/aftermath.ts';
import { giftSheet } from '../store/gift.ts';
import { endHolds, openGiftHolds } from './end-hold.ts';
import { moveBack } from './move-back.ts';
import { wantsOfOriginal, type OnOriginal } from './on-original.ts';

export type VoidPlan = Plan & {
  readonly operation: FoundOperation | undefined;
  /** Who received what is to go back. */
  readonly taker: GiftFound | undefined;
};
export type VoidAnswer = (GiftAnswer & { readonly state: 'voided' }) | (OperationAnswer & { readonly state: 'closed' });

type Voided = Decided<GiftRecord | ClosedRecord> | Refusal;

/**
 * Undoes an operation by the reference that it was sent under. One that nobody has used yet is closed: the operation, when it comes, is
 * answered `operation.voided_before` and books nothing. Refuses what was no act on a gift card but a receipt's or return's, a second void, the void of what undoes, of a
 * replacement, one after the window of the terms, and the void of a load, activation, transfer or merge of which something was spent.
 */
export const voidGift = (
  deps: GiftDeps,
): Operation<OnOriginal, VoidPlan, GiftRecord | ClosedRecord, VoidAnswer, JournalEntry> => ({
  kind: 'giftcards.void',
  async resolve(input, look) {
    const known = await findOperation(look, input.till, input.original);
    if (known.is === 'closed') return refuse('giftcards.operation.undone');
    if (known.is === 'found') {
      const { operation } = known;
      const taker = await takerOf(operation, input.till.program.tenant, look);
      if (!taker) return { owners: [operation.found], wants: wantsOfOriginal(operation), operation, taker };
      const wants = [...wantsOfOriginal(operation), ...wantsOfGift(taker, false)];
      return { owners: [operation.found, taker], wants, operation, taker };
    }
    if (known.is === 'elsewhere') return refuse('giftcards.operation.elsewhere');
    if (known.is === 'other' || !('reference' in input.original)) return refuse('giftcards.operation.unknown');
    const { lane, owner } = input.till.outlet;
    const held = await look.owner({ lane, owner });
    if (!held) return refuse('giftcards.operation.unknown');
    return {
      owners: [held],
      wants: [want(referenceSheet, input.original.reference)],
      operation: undefined,
      taker: undefined,
    };
  },
  foresee: (input, { operation, taker }, { peek }) =>
    operation ? foreseeWallets([operation.found, ...(taker ? [taker] : [])], peek, input.receivedAt, false) : [],
  decide: (input, { operation }, desk) =>
    operation ? undo(deps, input, operation, desk) : closeReference(deps, input, desk),
  present: (record, booked) =>
    record.is === 'closed'
      ? { ...presentBooked(deps, booked), state: 'closed' }
      : { ...presentGift(deps, record, booked), state: 'voided' },
});

/** The gift that received what an operation moved. */
async function takerOf({ record }: FoundOperation, tenant: number, look: LookUp): Promise<GiftFound | undefined> {
  const { act, to } = record;
  if ((act !== 'transfer' && act !== 'merge') || to?.owner === undefined) return undefined;
  return giftOfOwner(look, tenant, { lane: to.lane, owner: BigInt(to.owner) });
}

const isLate = (deps: GiftDeps, gift: Gift, { kept }: FoundOperation, desk: Desk<JournalEntry>): boolean => {
  const { content } = deps.giftSettings.termsAt(gift.program, gift.terms, kept.recordedAt);
  return desk.recordedAt > kept.recordedAt + content.voidHours * MICROSECONDS_PER_HOUR;
};

function undo(deps: GiftDeps, { till }: OnOriginal, operation: FoundOperation, desk: Desk<JournalEntry>): Voided {
  const met = meetGift(deps, operation.found, { till, pin: undefined, effect: 'anything' }, desk);
  if (!isMet(met)) return met;
  const { record } = operation;
  const known = desk.read(aftermathSheet, operation);
  if (known && (known.state === 'voided' || known.state === 'reversed')) return refuse('giftcards.operation.undone');
  if (isLate(deps, met.gift, operation, desk)) return refuse('giftcards.void.too_late');
  switch (record.act) {
    case 'redemption':
    case 'capture':
    case 'cash_out':
      return giveAllBack(deps, till, operation, met, desk);
    case 'activation':
    case 'load':
      return takeAllBack(deps, till, operation, met, desk);
    case 'hold': {
      const holds = openGiftHolds(operation, desk);
      if (!holds.ok) return holds;
      giveGiftUseBack(deps, record, { amount: BigInt(record.amount), isWhole: true }, desk);
      return endHolds(deps, { till, act: 'void' }, operation, met.gift, holds.holds, 0n, desk);
    }
    case 'transfer':
    case 'merge':
      return moveBack(deps, till, operation, met, desk);
    case 'replacement':
      // Who has the old card may not be who asks: it was lost, or somebody copied it. The new one can be replaced in its turn.
      return refuse('giftcards.void.of_replacement');
    default:
      return refuse('giftcards.void.of_such');
  }
}

type Till = OnOriginal['till'];

function giveAllBack(
  deps: GiftDeps,
  till: Till,
  operation: FoundOperation,
  met: Met,
  desk: Desk<JournalEntry>,
): Voided {
  const { lane, seq, record } = operation;
  const known = desk.read(aftermathSheet, operation);
  const whole = BigInt(record.amount);
  const before = known?.undone ?? 0n;
  if (before === whole) return refuse('giftcards.operation.undone');
  // From here it succeeds.
  const booking = openAct(deps, desk, till, lane);
  const restoreOrder = known?.restoreOrder ?? till.program.policy.restoreOrder;
  const source = record.act === 'cash_out' ? movements.cashOutUndone : undefined;
  const expired = giveToLots(deps, booking, met.gift, operation, { before, after: whole, order: restoreOrder }, source);
  giveGiftUseBack(deps, record, { amount: whole - before, isWhole: true }, desk);
  desk.put(aftermathSheet, operation, { lane, seq, amount: whole, undone: whole, state: 'voided', restoreOrder });
  const gift = usedNow(deps, { ...met.gift, state: 'active' }, desk.recordedAt);
  desk.put(giftSheet, gift, gift);
  return closeAct(deps, booking, gift, voided(operation, whole - before, expired), { kind: 'giftcards.void', till });
}

function takeAllBack(
  deps: GiftDeps,
  till: Till,
  operation: FoundOperation,
  met: Met,
  desk: Desk<JournalEntry>,
): Voided {
  const { lane, seq, record } = operation;
  const amount = BigInt(record.amount) + BigInt(record.promotional ?? 0);
  const left = leftOfLoad({ desk }, met.gift, operation);
  if (left < amount) return refuse('giftcards.void.spent');
  const isActivation = record.act === 'activation';
  if (isActivation && bookedOfGift(giftWallets(desk, deps.walletTypes, met.gift)) > left)
    return refuse('giftcards.void.value_left');
  // From here it succeeds.
  const booking = openAct(deps, desk, till, lane);
  takeLoadBack(deps, booking, met.gift, operation);
  desk.put(aftermathSheet, operation, {
    ...{ lane, seq, amount, undone: amount, state: 'voided', restoreOrder: 'last_taken_first' },
  });
  const gift: Gift = isActivation ? { ...met.gift, state: 'inactive' } : met.gift;
  desk.put(giftSheet, gift, gift);
  return closeAct(deps, booking, gift, voided(operation, amount, 0n), { kind: 'giftcards.void', till });
}

const voided = ({ lane, seq }: FoundOperation, amount: bigint, expired: bigint) =>
  ({
    act: 'void',
    amount: exactJson(amount),
    of: { lane, seq: String(seq) },
    ...(expired > 0n ? { expired: exactJson(expired) } : {}),
  }) as const;

// Nobody can send the content of a closed reference, so nothing is compared with it.
const NO_CONTENT = Buffer.alloc(16);

function closeReference(deps: GiftDeps, { till, original }: OnOriginal, desk: Desk<JournalEntry>): Voided {
  if (!('reference' in original)) return refuse('giftcards.operation.unknown');
  const target = original.reference;
  // Between resolve and the lock the operation itself may have come.
  const known = desk.read(referenceSheet, target);
  if (known?.outcome === 'c') return refuse('giftcards.operation.undone');
  if (known) throw new OwnerMoved();
  const { outlet } = till;
  const booking = openAct(deps, desk, till, outlet.lane);
  const { lane, seq } = booking;
  desk.put(referenceSheet, target, { ...target, outcome: 'c', content: NO_CONTENT, lane, seq });
  const record: ClosedRecord = { is: 'closed' };
  appendEntry(booking, { kind: 'giftcards.void_before', owner: outlet.owner, till, record });
  return { ok: true, lane, seq, record };
}
