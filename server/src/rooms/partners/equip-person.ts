import { randomBytes } from 'node:crypto';
import type { Tx } from '../../platform/database/database.ts';
import type { PartnerDeps } from './partner-deps.ts';
import { insertPortalCredential } from './store/credential.ts';

const DIGEST_BYTES = 32;

/**
 * Gives a person the credential under which its portal sessions act, so that everything which names a credential can
 * name them. Its digest is random: it is that of no secret. Doing it again changes nothing.
 */
export const equipPerson = (deps: PartnerDeps, tx: Tx, tenant: number, person: bigint): Promise<void> =>
  insertPortalCredential(tx, { tenant, person, madeAt: deps.clock.now() }, randomBytes(DIGEST_BYTES));
