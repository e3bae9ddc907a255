import type { Refusal } from '../../kernel/refusal.ts';
import type { Database } from '../database/database.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Desk } from './desk.ts';
import type { Entry } from './entry.ts';
import type { LookUp } from './look-up.ts';
import type { OwnerKey } from './owner.ts';
import type { ReferenceKey } from './reference.ts';
import type { Want } from './sheet.ts';

/** An owner as resolve saw it. The batch proves that lane and revision still hold. */
export type Held = OwnerKey & { readonly revision: number };

/**
 * What an operation needs before it can be decided: the owners that it may write to, the facts to load with them, and lanes to
 * hold where it makes an owner that nobody has seen yet.
 */
export type Plan = {
  readonly owners: readonly Held[];
  readonly wants: readonly Want[];
  readonly lanes?: readonly number[];
};

/** Thrown by decide when a name leads elsewhere than resolve saw: the machine resolves the operation again. */
export class OwnerMoved extends Error {}

/**
 * Thrown by decide when something must be brought into its lane by a transaction that holds none (a draw from a pot). The operation
 * leaves the batch without a trace, the errand is run, and it is decided again ahead of all that wait. Equal errands of one moment are
 * run once, so an errand must be harmless to repeat.
 */
export class NeedsErrand extends Error {
  readonly key: string;
  readonly run: (database: Database) => Promise<unknown>;
  constructor(key: string, run: (database: Database) => Promise<unknown>) {
    super(`decide needs ${key}`);
    this.key = key;
    this.run = run;
  }
}

/** What decide leaves behind: where its home row stands, and what is kept for proof and for repeating the answer. */
export type Decided<Record> = {
  readonly ok: true;
  readonly lane: number;
  readonly seq: bigint;
  readonly record: Record;
  /**
   * A no that must leave a trace, as a wrong PIN that is counted: what the desk holds is booked, the caller hears this, and its
   * reference stays free, as after any refusal.
   */
  readonly refusal?: Refusal;
};

/** Where and when an operation was booked, for presenting its answer. */
export type Booked = {
  readonly lane: number;
  readonly seq: bigint;
  readonly recordedAt: Instant;
  readonly repeated: boolean;
};

/** A kind of operation: how it finds its owners, what it decides, and how its record becomes an answer. */
export type Operation<Input, P extends Plan, Record, Answer, E extends Entry = Entry> = {
  readonly kind: string;
  /** Names to owners. Runs without lock or transaction; may refuse. Run again when an owner has moved meanwhile. */
  resolve(input: Input, look: LookUp): Promise<P | Refusal>;
  /** Facts that show themselves only when the first ones are there (lots that fall due). Asked once, before deciding. */
  foresee?(input: Input, plan: P, facts: { peek: Desk<E>['read'] }): readonly Want[];
  /** Pure: reads and writes the desk only. A refusal leaves no trace. */
  decide(input: Input, plan: P, desk: Desk<E>): Decided<Record> | Refusal;
  /** The answer, from the record alone: so a repeat is answered with the same words. */
  present(record: Record, booked: Booked): Answer;
};

/** An operation as it arrives: which tenant, under which reference with which content, and what it says. */
export type Arrival<Input> = {
  readonly tenant: number;
  /** Absent for what time or the program itself causes. */
  readonly reference?: ReferenceKey;
  readonly content?: Buffer;
  readonly input: Input;
};

/** What a caller gets. */
export type Outcome<Answer> = { readonly ok: true; readonly repeated: boolean; readonly answer: Answer } | Refusal;
