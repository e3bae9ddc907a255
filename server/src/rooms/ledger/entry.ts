import type { Instant } from '../../kernel/instant.ts';
import type { LocalDate } from '../../kernel/local-date.ts';
import type { Entry } from '../../platform/lanes/index.ts';
import type { Posting } from './posting.ts';

/** What an operation did to a lot: took, restored, activated, expired, cancelled, froze, unfroze, or moved it. */
export const EFFECT = {
  take: 't',
  restore: 'r',
  activate: 'a',
  expire: 'e',
  cancel: 'c',
  freeze: 'f',
  unfreeze: 'u',
  move: 'm',
} as const;
export type Effect = (typeof EFFECT)[keyof typeof EFFECT];

/** `delta` is what the lot's remainder changed by; zero where only its state changed. */
export type Allocation = {
  readonly lotSeq: bigint;
  readonly lotN: number;
  readonly delta: bigint;
  readonly effect: Effect;
};

/** What is fixed about a lot from its birth. Its key is (lane, seq) of the entry that made it, and n. */
export type LotBirth = {
  readonly n: number;
  readonly wallet: bigint;
  readonly amount: bigint;
  readonly isPending: boolean;
  readonly earnedAt: Instant;
  readonly activeAt: Instant;
  readonly expiresAt: Instant;
  readonly issuer: number;
  /** Who pays for its points: a contract of funding; absent for none. */
  readonly contract?: number | undefined;
  readonly originLane?: number | undefined;
  readonly originSeq?: bigint | undefined;
};

/** Marks on a journal row that never change. */
export const FLAG = { notice: 1, offline: 2, late: 4, exception: 8, unidentified: 16, settled: 32 } as const;

/** A journal entry: one row in its lane, with everything that its digest covers. */
export type JournalEntry = Entry & {
  readonly kind: string;
  readonly home?: { readonly lane: number; readonly seq: bigint };
  readonly occurredAt: Instant;
  readonly bookedOn: LocalDate;
  readonly owner: bigint;
  readonly tenant: number;
  readonly program: number;
  readonly outlet: number;
  readonly terminal: number;
  readonly rulebook: number;
  readonly flags: number;
  readonly postings: readonly Posting[];
  readonly allocations: readonly Allocation[];
  readonly lots: readonly LotBirth[];
  /** The text of the record: see `writeRecord`. Legs and settlings by time have none. */
  readonly record?: string | undefined;
  /** The raw message, identities masked. */
  readonly raw?: string | undefined;
};
