import type { KeptOperation } from '../ledger/index.ts';
import { byTillClock } from './act-till.ts';
import type { GiftDeps } from './deps.ts';
import { activate } from './operations/activate.ts';
import { cashOut } from './operations/cash-out.ts';
import { capture, release } from './operations/end-hold.ts';
import { changePin } from './operations/change-pin.ts';
import { confirmLoad, reverseLoad } from './operations/end-load.ts';
import { hold } from './operations/hold.ts';
import { load } from './operations/load.ts';
import { readBalance } from './operations/read-balance.ts';
import { redeem } from './operations/redeem.ts';
import { refund } from './operations/refund.ts';
import { replace } from './operations/replace.ts';
import { setCardState } from './operations/set-card-state.ts';
import { transfer } from './operations/transfer.ts';
import { voidGift } from './operations/void.ts';
import { presentGift } from './present-gift.ts';
import type { GiftRecord } from './record.ts';

/** The room: its operations for the lane machine. `balance` is to be rehearsed unless a PIN came with it. */
export const createGiftcards = (deps: GiftDeps) => ({
  activate: byTillClock(activate(deps)),
  load: byTillClock(load(deps)),
  confirmLoad: byTillClock(confirmLoad(deps)),
  reverseLoad: byTillClock(reverseLoad(deps)),
  redeem: byTillClock(redeem(deps)),
  hold: byTillClock(hold(deps)),
  capture: byTillClock(capture(deps)),
  release: byTillClock(release(deps)),
  refund: byTillClock(refund(deps)),
  void: byTillClock(voidGift(deps)),
  cashOut: byTillClock(cashOut(deps)),
  transfer: byTillClock(transfer(deps, 'transfer')),
  merge: byTillClock(transfer(deps, 'merge')),
  replace: byTillClock(replace(deps)),
  block: byTillClock(setCardState(deps, 'block')),
  unblock: byTillClock(setCardState(deps, 'unblock')),
  unlock: byTillClock(setCardState(deps, 'unlock')),
  close: byTillClock(setCardState(deps, 'close')),
  changePin: byTillClock(changePin(deps)),
  balance: byTillClock(readBalance(deps)),
  /** The answer to an operation of this room as it was given; undefined for one of another room. */
  presentKept(kept: KeptOperation): unknown {
    const record = kept.record as GiftRecord | undefined;
    if (record?.is !== 'gift') return undefined;
    return presentGift(deps, record, { lane: kept.lane, seq: kept.seq, recordedAt: kept.recordedAt, repeated: false });
  },
});

export type Giftcards = ReturnType<typeof createGiftcards>;
