import type { Refusal } from '../../../kernel/refusal.ts';
import type { Decided, Desk, Operation } from '../../../platform/lanes/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import { foreseeWallets } from '../../points/index.ts';
import type { GiftDeps } from '../deps.ts';
import { planGift, type GiftInput, type GiftPlan } from '../find-gift.ts';
import { isMet, meetGift, type Met, type Shown } from '../meet-gift.ts';
import { presentGift, type GiftAnswer } from '../present-gift.ts';
import { proveShown } from '../prove-shown.ts';
import type { GiftRecord } from '../record.ts';

export type GiftOperation<Input, P extends GiftPlan = GiftPlan> = Operation<
  Input,
  P,
  GiftRecord,
  GiftAnswer,
  JournalEntry
>;

/** An operation on one gift that its card shows: found, met, then decided. */
export const giftOperation = <Input extends GiftInput>(
  deps: GiftDeps,
  kind: string,
  effect: Shown['effect'],
  decide: (input: Input, met: Met, desk: Desk<JournalEntry>) => Decided<GiftRecord> | Refusal,
): GiftOperation<Input> => ({
  kind,
  resolve: (input, look) => planGift(deps, input, input.gift, look, effect === 'spend'),
  foresee: (input, { found }, { peek }) => foreseeWallets([found], peek, input.receivedAt, effect === 'spend'),
  decide(input, { found }, desk) {
    const met = meetGift(deps, found, { ...input, effect }, desk);
    if (!isMet(met)) return met;
    return proveShown(found, input, desk) ?? decide(input, met, desk);
  },
  present: (record, booked) => presentGift(deps, record, booked),
});
