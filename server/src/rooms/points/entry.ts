import type { Instant } from '../../kernel/instant.ts';
import type { LocalDate } from '../../kernel/local-date.ts';
import { gatherPostings, writeRecord, type JournalEntry } from '../ledger/index.ts';
import type { Till } from '../partners/index.ts';
import type { Booking } from './booking.ts';

/** Where something was done: at a till, or, without outlet, by a person or by time for the whole program. */
export type Site = Pick<Till, 'program'> & Partial<Pick<Till, 'outlet' | 'terminal' | 'partner' | 'credential'>>;

/** Where an entry belongs: owner, place, rulebook, marks. */
export type EntryFrame = {
  readonly kind: string;
  readonly owner: bigint;
  readonly till: Site;
  readonly rulebook?: number;
  readonly flags?: number;
  readonly home?: { readonly lane: number; readonly seq: bigint };
  /** Kept with the credential of the till as `by`, unless it says itself by whom. */
  readonly record?: unknown;
  readonly raw?: string | undefined;
};

/** The business day of a moment at an outlet: before its cut-over hour it is still yesterday. Elsewhere the program's calendar day. */
export const bookedOn = ({ program, outlet }: Site, at: Instant): LocalDate =>
  outlet ? outlet.zone.businessDayOf(at, outlet.cutOverHour) : program.zone.localOf(at).date;

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
    outlet: till.outlet?.outlet ?? 0,
    terminal: till.terminal?.terminal ?? 0,
    rulebook: frame.rulebook ?? 0,
    flags: frame.flags ?? 0,
    postings: gatherPostings(booking.postings),
    allocations: booking.allocations,
    lots: booking.lots,
    ...(frame.home ? { home: frame.home } : {}),
    ...(frame.record === undefined ? {} : { record: writeRecord(signed(frame.record, till)) }),
    ...(frame.raw === undefined ? {} : { raw: frame.raw }),
  };
  booking.desk.append(entry);
}

/** Here for every room alike, so that no operation can forget who sent it. Whoever did it by hand already stands in its record. */
function signed(record: unknown, { credential }: Site): unknown {
  if (credential === undefined || typeof record !== 'object' || record === null || 'by' in record) return record;
  return { ...record, by: String(credential) };
}
