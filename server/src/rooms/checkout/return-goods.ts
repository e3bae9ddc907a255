import type { Operation } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { foreseeWallets } from '../points/index.ts';
import { bookReturn } from './book-return.ts';
import type { CheckoutDeps } from './deps.ts';
import { planReturn, type ReturnPlan } from './plan-return.ts';
import { withClock } from './prepare-sale.ts';
import { settledUpTo } from './settled-up-to.ts';
import { presentReturn, type ReturnAnswer } from './present-return.ts';
import type { Return } from './return.ts';
import type { ParkedRecord, ReturnRecord } from './return-record.ts';
import { parkReturn } from './return-parked.ts';

/** Goods come back, by line, in part or whole. A return whose sale has not arrived waits for it. */
export const returnGoods = (
  deps: CheckoutDeps,
): Operation<Return, ReturnPlan, ReturnRecord | ParkedRecord, ReturnAnswer, JournalEntry> => ({
  kind: 'checkout.return',
  resolve: (input, look) => planReturn(deps, input, look),
  foresee: (input, plan, { peek }) => foreseeWallets(plan.owners, peek, settledUpTo(input, input.receivedAt), true),
  decide(given, plan, desk) {
    const input = withClock(given, desk.recordedAt);
    if ('ok' in input) return input;
    if (plan.found) return bookReturn(deps, input, plan.found, desk, 'checkout.return', plan.onto);
    const { against } = plan.onto;
    return parkReturn(deps, against ? { ...input, exceptions: [...input.exceptions, against] } : input, desk);
  },
  present: (record, booked) => presentReturn(deps, record, booked),
});
