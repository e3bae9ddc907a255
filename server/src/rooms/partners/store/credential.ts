import { assert } from '../../../kernel/assert.ts';
import { postgresFromInstant } from '../../../kernel/instant.ts';
import type { Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Credential } from '../credential.ts';

// $1 tenant, $2 partner, $3 terminal, $4 name, $5 digest of the secret, $6 scopes, $7 valid until, $8 made at
const insertCredentialRow = statement<{ credential: bigint }>(
  'partners.insertCredential',
  `insert into partners.credential (tenant_id, partner, terminal, name, secret_digest, scopes, valid_until, made_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8)
   returning credential`,
);

const revokeCredentialRow = statement(
  'partners.revokeCredential',
  `update partners.credential set state = 'revoked' where credential = $1`,
);

/** Gives the new credential's id; `digest` is that of its secret, in hexadecimal. */
export const insertCredential = async (
  tx: Tx,
  row: Omit<Credential, 'credential' | 'state'>,
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
  ]);
  assert(inserted !== undefined, 'an inserted credential has an id');
  return inserted.credential;
};

/** Ends the credential for ever. */
export const updateRevoked = async (tx: Tx, credential: bigint): Promise<void> => {
  await tx.run(revokeCredentialRow, [credential]);
};
