import { exactJson } from '../../../kernel/quantity.ts';
import { refuse, type Refusal } from '../../../kernel/refusal.ts';
import type { Decided, Desk } from '../../../platform/lanes/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import { foreseeWallets, unfreezeLots, walletsOf } from '../../points/index.ts';
import { openAct } from '../act-till.ts';
import { closeAct } from '../close-act.ts';
import type { GiftDeps } from '../deps.ts';
import { leftOfLoad, takeLoadBack } from '../give-back.ts';
import { isMet, meetGift } from '../meet-gift.ts';
import { presentGift } from '../present-gift.ts';
import type { GiftRecord } from '../record.ts';
import { aftermathSheet } from '../store/aftermath.ts';
import type { GiftOperation } from './gift-operation.ts';
import { planOnOriginal, type OnOriginal, type OriginalPlan } from './on-original.ts';

type End = 'confirmed' | 'reversed';

/** Lets a load be spent that was in the books only. Refuses one that was not to be confirmed, and one that was confirmed or reversed. */
export const confirmLoad = (deps: GiftDeps): GiftOperation<OnOriginal, OriginalPlan> => endLoad(deps, 'confirmed');

/** Takes a load back that was never confirmed. A confirmed one is not reversed: that is a void. */
export const reverseLoad = (deps: GiftDeps): GiftOperation<OnOriginal, OriginalPlan> => endLoad(deps, 'reversed');

const endLoad = (deps: GiftDeps, end: End): GiftOperation<OnOriginal, OriginalPlan> => ({
  kind: `giftcards.load_${end}`,
  resolve: (input, look) => planOnOriginal(input, ['load'], look),
  foresee: (input, { found }, { peek }) => foreseeWallets([found], peek, input.receivedAt, false),
  decide: (input, plan, desk) => endNow(deps, end, input, plan, desk),
  present: (record, booked) => presentGift(deps, record, booked),
});

function endNow(
  deps: GiftDeps,
  end: End,
  { till }: OnOriginal,
  { found, operation }: OriginalPlan,
  desk: Desk<JournalEntry>,
): Decided<GiftRecord> | Refusal {
  const met = meetGift(deps, found, { till, pin: undefined, effect: 'anything' }, desk);
  if (!isMet(met)) return met;
  const { record, lane, seq } = operation;
  if (!record.awaits) return refuse('giftcards.load.not_awaiting');
  const known = desk.read(aftermathSheet, operation);
  if (known) return refuse('giftcards.load.ended', { state: known.state });
  const left = leftOfLoad({ desk }, met.gift, operation);
  // From here it succeeds.
  const booking = openAct(deps, desk, till, lane);
  if (end === 'confirmed') for (const wallet of walletsOf(desk, met.gift)) unfreezeLots(booking, wallet, { lane, seq });
  else takeLoadBack(deps, booking, met.gift, operation);
  const amount = BigInt(record.amount) + BigInt(record.promotional ?? 0);
  desk.put(aftermathSheet, operation, {
    ...{ lane, seq, amount, state: end, restoreOrder: 'last_taken_first' },
    undone: end === 'reversed' ? left : 0n,
  });
  const kept = { act: `load_${end}`, amount: exactJson(left), of: { lane, seq: String(seq) } } as const;
  return closeAct(deps, booking, met.gift, kept, { kind: `giftcards.load_${end}`, till });
}
