import type { Audit } from '../../platform/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database, Tx } from '../../platform/database/database.ts';
import type { Keys } from '../../platform/keys.ts';
import type { PlaceExists } from './grant.ts';
import type { SendMail } from './mail.ts';

/** What the verbs of this room stand on. */
export type StaffDeps = {
  readonly database: Database;
  readonly clock: Clock;
  readonly keys: Keys;
  readonly audit: Audit;
  /** Every permission there is: the scopes of credentials. */
  readonly permissions: readonly string[];
  /** Slot: the rooms of programs and partners know their codes. */
  readonly placeExists: PlaceExists;
  /** Slot: how many decimals the tenant's unit of that code has; undefined when it has none. */
  readonly decimalsOf: (tenant: number, unit: string) => number | undefined;
  /** Slot: what credentials in memory know of people is read anew, in every process, within a second. */
  readonly raiseRevision: (tx: Tx) => Promise<void>;
  readonly sendMail: SendMail;
  /** Told what went wrong where nobody waits for an answer. */
  readonly onFailure: (error: unknown) => void;
};
