import { isoFromInstant, type Instant } from '../../kernel/instant.ts';
import type { LocalDate } from '../../kernel/local-date.ts';
import type { Zone } from '../../kernel/zone.ts';
import type { Decided, Desk, OwnerKey } from '../../platform/lanes/index.ts';
import { writeRecord, type JournalEntry } from '../ledger/index.ts';

/** A change of a member or card, as the journal keeps it. */
export type ChangeToBook<Kept> = OwnerKey & {
  readonly kind: string;
  readonly seq: bigint;
  readonly tenant: number;
  /** 0 where it belongs to no program. */
  readonly program: number;
  /** Of its program, whose calendar day it counts to. What belongs to the tenant alone counts to the day of UTC: its programs may be on different days. */
  readonly zone?: Zone | undefined;
  readonly occurredAt: Instant;
  /** What the answer is rebuilt from. Plain JSON without anything personal: the journal is for ever. */
  readonly record: Kept;
};

const NOTHING_MOVED = {
  outlet: 0,
  terminal: 0,
  rulebook: 0,
  flags: 0,
  postings: [],
  allocations: [],
  lots: [],
} as const;

const dayOf = (at: Instant, zone: Zone | undefined): LocalDate =>
  zone ? zone.localOf(at).date : (isoFromInstant(at).slice(0, 10) as LocalDate);

/** When it happened: as told, but never later than now, and now when nobody told. */
export const happenedAt = (told: Instant | undefined, recordedAt: Instant): Instant =>
  told === undefined || told > recordedAt ? recordedAt : told;

/** Appends a journal row that moves no value, under a number that was taken, and gives what decide answers. */
export function bookChange<Kept>(desk: Desk<JournalEntry>, change: ChangeToBook<Kept>): Decided<Kept> {
  const { record, zone, ...row } = change;
  desk.append({ ...NOTHING_MOVED, ...row, bookedOn: dayOf(row.occurredAt, zone), record: writeRecord(record) });
  return { ok: true, lane: change.lane, seq: change.seq, record };
}

/** Appends the mark that a change left in another lane, pointing home. */
export function bookLeg(desk: Desk<JournalEntry>, change: ChangeToBook<unknown>, owner: OwnerKey): void {
  const { record: _, zone, ...row } = change;
  const home = { lane: change.lane, seq: change.seq };
  const seq = desk.take(owner.lane);
  desk.append({ ...NOTHING_MOVED, ...row, ...owner, seq, home, bookedOn: dayOf(row.occurredAt, zone) });
}
