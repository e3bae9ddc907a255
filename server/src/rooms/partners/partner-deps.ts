import type { Audit } from '../../platform/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database, Tx } from '../../platform/database/database.ts';
import type { Programs } from '../programs/index.ts';
import type { Staff } from '../staff/index.ts';
import type { Principal } from './credential.ts';
import type { PartnerSettings } from './settings.ts';

/** Slot: makes the owner of a new outlet's receipts in an open lane of the tenant, in the same transaction. */
export type OpenOwner = (tx: Tx, tenant: number, kind: 'outlet') => Promise<{ lane: number; owner: bigint }>;

/** Who issues a key, without what he is bound to: the confirmed key of a partner is in its issuer's hand all the same. */
export type Issuer = Pick<Principal, 'tenant' | 'credential' | 'person'>;

/** What the verbs of this room stand on. */
export type PartnerDeps = {
  readonly database: Database;
  readonly clock: Clock;
  readonly programs: Programs;
  readonly openOwner: OpenOwner;
  readonly audit: Audit;
  readonly findPerson: Staff['findPerson'];
  /** Slot: whether the keys of tills that somebody issues need a second person before they are believed. */
  readonly needsSecond: (issuer: Issuer) => Promise<boolean>;
  readonly settings: () => PartnerSettings;
  readonly refresh: () => Promise<void>;
};
