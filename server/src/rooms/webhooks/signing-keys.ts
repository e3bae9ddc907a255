import { createHmac, randomBytes } from 'node:crypto';
import { decryptField, encryptField, type Keys } from '../../platform/keys.ts';

const SECRET_BYTES = 32;
const PREFIX = 'whsec_';

/** A new secret of 256 random bits. */
export const createSecret = (): Buffer => randomBytes(SECRET_BYTES);

/** The secret as its owner is shown it, once: the form that libraries of Standard Webhooks take. */
export const secretText = (secret: Buffer): string => `${PREFIX}${secret.toString('base64')}`;

const contextOf = (endpoint: number): string => `webhooks.endpoint.${endpoint}.secret`;

/** The secret as it stands in the database; worthless in the row of another endpoint. */
export const sealSecret = (keys: Keys, endpoint: number, secret: Buffer): Buffer =>
  encryptField(keys, secret, contextOf(endpoint));

/** Reads what `sealSecret` wrote; a Fault where the installation has other keys. */
export const openSecret = (keys: Keys, endpoint: number, sealed: Buffer): Buffer =>
  decryptField(keys, sealed, contextOf(endpoint));

/**
 * The webhook-signature header: one `v1,…` per key, the newest first, so that a receiver with either of two keys is content while
 * they are changed. `atSeconds` stands in webhook-timestamp too, by which a receiver refuses a message played again.
 */
export const signatureOf = (secrets: readonly Buffer[], id: string, atSeconds: number, body: string): string =>
  secrets
    .map((secret) => `v1,${createHmac('sha256', secret).update(`${id}.${atSeconds}.${body}`).digest('base64')}`)
    .join(' ');
