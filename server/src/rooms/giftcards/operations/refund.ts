import { exactJson, formatQuantity } from '../../../kernel/quantity.ts';
import { refuse, type Refusal } from '../../../kernel/refusal.ts';
import type { Decided, Desk } from '../../../platform/lanes/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import { foreseeWallets } from '../../points/index.ts';
import { readAmount } from '../amount.ts';
import { openAct } from '../act-till.ts';
import { giveGiftUseBack } from '../card-use.ts';
import { closeAct } from '../close-act.ts';
import type { GiftDeps } from '../deps.ts';
import { giveToLots } from '../give-back.ts';
import { isMet, meetGift } from '../meet-gift.ts';
import { presentGift } from '../present-gift.ts';
import type { GiftRecord } from '../record.ts';
import { usedNow } from '../settle-gift.ts';
import { aftermathSheet } from '../store/aftermath.ts';
import { giftSheet } from '../store/gift.ts';
import type { GiftOperation } from './gift-operation.ts';
import { planOnOriginal, type OnOriginal, type OriginalPlan } from './on-original.ts';

export type RefundInput = OnOriginal & {
  /** Decimal text, in the currency that the redemption was asked in; absent for all that is left of it. */
  readonly amount: string | undefined;
};

/**
 * Gives a redemption or capture back to its card, wholly or in parts, never more than it took: to the lots it came from, by the rate
 * that was stored with it. A closed card is opened again by it; a blocked one gets its value and stays blocked. Refuses what is left of
 * nothing, and more than is left.
 */
export const refund = (deps: GiftDeps): GiftOperation<RefundInput, OriginalPlan> => ({
  kind: 'giftcards.refund',
  resolve: (input, look) => planOnOriginal(input, ['redemption', 'capture'], look),
  foresee: (input, { found }, { peek }) => foreseeWallets([found], peek, input.receivedAt, false),
  decide: (input, plan, desk) => refundNow(deps, input, plan, desk),
  present: (record, booked) => presentGift(deps, record, booked),
});

function refundNow(
  deps: GiftDeps,
  { till, amount: text }: RefundInput,
  { found, operation }: OriginalPlan,
  desk: Desk<JournalEntry>,
): Decided<GiftRecord> | Refusal {
  const met = meetGift(deps, found, { till, pin: undefined, effect: 'anything' }, desk);
  if (!isMet(met)) return met;
  const { record, lane, seq } = operation;
  const known = desk.read(aftermathSheet, operation);
  const whole = BigInt(record.amount);
  const before = known?.undone ?? 0n;
  if (before === whole) return refuse('giftcards.operation.undone');
  const progress = refundedBy(deps, record, before, text);
  if ('ok' in progress) return progress;
  // From here it succeeds.
  const { after } = progress;
  const booking = openAct(deps, desk, till, lane);
  const restoreOrder = known?.restoreOrder ?? till.program.policy.restoreOrder;
  const expired = giveToLots(deps, booking, met.gift, operation, { before, after, order: restoreOrder });
  giveGiftUseBack(deps, record, { amount: after - before, isWhole: after === whole }, desk);
  desk.put(aftermathSheet, operation, { lane, seq, amount: whole, undone: after, state: 'open', restoreOrder });
  const gift = usedNow(deps, { ...met.gift, state: 'active' }, desk.recordedAt);
  desk.put(giftSheet, gift, gift);
  const kept = {
    act: 'refund',
    amount: exactJson(after - before),
    of: { lane, seq: String(seq) },
    expired: exactJson(expired),
    undone: exactJson(after),
  } as const;
  return closeAct(deps, booking, gift, kept, { kind: 'giftcards.refund', till });
}

/** How much of a redemption is back in all after this refund, in the card's currency. By totals, so that refund less redemption is nothing. */
function refundedBy(
  deps: GiftDeps,
  record: GiftRecord,
  before: bigint,
  text: string | undefined,
): { readonly after: bigint } | Refusal {
  const whole = BigInt(record.amount);
  if (text === undefined) return { after: whole };
  const { foreign } = record;
  const unit = deps.programs.settings().unit(foreign?.unit ?? record.unit);
  const asked = readAmount(text, unit);
  if (!asked.ok) return asked;
  const all = foreign ? BigInt(foreign.amount) : whole;
  // What is back already, in the currency that was asked in: rounded up, so that parts never sum to more than the whole.
  const was = foreign ? (before * all + whole - 1n) / whole : before;
  if (was + asked.amount > all) {
    return refuse('giftcards.refund.too_large', {
      left: formatQuantity(all - was, unit.decimals),
      asked: formatQuantity(asked.amount, unit.decimals),
    });
  }
  const after = foreign ? ((was + asked.amount) * whole) / all : was + asked.amount;
  if (after === before) return refuse('giftcards.amount.zero');
  return { after };
}
