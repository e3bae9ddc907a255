import { isoFromInstant, type Instant } from '../../kernel/instant.ts';
import type { LocalDate } from '../../kernel/local-date.ts';
import type { Decided, Desk, OwnerKey } from '../../platform/lanes/index.ts';
import { writeRecord, type JournalEntry } from '../ledger/index.ts';

/** A change of a member or card, as the journal keeps it. */
export type ChangeToBook<Kept> = OwnerKey & {
  readonly kind: string;
  readonly seq: bigint;
  readonly tenant: number;
  /** 0 where it belongs to no program. */
  readonly program: number;
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

const utcDate = (at: Instant): LocalDate => isoFromInstant(at).slice(0, 10) as LocalDate;

/** When it happened: as told, but never later than now, and now when nobody told. */
export const happenedAt = (told: Instant | undefined, recordedAt: Instant): Instant =>
  told === undefined || told > recordedAt ? recordedAt : told;

/** Appends a journal row that moves no value, under a number that was taken, and gives what decide answers. */
export function bookChange<Kept>(desk: Desk<JournalEntry>, change: ChangeToBook<Kept>): Decided<Kept> {
  const { record, ...row } = change;
  desk.append({ ...NOTHING_MOVED, ...row, bookedOn: utcDate(change.occurredAt), record: writeRecord(record) });
  return { ok: true, lane: change.lane, seq: change.seq, record };
}

/** Appends the mark that a change left in another lane, pointing home. */
export function bookLeg(desk: Desk<JournalEntry>, change: ChangeToBook<unknown>, owner: OwnerKey): void {
  const { record: _, ...row } = change;
  const home = { lane: change.lane, seq: change.seq };
  const seq = desk.take(owner.lane);
  desk.append({ ...NOTHING_MOVED, ...row, ...owner, seq, home, bookedOn: utcDate(change.occurredAt) });
}
