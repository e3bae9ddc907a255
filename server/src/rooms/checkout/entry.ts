import type { Instant } from '../../kernel/instant.ts';
import type { LocalDate } from '../../kernel/local-date.ts';
import { gatherPostings, packBody, type JournalEntry } from '../ledger/index.ts';
import type { Till } from '../partners/index.ts';
import type { Booking } from '../points/index.ts';

/** Where an entry belongs: owner, place, rulebook, marks. */
export type EntryFrame = {
  readonly kind: string;
  readonly owner: bigint;
  readonly till: Till;
  readonly rulebook?: number;
  readonly flags?: number;
  readonly home?: { readonly lane: number; readonly seq: bigint };
  readonly record?: unknown;
  readonly raw?: string | undefined;
};

/** The business day of a moment at an outlet: before its cut-over hour it is still yesterday. */
export const bookedOn = (till: Till, at: Instant): LocalDate => till.outlet.zone.businessDayOf(at, till.outlet.cutOverHour);

/** Closes a booking into a journal entry and appends it. */
export function appendEntry(booking: Booking, frame: EntryFrame): void {
  const { till } = frame;
  const entry: JournalEntry = {
    lane: booking.lane,
    seq: booking.seq,
    kind: frame.kind,
    occurredAt: booking.at,
    bookedOn: bookedOn(till, booking.at),
    owner: frame.owner,
    tenant: till.program.tenant,
    program: till.program.program,
    outlet: till.outlet.outlet,
    terminal: till.terminal.terminal,
    rulebook: frame.rulebook ?? 0,
    flags: frame.flags ?? 0,
    postings: gatherPostings(booking.postings),
    allocations: booking.allocations,
    lots: booking.lots,
    ...(frame.home ? { home: frame.home } : {}),
    ...(frame.record === undefined ? {} : { body: packBody(frame.record) }),
    ...(frame.raw === undefined ? {} : { raw: frame.raw }),
  };
  booking.desk.append(entry);
}

