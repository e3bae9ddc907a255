import { assert } from '../../kernel/assert.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import { PROGRAM_ITSELF } from '../../platform/audit.ts';
import type { Actor } from '../../platform/audit.ts';
import { writeSettings } from '../programs/index.ts';
import type { Credential } from './credential.ts';
import { findCredential } from './find-credential.ts';
import type { PartnerDeps } from './partner-deps.ts';
import { updateConfirmed } from './store/credential.ts';

export type ConfirmCredentialOutcome =
  | Ok<{ readonly credential: Credential }>
  | Refusal<'partners.credential.not_found' | 'partners.credential.ended'>;

/**
 * What the key of a till or partner does is a till's from now on, in every process within a second; confirming it again changes nothing. Who may is
 * for the approvals to say. Refuses one that the tenant does not have, and one that was revoked.
 */
export const confirmCredential = async (
  deps: PartnerDeps,
  tenant: number,
  id: bigint,
  by: Actor = PROGRAM_ITSELF,
): Promise<ConfirmCredentialOutcome> => {
  await deps.refresh();
  const before = findCredential(deps, tenant, id);
  if (before === undefined) return refuse('partners.credential.not_found');
  if (before.isConfirmed) return { ok: true, credential: before };
  if (before.state === 'revoked') return refuse('partners.credential.ended');
  await writeSettings(
    deps,
    async (tx) => (await updateConfirmed(tx, id)) || undefined,
    () => ({
      ...{ tenant, by, act: 'partners.credential.confirmed', subject: `credential ${id}` },
      ...{ before: { isConfirmed: false }, after: { isConfirmed: true } },
    }),
  );
  // Whoever was faster in another process has been seen by nobody here yet.
  await deps.refresh();
  const credential = findCredential(deps, tenant, id);
  assert(credential !== undefined, 'a credential is never removed');
  return credential.isConfirmed ? { ok: true, credential } : refuse('partners.credential.ended');
};
