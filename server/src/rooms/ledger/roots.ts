import { appendFileSync, closeSync, fsyncSync, openSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { canonicalJson } from '../../kernel/canonical.ts';
import { Fault } from '../../kernel/fault.ts';
import { isoFromInstant, type Instant } from '../../kernel/instant.ts';
import type { Queries } from '../../platform/database/database.ts';
import { signBytes, verifyBytes, type Keys } from '../../platform/keys.ts';
import { readHeadsToSign } from './read/verify.ts';

/** Signed heads by lane and last number. */
export type SignedHeads = ReadonlyMap<number, ReadonlyMap<bigint, Buffer>>;

const FORMAT = 1;

const line = z.strictObject({
  format: z.literal(FORMAT),
  at: z.string(),
  heads: z.array(z.tuple([z.int(), z.string().regex(/^\d+$/), z.string().regex(/^[0-9a-f]{64}$/)])),
  key: z.int(),
  signature: z.string(),
});

const bytesOf = (root: { format: number; at: string; heads: readonly unknown[] }): Buffer =>
  Buffer.from(canonicalJson({ format: root.format, at: root.at, heads: root.heads }), 'utf8');

/**
 * Signs where every lane stands now and appends it to a file, one line of JSON: format, time, heads as [lane, last number, hex],
 * number of the key, signature (Ed25519 over the canonical JSON of the first three). Whoever later changes a row that stands
 * below such a head cannot hide it without that key. Meant to be called once a day; gives the line for the log.
 */
export async function signRoots(queries: Queries, keys: Keys, file: string, at: Instant): Promise<string> {
  const heads = (await queries.run(readHeadsToSign)).map(({ lane, upto, head }) => [
    lane,
    String(upto),
    head.toString('hex'),
  ]);
  const root = { format: FORMAT, at: isoFromInstant(at), heads };
  const { number, signature } = signBytes(keys, bytesOf(root));
  const text = JSON.stringify({ ...root, key: number, signature: signature.toString('base64') });
  const handle = openSync(file, 'a', 0o600);
  try {
    appendFileSync(handle, `${text}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  return text;
}

/** Reads signed heads back. A Fault for a file or line that cannot be read, or whose signature is not ours. */
export function readRoots(keys: Keys, file: string): SignedHeads {
  const signed = new Map<number, Map<bigint, Buffer>>();
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Fault(`${file} cannot be read`, { retry: 'never', cause });
  }
  for (const [index, content] of text.split('\n').entries()) {
    if (content === '') continue;
    const where = `${file}, line ${index + 1}`;
    const root = line.safeParse(parsed(content));
    if (!root.success) throw new Fault(`${where} is not a line of signed roots`, { retry: 'never' });
    const { key, signature, heads } = root.data;
    if (!verifyBytes(keys, bytesOf(root.data), key, Buffer.from(signature, 'base64'))) {
      throw new Fault(`${where}: the signature is not the one of signing key ${key}`, { retry: 'never' });
    }
    for (const [lane, upto, head] of heads) {
      let ofLane = signed.get(lane);
      if (!ofLane) signed.set(lane, (ofLane = new Map()));
      ofLane.set(BigInt(upto), Buffer.from(head, 'hex'));
    }
  }
  return signed;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
