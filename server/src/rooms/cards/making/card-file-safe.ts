import { createCipheriv, createDecipheriv, createHash, randomBytes, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import { decryptField, encryptField, type Keys } from '../../../platform/keys.ts';
import { FILE_BYTES_MAX } from './csv/limits.ts';

/** A file in the safe: its name there, what its plain bytes come to, and its sealed key. */
export type SafeFile = { readonly name: string; readonly sha256: Buffer; readonly bytes: number; readonly key: Buffer };

type SafeDeps = { readonly folder: string; readonly keys: Keys };

const KEY_BYTES = 32;
const IV_BYTES = 16;
const NAME = /^[0-9a-f-]{36}\.(cards|print)$/;

const contextOf = (name: string): string => `cards.making/${name}`;
const pathOf = ({ folder }: SafeDeps, name: string): string => join(folder, name);

class TooLarge extends Error {}

/**
 * Keeps an upload as it arrives: encrypted on its way to the disk under a key of its own, since it has card numbers, PINs and
 * phones. Refuses more than `max` bytes; then, and when the sender hangs up, nothing is left.
 */
export async function keepFile(
  deps: SafeDeps,
  upload: Readable,
  max: number = FILE_BYTES_MAX,
): Promise<Ok<{ file: SafeFile }> | Refusal<'cards.file.too_large'>> {
  const name = `${randomUUID()}.cards`;
  const secret = randomBytes(KEY_BYTES);
  const iv = randomBytes(IV_BYTES);
  const hash = createHash('sha256');
  let bytes = 0;
  const count = new Transform({
    transform(piece: Buffer, _encoding, done) {
      bytes += piece.length;
      if (bytes > max) return done(new TooLarge());
      hash.update(piece);
      done(undefined, piece);
    },
  });
  await mkdir(deps.folder, { recursive: true, mode: 0o700 });
  try {
    // Counter mode: a change on the disk is seen by the digest of the plain bytes, which is checked before a card is made.
    const cipher = createCipheriv('aes-256-ctr', secret, iv);
    await pipeline(upload, count, cipher, createWriteStream(pathOf(deps, name), { mode: 0o600, flush: true }));
  } catch (error) {
    await rm(pathOf(deps, name), { force: true });
    if (error instanceof TooLarge) return refuse('cards.file.too_large', { limit: String(max) });
    throw error;
  }
  const key = encryptField(deps.keys, Buffer.concat([secret, iv]), contextOf(name));
  return { ok: true, file: { name, sha256: hash.digest(), bytes, key } };
}

/** The plain bytes of a kept file, in pieces. Throws when it is gone. */
export async function* readFile(deps: SafeDeps, file: { name: string; key: Buffer }): AsyncGenerator<Buffer> {
  const opened = decryptField(deps.keys, file.key, contextOf(file.name));
  const decipher = createDecipheriv('aes-256-ctr', opened.subarray(0, KEY_BYTES), opened.subarray(KEY_BYTES));
  for await (const piece of createReadStream(pathOf(deps, file.name), { highWaterMark: PIECE_BYTES })) {
    yield decipher.update(piece as Buffer);
  }
}

/** A piece is some thousand rows: a few milliseconds, after which somebody else has his turn. */
const PIECE_BYTES = 64 * 1024;

/** Whether the file on the disk is still the one that came. False also when it is gone. */
export async function isUnchanged(
  deps: SafeDeps,
  file: { name: string; key: Buffer; sha256: Buffer },
): Promise<boolean> {
  const hash = createHash('sha256');
  try {
    for await (const piece of readFile(deps, file)) hash.update(piece);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
  return hash.digest().equals(file.sha256);
}

/** Takes a file away; one that is gone already is gone. */
export const dropFile = (deps: SafeDeps, name: string): Promise<void> => rm(pathOf(deps, name), { force: true });

/** Names and ages in seconds of what lies in the safe. */
export async function listFiles(deps: SafeDeps, nowMs: number): Promise<{ name: string; ageSeconds: number }[]> {
  const names = await readdir(deps.folder).catch(() => [] as string[]);
  const files: { name: string; ageSeconds: number }[] = [];
  for (const name of names.filter((one) => NAME.test(one))) {
    const found = await stat(pathOf(deps, name)).catch(() => undefined);
    if (found) files.push({ name, ageSeconds: (nowMs - found.mtimeMs) / 1_000 });
  }
  return files;
}
