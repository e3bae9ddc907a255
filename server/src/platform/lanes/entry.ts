import type { Instant } from '../../kernel/instant.ts';
import type { Tx } from '../database/connection.ts';

/** A journal row as the lane machine sees it: a place in a lane. What it says is the ledger's business. */
export type Entry = { readonly lane: number; readonly seq: bigint };

/** The journal's side of the batch, given to the machine by the ledger. */
export type JournalWriter<E extends Entry> = {
  /** The digest over an entry's canonical bytes, which its batch chains. */
  seal(entry: E, recordedAt: Instant): Buffer;
  /** Statements that write sealed entries; sent without awaiting one another. */
  write(tx: Tx, sealed: readonly SealedEntry<E>[], recordedAt: Instant): readonly Promise<unknown>[];
};

export type SealedEntry<E extends Entry> = { readonly entry: E; readonly digest: Buffer };
