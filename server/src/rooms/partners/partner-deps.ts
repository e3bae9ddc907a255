import type { Audit } from '../../platform/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database, Tx } from '../../platform/database/database.ts';
import type { Programs } from '../programs/index.ts';
import type { Staff } from '../staff/index.ts';
import type { PartnerSettings } from './settings.ts';

/** Slot: makes the owner of a new outlet's receipts in an open lane of the tenant, in the same transaction. */
export type OpenOwner = (tx: Tx, tenant: number, kind: 'outlet') => Promise<{ lane: number; owner: bigint }>;

/** What the verbs of this room stand on. */
export type PartnerDeps = {
  readonly database: Database;
  readonly clock: Clock;
  readonly programs: Programs;
  readonly openOwner: OpenOwner;
  readonly audit: Audit;
  readonly findPerson: Staff['findPerson'];
  readonly settings: () => PartnerSettings;
  readonly refresh: () => Promise<void>;
};
