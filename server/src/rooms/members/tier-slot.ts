import type { Instant } from '../../kernel/instant.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import type { Desk } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import type { Member } from './member.ts';

/** A tier that a person gives, or takes back. */
export type TierGiven = {
  readonly program: number;
  readonly tier: string | null;
  readonly reason?: string | undefined;
  /** When it ends by itself; absent for never. */
  readonly until?: Instant | undefined;
};

/** What this room needs of the room tiers, which stands above it; filled where the server is put together. */
export type TierSlot = {
  /** True in programs that count tiers: there a tier given by hand stands before what was counted. Elsewhere it is a plain fact. */
  counts(program: number, at: Instant): boolean;
  /** The codes of the program's tiers by rank, the lowest first; empty where none are counted. */
  ranks(program: number, at: Instant): readonly string[];
  /** Gives a tier by hand in the batch under way. Refuses a tier that the program has not, and one that has ended. */
  give(desk: Desk<JournalEntry>, member: Member, given: TierGiven, at: Instant): { readonly ok: true } | Refusal;
};
