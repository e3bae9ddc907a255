import type { Tx } from './database/database.ts';

/** Who acts: a person, a credential, both, or, with neither, the program itself. */
export type Actor = {
  readonly person?: bigint | undefined;
  readonly credential?: bigint | undefined;
  readonly session?: bigint | undefined;
};

/** The program itself: the demo, a scenario, a job. */
export const PROGRAM_ITSELF: Actor = Object.freeze({});

/** Who acts by a request. */
export const actorOf = ({ person, credential, session }: Actor): Actor => ({ person, credential, session });

/** Plain JSON. Never a personal field in the clear, a secret or a card number: owner ids stand for persons. */
export type AuditFacts = Readonly<Record<string, unknown>>;

/** One act that is no journal operation. `before` is absent for what was made, `after` for what was removed. */
export type Act = {
  readonly tenant: number;
  readonly by: Actor;
  /** Dotted, in the past: `partners.outlet.added`. */
  readonly act: string;
  /** What was acted on, as the API names it: `outlet madrid-1`. */
  readonly subject: string;
  readonly before?: AuditFacts | undefined;
  readonly after?: AuditFacts | undefined;
  readonly reason?: string | undefined;
};

/**
 * Writes an act into its tenant's audit chain, in the transaction of the act. To be called last: it takes the lock of
 * the chain's head, after which a transaction takes no other.
 */
export type Audit = (tx: Tx, act: Act) => Promise<void>;

/** For tests of rooms that stand alone: acts leave no trace. */
export const noAudit: Audit = () => Promise.resolve();
