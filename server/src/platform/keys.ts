import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  hash,
  randomBytes,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { assert } from '../kernel/assert.ts';
import { Fault } from '../kernel/fault.ts';

/** What a key is for: wrapping fields and persons' keys, digests of phones and cards, signing roots, tokens outside. */
export type KeyKind = 'wrapping' | 'digest' | 'signing' | 'token';

/** One secret with its number, 1 to 255, which stands before everything written with it. */
export type NumberedKey = { readonly number: number; readonly secret: Buffer };

/** The installation's keys, oldest first in every kind. The newest writes, the older read. */
export type Keys = Readonly<Record<KeyKind, readonly NumberedKey[]>>;

export const KEY_KINDS: readonly KeyKind[] = ['wrapping', 'digest', 'signing', 'token'];
/** Bytes of a secret. A signing secret is the seed of an Ed25519 key. */
export const SECRET_BYTES: Readonly<Record<KeyKind, number>> = { wrapping: 32, digest: 32, signing: 32, token: 16 };
export const KEY_NUMBER_MAX = 255;

/** Bytes of a keyed digest: the key's number and the first 31 of the HMAC. */
export const KEYED_DIGEST_BYTES = 32;

const IV_BYTES = 12;
const TAG_BYTES = 16;

function newest(keys: Keys, kind: KeyKind): NumberedKey {
  const key = keys[kind].at(-1);
  assert(key, `the installation has no ${kind} key`);
  return key;
}

function numbered(keys: Keys, kind: KeyKind, number: number | undefined): NumberedKey {
  const key = keys[kind].find((candidate) => candidate.number === number);
  if (!key) throw new Fault(`the ${kind} key ${number} is not among the keys of this installation`, { retry: 'never' });
  return key;
}

const BLOCK_BYTES = 64;
const SHA256_BYTES = 32;
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;

type Pads = { readonly inner: Buffer; readonly outer: Buffer };
const prepared = new WeakMap<Buffer, Pads>();

function padsOf(secret: Buffer): Pads {
  let pads = prepared.get(secret);
  if (!pads) {
    assert(secret.length <= BLOCK_BYTES, 'a digest key fits a block of SHA-256');
    const padded = (pad: number): Buffer => Buffer.alloc(BLOCK_BYTES).map((_, at) => (secret[at] ?? 0) ^ pad) as Buffer;
    pads = { inner: Buffer.from(padded(INNER_PAD)), outer: Buffer.from(padded(OUTER_PAD)) };
    prepared.set(secret, pads);
  }
  return pads;
}

// Written over by every digest; nothing of it is kept.
const innerText = Buffer.alloc(BLOCK_BYTES + 1_024);
const outerText = Buffer.alloc(BLOCK_BYTES + SHA256_BYTES);

// HMAC-SHA256 (RFC 2104) by two one-shot digests: 1.1 µs, where an Hmac object with a prepared key takes 5.3 on Node 24.
// A million cards need three million of them.
function digestUnder({ number, secret }: NumberedKey, bytes: Buffer | string, purpose: string): Buffer {
  const { inner, outer } = padsOf(secret);
  const length = Buffer.byteLength(purpose) + 1 + Buffer.byteLength(bytes);
  const text = BLOCK_BYTES + length <= innerText.length ? innerText : Buffer.alloc(BLOCK_BYTES + length);
  inner.copy(text);
  const begin = BLOCK_BYTES + text.write(purpose, BLOCK_BYTES);
  text[begin] = 0;
  if (typeof bytes === 'string') text.write(bytes, begin + 1);
  else bytes.copy(text, begin + 1);
  outer.copy(outerText);
  outerText.write(hash('sha256', text.subarray(0, BLOCK_BYTES + length), 'binary'), BLOCK_BYTES, 'latin1');
  const digest = Buffer.allocUnsafe(KEYED_DIGEST_BYTES);
  digest[0] = number;
  digest.write(hash('sha256', outerText, 'binary'), 1, KEYED_DIGEST_BYTES - 1, 'latin1');
  return digest;
}

/**
 * What the database keeps in place of a phone, a card number or a PIN: 32 bytes, the first of which is the key's
 * number. `purpose` keeps equal bytes of different kinds apart.
 */
