import { assert } from '../../kernel/assert.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import { PROGRAM_ITSELF } from '../../platform/audit.ts';
import type { Actor } from '../../platform/audit.ts';
import { writeSettings } from '../programs/index.ts';
import type { Credential } from './credential.ts';
import { findCredential } from './find-credential.ts';
import type { PartnerDeps } from './partner-deps.ts';
import { updateRevoked } from './store/credential.ts';

export type RevokeCredentialOutcome =
  | Ok<{ readonly credential: Credential }>
  | Refusal<'partners.credential.not_found'>;

/**
 * Ends a credential for ever, in every process within a second; revoking it again changes nothing. Refuses one that the
 * tenant does not have.
 */
export const revokeCredential = async (
  deps: PartnerDeps,
  tenant: number,
  id: bigint,
  by: Actor = PROGRAM_ITSELF,
): Promise<RevokeCredentialOutcome> => {
  await deps.refresh();
  const credential = findCredential(deps, tenant, id);
  if (credential === undefined) return refuse('partners.credential.not_found');
  if (credential.state === 'active') {
    await writeSettings(
      deps,
      async (tx) => {
        await updateRevoked(tx, id);
        return true;
      },
      () => ({
        ...{ tenant, by, act: 'partners.credential.revoked', subject: `credential ${id}` },
        ...{ before: { state: 'active' }, after: { state: 'revoked' } },
      }),
    );
  }
  const revoked = findCredential(deps, tenant, id);
  assert(revoked?.state === 'revoked', 'a credential that was just revoked is revoked in the settings');
  return { ok: true, credential: revoked };
};
