import { randomBytes } from 'node:crypto';
import type { AuditFacts } from '../../platform/audit.ts';
import type { Tx } from '../../platform/database/database.ts';
import { decryptField, encryptField } from '../../platform/keys.ts';
import type { Keys } from '../../platform/keys.ts';
import { findFieldKey, updateFieldKey } from './store/person.ts';

const KEY_BYTES = 32;
const contextOf = (person: bigint): string => `staff.person:${person}`;

const ownKeys = (secret: Buffer): Keys => ({
  wrapping: [{ number: 1, secret }],
  digest: [],
  signing: [],
  token: [],
});

/**
 * The person's fields as the audit chain may hold them: encrypted under a key of the person's own, itself wrapped by the
 * installation's. When the person is forgotten the key goes, and what the chain holds says nothing any more, while its
 * digests still prove.
 */
export const sealPersonFields = async (
  tx: Tx,
  keys: Keys,
  tenant: number,
  person: bigint,
  fields: Readonly<Record<string, string>>,
): Promise<AuditFacts> => {
  const wrapped = await findFieldKey(tx, tenant, person);
  const secret = wrapped === undefined ? randomBytes(KEY_BYTES) : decryptField(keys, wrapped, contextOf(person));
  if (wrapped === undefined) await updateFieldKey(tx, tenant, person, encryptField(keys, secret, contextOf(person)));
  const sealed = encryptField(ownKeys(secret), JSON.stringify(fields), contextOf(person));
  return { sealed: sealed.toString('base64'), person: String(person) };
};

/** What `sealPersonFields` sealed, or undefined once the person's key is gone. */
export const openPersonFields = async (
  tx: Tx,
  keys: Keys,
  tenant: number,
  person: bigint,
  sealed: string,
): Promise<Readonly<Record<string, string>> | undefined> => {
  const wrapped = await findFieldKey(tx, tenant, person);
  if (wrapped === undefined) return undefined;
  const secret = decryptField(keys, wrapped, contextOf(person));
  const text = decryptField(ownKeys(secret), Buffer.from(sealed, 'base64'), contextOf(person)).toString('utf8');
  return JSON.parse(text) as Readonly<Record<string, string>>;
};
