import { appendFileSync, closeSync, fsyncSync, openSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { canonicalJson } from '../../kernel/canonical.ts';
import { Fault } from '../../kernel/fault.ts';
import { isoFromInstant, type Instant } from '../../kernel/instant.ts';
import type { Queries } from '../../platform/database/database.ts';
import { signBytes, verifyBytes, type Keys } from '../../platform/keys.ts';
import { readHeadsToSign } from './read/verify.ts';

/** Signed heads by lane (or, of audit chains, by tenant) and last number. */
export type SignedHeads = ReadonlyMap<number, ReadonlyMap<bigint, Buffer>>;

const FORMAT = 1;

const headsSchema = z.array(z.tuple([z.int(), z.string().regex(/^\d+$/), z.string().regex(/^[0-9a-f]{64}$/)]));

const line = z.strictObject({
  format: z.literal(FORMAT),
  at: z.string(),
  heads: headsSchema,
  audit: headsSchema,
  key: z.int(),
  signature: z.string(),
});

type Line = z.infer<typeof line>;

const bytesOf = ({ format, at, heads, audit }: Pick<Line, 'format' | 'at' | 'heads' | 'audit'>): Buffer =>
  Buffer.from(canonicalJson({ format, at, heads, audit }), 'utf8');

/** Where an audit chain stands; the chains belong to a room that stands beside. */
export type AuditHeadToSign = { readonly tenant: number; readonly seq: bigint; readonly head: Buffer };

/**
 * Signs where every lane and every audit chain stands now and appends it to a file, one line of JSON: format, time, heads as
 * [lane, last number, hex], heads of the audit chains as [tenant, last number, hex], number of the key, signature (Ed25519 over
 * the canonical JSON of the first four). Whoever later changes a row that stands below such a head cannot hide it without that
 * key. Meant to be called once a day; gives the line for the log.
 */
export async function signRoots(
  queries: Queries,
  keys: Keys,
  file: string,
  at: Instant,
  auditHeads: readonly AuditHeadToSign[],
): Promise<string> {
  const signed = (chain: number, upto: bigint, head: Buffer): [number, string, string] => [
    chain,
    String(upto),
    head.toString('hex'),
  ];
  const root = {
    format: FORMAT,
    at: isoFromInstant(at),
    heads: (await queries.run(readHeadsToSign)).map(({ lane, upto, head }) => signed(lane, upto, head)),
    audit: auditHeads.map(({ tenant, seq, head }) => signed(tenant, seq, head)),
  } as const;
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

/** Signed heads of all lanes. A Fault for a file or line that cannot be read, or whose signature is not ours. */
export const readRoots = (keys: Keys, file: string): SignedHeads =>
  gather(readLines(keys, file).flatMap(({ heads }) => heads));

/** Signed heads of the audit chains, by tenant; the same Faults. */
export const readAuditRoots = (keys: Keys, file: string): SignedHeads =>
  gather(readLines(keys, file).flatMap(({ audit }) => audit));

function gather(heads: Line['heads']): SignedHeads {
  const signed = new Map<number, Map<bigint, Buffer>>();
  for (const [chain, upto, head] of heads) {
    let ofChain = signed.get(chain);
    if (!ofChain) signed.set(chain, (ofChain = new Map()));
    ofChain.set(BigInt(upto), Buffer.from(head, 'hex'));
  }
  return signed;
}

function readLines(keys: Keys, file: string): Line[] {
  const lines: Line[] = [];
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
    const { key, signature } = root.data;
    if (!verifyBytes(keys, bytesOf(root.data), key, Buffer.from(signature, 'base64'))) {
      throw new Fault(`${where}: the signature is not the one of signing key ${key}`, { retry: 'never' });
    }
    lines.push(root.data);
  }
  return lines;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
