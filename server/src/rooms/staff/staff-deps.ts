import type { Audit } from '../../platform/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database, Queries, Tx } from '../../platform/database/database.ts';
import type { Keys } from '../../platform/keys.ts';
import type { CredentialNow } from './asker.ts';
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
  /** Slot: how a credential of the tenant stands at this moment; undefined where there is none. */
  readonly credentialNow: (queries: Queries, tenant: number, credential: bigint) => Promise<CredentialNow | undefined>;
  readonly sendMail: SendMail;
  /** Slot: the tenant of that code, or of that number. */
  readonly tenantOf: (
    tenant: string | number,
  ) => { readonly tenant: number; readonly name: string; readonly code: string } | undefined;
  /** Slot: what a person needs to act in the portal, in the transaction in which it begins to work. */
  readonly equipPerson: (tx: Tx, tenant: number, person: bigint) => Promise<void>;
  /** Where the portal is reached from outside, for links in messages. */
  readonly portalUrl: () => string;
  /** Does what nobody waits for, so that its time tells nothing. */
  readonly behind: (work: Promise<unknown>) => void;
  /** Told what went wrong where nobody waits for an answer. */
  readonly onFailure: (error: unknown) => void;
};
