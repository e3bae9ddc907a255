import type { Instant } from '../../../kernel/instant.ts';
import type { Ok, Refusal } from '../../../kernel/refusal.ts';
import type { Tokens } from '../../../kernel/token.ts';
import type { Audit } from '../../../platform/audit.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Database, Tx } from '../../../platform/database/database.ts';
import type { Keys } from '../../../platform/keys.ts';
import type { Programs } from '../../programs/index.ts';
import type { Cards } from '../create-cards.ts';

/** A code on its way to the registered address of a client. */
export type CodeMail = {
  readonly tenant: number;
  readonly reference: string;
  readonly to: string;
  readonly code: string;
  readonly language: 'en' | 'es';
  readonly facts: Readonly<Record<string, string | number>>;
  readonly expiresAt: Instant;
};

/** Slot: puts the mail into the queue, in the transaction that keeps the code. */
export type SendCodeMail = (tx: Tx, mail: CodeMail) => Promise<void>;

/** A change of the registered address that wants a second person. */
export type ContactRequest = {
  readonly tenant: number;
  readonly change: bigint;
  readonly partner: string | undefined;
  readonly masked: string;
  readonly requestedBy: { readonly credential: bigint; readonly person?: bigint | undefined };
};

/** Slot: asks for a second person's yes, last in the transaction; his yes calls `applyContactChange`. */
export type AskSecondPerson = (tx: Tx, request: ContactRequest) => Promise<Ok<{ readonly approval: bigint }> | Refusal>;

/** What the making of cards stands on. */
export type MakingDeps = {
  readonly database: Database;
  readonly keys: Keys;
  readonly tokens: Tokens;
  readonly clock: Clock;
  /** What persons and credentials do with files and orders; what comes of it in stock is traced by the room's verbs. */
  readonly audit?: Audit | undefined;
  readonly programs: Pick<Programs, 'settings' | 'refresh'>;
  /** How cards come into stock, whoever makes them. */
  readonly cards: Pick<
    Cards,
    | 'settings'
    | 'refresh'
    | 'batchAgainst'
    | 'createCardBatch'
    | 'openLoader'
    | 'addToBatch'
    | 'releaseBatch'
    | 'abandonBatch'
  >;
  /** Where uploaded files lie, encrypted. */
  readonly folder: string;
  readonly sendCode: SendCodeMail;
  readonly askSecondPerson: AskSecondPerson;
};
