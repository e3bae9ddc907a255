import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { Fault } from '../kernel/fault.ts';
import { KEY_KINDS, KEY_NUMBER_MAX, SECRET_BYTES, fingerprint, type KeyKind, type Keys } from './keys.ts';
import { statement } from './database/sql.ts';
import type { Tx } from './database/database.ts';

const WARNING =
  'The keys of this installation. Whoever loses them loses every card number and personal field in the database, ' +
  'whoever has them can read them. Keep a copy elsewhere.';

const numberedKeys = (bytes: number) =>
  z
    .array(z.object({ number: z.int().min(1).max(KEY_NUMBER_MAX), secret: z.base64() }))
    .min(1)
    .transform((list) => list.map(({ number, secret }) => ({ number, secret: Buffer.from(secret, 'base64') })))
    .refine((list) => list.every(({ secret }) => secret.length === bytes), `must be ${bytes} bytes each`)
    .refine((list) => list.every((key, i) => i === 0 || key.number > list[i - 1]!.number), 'must have rising numbers');

const keysFile = z.object({
  wrapping: numberedKeys(SECRET_BYTES.wrapping),
  digest: numberedKeys(SECRET_BYTES.digest),
  signing: numberedKeys(SECRET_BYTES.signing),
  token: numberedKeys(SECRET_BYTES.token),
});

/** Reads the keys; undefined when there is no such file, a Fault when it is there and cannot be used. */
export function readKeys(path: string): Keys | undefined {
  if (!existsSync(path)) return undefined;
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new Fault(`${path} cannot be read as a file of keys`, { retry: 'never', cause });
  }
  const parsed = keysFile.safeParse(content);
  if (parsed.success) return parsed.data;
  const problem = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ');
  throw new Fault(`${path} is not a file of keys: ${problem}`, { retry: 'never' });
}

/** Makes new keys and writes them, readable by their owner alone. Never overwrites. */
export function createKeys(path: string): Keys {
  const keys = Object.fromEntries(
    KEY_KINDS.map((kind) => [kind, [{ number: 1, secret: randomBytes(SECRET_BYTES[kind]) }]]),
  ) as Record<KeyKind, { number: number; secret: Buffer }[]>;
  const content = Object.fromEntries(
    KEY_KINDS.map((kind) => [
      kind,
      keys[kind].map(({ number, secret }) => ({ number, secret: secret.toString('base64') })),
    ]),
  );
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, 'wx', 0o600);
  writeSync(file, `${JSON.stringify({ readme: WARNING, ...content }, undefined, 2)}\n`);
  // On the disk before the first field is encrypted with them.
  fsyncSync(file);
  closeSync(file);
  return keys;
}

const selectFingerprint = statement<{ keys_fingerprint: string }>(
  'platform.selectKeysFingerprint',
  'select keys_fingerprint from public.installation for update',
);
const insertFingerprint = statement(
  'platform.insertKeysFingerprint',
  'insert into public.installation (keys_fingerprint) values ($1) on conflict (one) do nothing',
);
const updateFingerprint = statement(
  'platform.updateKeysFingerprint',
  'update public.installation set keys_fingerprint = $1',
);

/**
 * The keys of the installation whose database `tx` speaks to. A database without fingerprint is new: it takes the keys
 * of the file, which is made when it is not there (`made` tells). A Fault when the database knows a key that the file
 * does not have; keys that only the file has are new ones, and the database learns them.
 */
export async function openKeys(tx: Tx, path: string): Promise<{ keys: Keys; made: boolean }> {
  const [row] = await tx.run(selectFingerprint);
  const found = readKeys(path);
  if (!row) {
    const keys = found ?? createKeys(path);
    await tx.run(insertFingerprint, [fingerprint(keys)]);
    const [stands] = await tx.run(selectFingerprint);
    refuseOtherKeys(stands?.keys_fingerprint ?? '', keys, path);
    return { keys, made: found === undefined };
  }
  if (!found) {
    throw new Fault(
      `the keys of this installation are missing: ${path} is not there; put your copy back, or set KEYS_FILE`,
      {
        retry: 'never',
      },
    );
  }
  refuseOtherKeys(row.keys_fingerprint, found, path);
  if (row.keys_fingerprint !== fingerprint(found)) await tx.run(updateFingerprint, [fingerprint(found)]);
  return { keys: found, made: false };
}

function refuseOtherKeys(known: string, keys: Keys, path: string): void {
  const ours = new Set(fingerprint(keys).split('\n'));
  const missing = known.split('\n').filter((line) => !ours.has(line));
  if (missing.length === 0) return;
  const names = missing.map((line) => line.split(':')[0]).join(', ');
  throw new Fault(
    `${path} does not hold the keys of this database (${names} differs or is missing); put your copy back`,
    {
      retry: 'never',
    },
  );
}
