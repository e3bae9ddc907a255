import { assert } from '../../../kernel/assert.ts';
import { postgresFromInstant } from '../../../kernel/instant.ts';
import type { Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Credential } from '../credential.ts';

// $1 tenant, $2 partner, $3 terminal, $4 name, $5 digest of the secret, $6 scopes, $7 valid until, $8 made at, $9 person, $10 whether it is confirmed
const insertCredentialRow = statement<{ credential: bigint }>(
  'partners.insertCredential',
  `insert into partners.credential (tenant_id, partner, terminal, name, secret_digest, scopes, valid_until, made_at,
     person, is_confirmed)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
   returning credential`,
);

// $1 tenant, $2 person, $3 digest of a secret that nobody has, $4 made at
const insertPortalRow = statement(
  'partners.insertPortalCredential',
  `insert into partners.credential (tenant_id, person, is_portal, name, secret_digest, scopes, made_at)
   values ($1, $2, true, 'portal', $3, '{}', $4)
   on conflict (person) where is_portal do nothing`,
);

const revokeCredentialRow = statement(
  'partners.revokeCredential',
  `update partners.credential set state = 'revoked' where credential = $1`,
);

const confirmCredentialRow = statement<{ credential: bigint }>(
  'partners.confirmCredential',
  `update partners.credential set is_confirmed = true
   where credential = $1 and state = 'active' and not is_confirmed
   returning credential`,
);

/** Gives the new credential's id; `digest` is that of its secret, in hexadecimal. */
export const insertCredential = async (
  tx: Tx,
  row: Omit<Credential, 'credential' | 'state' | 'isPortal' | 'mayPersonWork'>,
  digest: string,
): Promise<bigint> => {
  const [inserted] = await tx.run(insertCredentialRow, [
    row.tenant,
    row.partner ?? null,
    row.terminal ?? null,
    row.name,
    Buffer.from(digest, 'hex'),
    [...row.scopes],
    postgresFromInstant(row.validUntil),
    postgresFromInstant(row.madeAt),
    row.person ?? null,
    row.isConfirmed,
  ]);
  assert(inserted !== undefined, 'an inserted credential has an id');
  return inserted.credential;
};

/** Makes the credential under which the person's portal sessions act, once. */
export const insertPortalCredential = async (
  tx: Tx,
  row: Required<Pick<Credential, 'tenant' | 'madeAt'>> & { readonly person: bigint },
  digest: Buffer,
): Promise<void> => {
  await tx.run(insertPortalRow, [row.tenant, row.person, digest, postgresFromInstant(row.madeAt)]);
};

/** A second person has confirmed the key. False for one that was revoked or confirmed meanwhile. */
export const updateConfirmed = async (tx: Tx, credential: bigint): Promise<boolean> =>
  (await tx.run(confirmCredentialRow, [credential])).length > 0;

/** Ends the credential for ever. */
export const updateRevoked = async (tx: Tx, credential: bigint): Promise<void> => {
  await tx.run(revokeCredentialRow, [credential]);
};
