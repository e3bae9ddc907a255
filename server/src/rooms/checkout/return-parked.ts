import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/instant.ts';
import { OwnerMoved, referenceSheet, type Decided, type Desk } from '../../platform/lanes/index.ts';
import { allocationSheet, FLAG, type JournalEntry, type KeptOperation } from '../ledger/index.ts';
import { openBooking } from '../points/index.ts';
import { bookReturn } from './book-return.ts';
import { noteExceptions } from './book-sale.ts';
import type { CheckoutDeps } from './deps.ts';
import { appendEntry, bookedOn } from './entry.ts';
import type { SaleRecord } from './record.ts';
import type { Return } from './return.ts';
import type { ParkedRecord } from './return-record.ts';
import type { Sale } from './sale.ts';
import { parkedSheet, type ParkedReturn } from './store/parked-return.ts';

/** What is kept of a parked return for the day on which its sale comes. */
type ParkedInput = {
  readonly outlet: number;
  readonly terminal: number;
  readonly occurredAt: number;
  readonly lines: readonly { readonly line: number; readonly quantity: string }[] | 'all';
  readonly isOffline: boolean;
  /** Which credential sent it. */
  readonly by?: string;
};

/** Parks a return under the name of its sale (semantics 3.15): it holds nothing, and is neither refused nor dropped. */
export function parkReturn(deps: CheckoutDeps, input: Return, desk: Desk<JournalEntry>): Decided<ParkedRecord> {
  assert('reference' in input.original && input.reference, 'a parked return has a name and names its sale');
  const sale = input.original.reference;
  // Between resolve and the lock the sale itself may have come.
  const known = desk.read(referenceSheet, sale);
  if (known && known.outcome !== 'a') throw new OwnerMoved();
  const booking = openBooking(desk, deps.accounts, input.till.outlet.lane, input.occurredAt);
  const { lane, seq } = booking;
  // Taken anew by every return that waits: a sale that comes at the same moment in another lane has not seen this one.
  desk.put(referenceSheet, sale, { ...sale, outcome: 'a', content: NO_CONTENT, lane, seq });
  const kept: ParkedInput = {
    outlet: input.till.outlet.outlet,
    terminal: input.till.terminal.terminal,
    occurredAt: input.occurredAt,
    isOffline: input.isOffline,
    ...(input.till.credential === undefined ? {} : { by: String(input.till.credential) }),
    lines:
      input.lines === 'all' ? 'all' : input.lines.map(({ line, quantity }) => ({ line, quantity: String(quantity) })),
  };
  const parked: ParkedReturn = {
    sale,
    reference: input.reference.reference,
    content: input.content,
    input: kept,
    parkedAt: desk.recordedAt,
    state: 'parked',
  };
  const waiting = desk.read(parkedSheet, sale)?.waiting ?? [];
  desk.put(parkedSheet, sale, { sale, waiting: [...waiting, parked] });
  noteExceptions(desk, input, { lane, seq }, input.exceptions);
  const record: ParkedRecord = { is: 'parked' };
  appendEntry(booking, {
    kind: 'checkout.return_parked',
    owner: input.till.outlet.owner,
    till: input.till,
    record,
    raw: input.raw,
  });
  return { ok: true, lane, seq, record };
}

const NO_CONTENT = Buffer.alloc(16);

/** Decides the returns that have waited for this sale, right after it and in the same batch, as notices of then. */
export function applyParkedReturns(
  deps: CheckoutDeps,
  sale: Sale,
  booked: Decided<SaleRecord>,
  desk: Desk<JournalEntry>,
): void {
  if (!sale.reference || desk.read(referenceSheet, sale.reference)?.outcome !== 'a') return;
  const parked = desk.read(parkedSheet, sale.reference);
  if (!parked) return;
  const { member } = booked.record;
  const { outlet, program, terminal } = sale.till;
  const kept: KeptOperation = {
    lane: booked.lane,
    seq: booked.seq,
    kind: 'checkout.sale',
    record: booked.record,
    recordedAt: desk.recordedAt,
    occurredAt: sale.occurredAt,
    bookedOn: bookedOn(sale.till, sale.occurredAt),
    owner: member ? BigInt(member.owner) : outlet.owner,
    tenant: program.tenant,
    program: program.program,
    outlet: outlet.outlet,
    terminal: terminal.terminal,
    rulebook: booked.record.rulebook,
    flags: FLAG.notice,
  };
  const found = {
    lane: booked.lane,
    seq: booked.seq,
    sale: kept,
    record: booked.record,
    claim: undefined,
    member: member && { lane: member.lane, owner: BigInt(member.owner), tenant: program.tenant },
    buyer: member && { lane: member.lane, owner: BigInt(member.owner) },
    merged: [],
  };
  // What the sale took from lots is not in the journal yet; the returns find it on the desk.
  for (const entry of desk.entries) desk.put(allocationSheet, entry, entry.allocations);
  for (const one of parked.waiting) {
    const input = one.input as ParkedInput;
    const goods: Return = {
      // Of the sale's place, but by whom it was sent itself.
      till: { ...sale.till, credential: input.by === undefined ? undefined : BigInt(input.by) },
      reference: undefined,
      content: one.content,
      receivedAt: desk.recordedAt,
      manner: 'notice',
      exceptions: [],
      occurredAt: input.occurredAt as Instant,
      original: { lane: booked.lane, seq: booked.seq },
      lines:
        input.lines === 'all' ? 'all' : input.lines.map(({ line, quantity }) => ({ line, quantity: BigInt(quantity) })),
      isOffline: input.isOffline,
      raw: undefined,
    };
    const done = bookReturn(deps, goods, found, desk, 'checkout.return');
    assert(done.ok, 'a notice is not refused');
  }
  desk.put(parkedSheet, sale.reference, {
    sale: sale.reference,
    waiting: parked.waiting.map((one) => ({ ...one, state: 'applied' as const })),
  });
}
