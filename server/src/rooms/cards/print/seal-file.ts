import { createCipheriv, createDecipheriv, randomBytes, scrypt as scryptCallback, type CipherGCM } from 'node:crypto';
import { promisify } from 'node:util';

const scrypt = promisify(scryptCallback) as (
  passphrase: string,
  salt: Buffer,
  bytes: number,
  options: { N: number; maxmem: number },
) => Promise<Buffer>;

const MAGIC = Buffer.from('TALLYPF1');
const SALT_BYTES = 16;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
const HEAD_BYTES = MAGIC.length + SALT_BYTES + IV_BYTES;
// 32 MB and a tenth of a second for each guess.
const COST = { N: 32_768, maxmem: 64 * 1024 * 1024 };

export const PASSPHRASE_LENGTH_MIN = 12;

/** A file that is being encrypted: `head` first, what `update` gives, `end` last. */
export type FileSealer = { readonly head: Buffer; update(text: string): Buffer; end(): Buffer };

/**
 * Encrypts a print file under a passphrase: `TALLYPF1`, 16 bytes of salt, 12 of nonce, the text under AES-256-GCM, 16 bytes of tag. The key is
 * scrypt (N 32768, r 8, p 1) of the passphrase. The tag covers the whole file, so a changed or cut one does not open.
 */
export async function openFileSealer(passphrase: string): Promise<FileSealer> {
  const salt = randomBytes(SALT_BYTES);
  const iv = randomBytes(IV_BYTES);
  const cipher: CipherGCM = createCipheriv('aes-256-gcm', await scrypt(passphrase, salt, KEY_BYTES, COST), iv);
  return {
    head: Buffer.concat([MAGIC, salt, iv]),
    update: (text) => cipher.update(text, 'utf8'),
    end: () => Buffer.concat([cipher.final(), cipher.getAuthTag()]),
  };
}

/** Reads such a file. Throws when passphrase or file are not right. */
export async function openSealedFile(file: Buffer, passphrase: string): Promise<Buffer> {
  const salt = file.subarray(MAGIC.length, MAGIC.length + SALT_BYTES);
  const key = await scrypt(passphrase, salt, KEY_BYTES, COST);
  const decipher = createDecipheriv('aes-256-gcm', key, file.subarray(MAGIC.length + SALT_BYTES, HEAD_BYTES));
  decipher.setAuthTag(file.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(file.subarray(HEAD_BYTES, -TAG_BYTES)), decipher.final()]);
}