export function keyedDigest(keys: Keys, bytes: Buffer | string, purpose = ''): Buffer {
  return digestUnder(newest(keys, 'digest'), bytes, purpose);
}

/** The digests under which an older key may have stored the same bytes, newest first: all of them are looked up. */
export function keyedDigests(keys: Keys, bytes: Buffer | string, purpose = ''): Buffer[] {
  return keys.digest.map((key) => digestUnder(key, bytes, purpose)).reverse();
}

/**
 * Encrypts with AES-256-GCM under the newest wrapping key: key number, 12 bytes of nonce, 16 of tag, then the text.
 * `context` (for instance table and owner) is not stored, but without the same one it does not decrypt: a field copied
 * to another row is worthless there.
 */
export function encryptField(keys: Keys, plain: Buffer | string, context = ''): Buffer {
  const { number, secret } = newest(keys, 'wrapping');
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', secret, iv).setAAD(Buffer.from(context));
  const sealed = Buffer.concat([cipher.update(plain as Buffer), cipher.final()]);
  return Buffer.concat([Buffer.of(number), iv, cipher.getAuthTag(), sealed]);
}

/** Reads what `encryptField` wrote. A Fault when the key is missing, or bytes or context are not the ones of then. */
export function decryptField(keys: Keys, sealed: Buffer, context = ''): Buffer {
  const { secret } = numbered(keys, 'wrapping', sealed[0]);
  const iv = sealed.subarray(1, 1 + IV_BYTES);
  const tag = sealed.subarray(1 + IV_BYTES, 1 + IV_BYTES + TAG_BYTES);
  try {
    const decipher = createDecipheriv('aes-256-gcm', secret, iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(context)).setAuthTag(tag);
    return Buffer.concat([decipher.update(sealed.subarray(1 + IV_BYTES + TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw new Fault('an encrypted field does not decrypt: it was changed, or stands in the wrong place', {
      retry: 'never',
      cause,
    });
  }
}

// DER of a private Ed25519 key up to its 32 bytes of seed (RFC 8410).
const ED25519_PRIVATE = Buffer.from('302e020100300506032b657004220420', 'hex');

function signingKey({ secret }: NumberedKey): KeyObject {
  return createPrivateKey({ key: Buffer.concat([ED25519_PRIVATE, secret]), format: 'der', type: 'pkcs8' });
}

/** Signs with the newest signing key (Ed25519). */
export function signBytes(keys: Keys, bytes: Buffer): { number: number; signature: Buffer } {
  const key = newest(keys, 'signing');
  return { number: key.number, signature: sign(null, bytes, signingKey(key)) };
}

/** Says whether the signature is ours, by the key of that number. */
export function verifyBytes(keys: Keys, bytes: Buffer, number: number, signature: Buffer): boolean {
  return verify(null, bytes, createPublicKey(signingKey(numbered(keys, 'signing', number))), signature);
}

/** The public halves of the signing keys, as PEM, for whoever checks signed roots without being us. */
export function publicSigningKeys(keys: Keys): { number: number; pem: string }[] {
  return keys.signing.map((key) => ({
    number: key.number,
    pem: createPublicKey(signingKey(key)).export({ format: 'pem', type: 'spki' }).toString(),
  }));
}

/** The 16 bytes under which tokens are made: always the first key, since tokens stand in the books of others. */
export function tokenKey(keys: Keys): Buffer {
  const key = keys.token[0];
  assert(key, 'the installation has no token key');
  return key.secret;
}

/** One line per key that tells keys apart and gives nothing away. */
export function fingerprint(keys: Keys): string {
  return KEY_KINDS.flatMap((kind) =>
    keys[kind].map(({ number, secret }) => {
      const digest = createHmac('sha256', secret).update('tallystick fingerprint').digest('hex');
      return `${kind}.${number}:${digest.slice(0, 16)}`;
    }),
  ).join('\n');
}

/** The fingerprint in a few letters, to be read out over a phone. */
export function shortFingerprint(keys: Keys): string {
  const digest = createHash('sha256').update(fingerprint(keys)).digest('hex').slice(0, 16);
  return digest.replace(/(.{4})(?=.)/g, '$1-');
}
