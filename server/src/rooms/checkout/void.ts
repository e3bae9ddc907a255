import type { Instant } from '../../kernel/instant.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import {
  FAMILY,
  OwnerMoved,
  referenceSheet,
  type Operation,
  type Plan,
  type ReferenceKey,
} from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { openBooking, foreseeWallets } from '../points/index.ts';
import type { Till } from '../partners/index.ts';
import { bookReturn } from './book-return.ts';
import { noteExceptions } from './book-sale.ts';
import type { CheckoutDeps } from './deps.ts';
import { appendEntry } from './entry.ts';
import { findSale, ownersOfSale, wantsOfReturn, type FoundSale } from './plan-return.ts';
import { withClock } from './prepare-sale.ts';
import { presentReturn, type ReturnAnswer } from './present-return.ts';
import type { ClosedRecord, ReturnRecord } from './return-record.ts';
import type { Manner } from './sale.ts';
import { parkedSheet } from './store/parked-return.ts';
import { returnedSheet } from './store/returned.ts';

/** A message that must not count: named by its own client reference. */
export type Void = {
  readonly till: Till;
  readonly receivedAt: Instant;
  readonly manner: Manner;
  readonly exceptions: readonly Refusal[];
  readonly occurredAt: Instant;
  readonly target: ReferenceKey;
  readonly isOffline: boolean;
  readonly raw: string | undefined;
};

export type VoidPlan = Plan & { readonly found: FoundSale | undefined };

/**
 * Undoes a sale as if it had not been. A reference that nobody has used yet is closed, a return's too: what is sent under it later is
 * answered `operation.voided_before` and books nothing. Refuses a void of a void and of a return that was booked, a second void, and a
 * sale of which goods came back.
 */
export const voidSale = (
  deps: CheckoutDeps,
): Operation<Void, VoidPlan, ReturnRecord | ClosedRecord, ReturnAnswer, JournalEntry> => ({
  kind: 'checkout.void',
  async resolve(input, look) {
    const { family } = input.target;
    if (family === FAMILY.void) return refuse('checkout.void.of_reversal');
    const known = await look.reference(input.target);
    if (known?.outcome === 'c') return refuse('checkout.void.already');
    const { lane, owner } = input.till.outlet;
    if (known?.outcome !== 'b') return { owners: [{ lane, owner, revision: 0 }], wants: [], found: undefined };
    // What came back is not there to be taken again: points, limits and the card that took the money may have gone on since.
    if (family === FAMILY.return) return refuse('checkout.void.of_return');
    const found = await findSale(look, input.till.program, { lane: known.lane, seq: known.seq });
    if (!found) return refuse('checkout.sale.unknown');
    const owners = await ownersOfSale(look, found);
    return { owners, wants: wantsOfReturn(found, owners), found };
  },
  foresee: (input, plan, { peek }) => foreseeWallets(plan.owners, peek, input.receivedAt, true),
  decide(given, plan, desk) {
    const input = withClock(given, desk.recordedAt);
    if ('ok' in input) return input;
    if (plan.found) {
      const returned = desk.read(returnedSheet, plan.found);
      if (returned?.isVoided) return refuse('checkout.void.already');
      if (returned && Object.keys(returned.lines).length > 0) return refuse('checkout.void.goods_returned');
      const whole = {
        ...input,
        reference: undefined,
        content: NO_CONTENT,
        original: plan.found,
        lines: 'all' as const,
      };
      return bookReturn(deps, whole, plan.found, desk, 'checkout.void');
    }
    // Between resolve and the lock the sale itself may have come.
    const known = desk.read(referenceSheet, input.target);
    if (known?.outcome === 'b') throw new OwnerMoved();
    if (known?.outcome === 'c') return refuse('checkout.void.already');
    const booking = openBooking(desk, deps.accounts, input.till.outlet.lane, input.occurredAt);
    const { lane, seq } = booking;
    if (known) {
      // Returns have waited for this sale: they will not be decided any more, and are listed instead of dropped.
      const parked = desk.read(parkedSheet, input.target);
      const waiting = (parked?.waiting ?? []).map((one) => ({ ...one, state: 'exception' as const }));
      desk.put(parkedSheet, input.target, { sale: input.target, waiting });
      noteExceptions(
        desk,
        input,
        { lane, seq },
        waiting.map(() => refuse('checkout.sale.voided')),
      );
    }
    desk.put(referenceSheet, input.target, { ...input.target, outcome: 'c', content: NO_CONTENT, lane, seq });
    const record: ClosedRecord = { is: 'closed' };
    appendEntry(booking, {
      kind: 'checkout.void_before',
      owner: input.till.outlet.owner,
      till: input.till,
      record,
      raw: input.raw,
    });
    return { ok: true, lane, seq, record };
  },
  present: (record, booked) => presentReturn(deps, record, booked),
});

const NO_CONTENT = Buffer.alloc(16);
