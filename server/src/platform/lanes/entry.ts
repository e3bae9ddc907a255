import type { Instant } from '../../kernel/instant.ts';
import type { Tx } from '../database/connection.ts';

/** A journal row as the lane machine sees it: a place in a lane. What it says is the ledger's business. */
export type Entry = { readonly lane: number; readonly seq: bigint };

/** The journal's side of the batch, given to the machine by the ledger. */
export type JournalWriter<E extends Entry, Written extends E = E> = {
  /** A batch's entries as they are written, each with the digest over its canonical bytes, which its batch chains. */
  seal(entries: readonly E[], recordedAt: Instant): SealedEntry<Written>[];
  /** What a lane's batch keeps beside its rows (raw messages), packed once for all of them; its digest is chained too. */
  enclose(lane: number, upto: bigint, entries: readonly E[]): Enclosure | undefined;
  /** Statements that write sealed entries and enclosures; sent without awaiting one another. */
  write(
    tx: Tx,
    sealed: readonly SealedEntry<Written>[],
    enclosures: readonly Enclosure[],
    recordedAt: Instant,
  ): readonly Promise<unknown>[];
};

/** What is kept beside a lane's batch of rows. */
export type Enclosure = {
  readonly lane: number;
  readonly upto: bigint;
  readonly content: Buffer;
  readonly digest: Buffer;
};

export type SealedEntry<E extends Entry> = { readonly entry: E; readonly digest: Buffer };
