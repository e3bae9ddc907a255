import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type FreshDatabase } from './database/template.ts';
import { createKeys, openKeys, readKeys } from './keys-file.ts';
import {
  decryptField,
  encryptField,
  fingerprint,
  keyedDigest,
  keyedDigests,
  publicSigningKeys,
  signBytes,
  tokenKey,
  verifyBytes,
  type Keys,
} from './keys.ts';

let fresh: FreshDatabase;
let folder: string;

beforeAll(async () => {
  fresh = await freshDatabase();
  folder = mkdtempSync(join(tmpdir(), 'tallystick-keys-'));
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await fresh.drop();
});

const open = (name: string): ReturnType<typeof openKeys> =>
  fresh.database.transaction((tx) => openKeys(tx, join(folder, name)));

function withSecondKeys(keys: Keys): Keys {
  return {
    ...keys,
    wrapping: [...keys.wrapping, { number: 2, secret: randomBytes(32) }],
    digest: [...keys.digest, { number: 2, secret: randomBytes(32) }],
  };
}

test('the first start makes the keys, later ones find them, and other keys are refused', async () => {
  const first = await open('keys.json');
  expect(first.made).toBe(true);
  expect(statSync(join(folder, 'keys.json')).mode & 0o777).toBe(0o600);
  const second = await open('keys.json');
  expect(second.made).toBe(false);
  expect(fingerprint(second.keys)).toBe(fingerprint(first.keys));

  createKeys(join(folder, 'other.json'));
  await expect(open('other.json')).rejects.toThrow(/does not hold the keys of this database/);
  await expect(open('absent.json')).rejects.toThrow(/are missing/);
});

test('a key that was added is learnt, and may not go away again', async () => {
  const path = join(folder, 'keys.json');
  const before = readFileSync(path, 'utf8');
  const content = JSON.parse(before) as { digest: { number: number; secret: string }[] };
  content.digest.push({ number: 2, secret: randomBytes(32).toString('base64') });
  writeFileSync(path, JSON.stringify(content));
  await open('keys.json');
  writeFileSync(path, before);
  await expect(open('keys.json')).rejects.toThrow(/digest\.2 differs or is missing/);
});

test('a file that is no file of keys is named', () => {
  const path = join(folder, 'broken.json');
  writeFileSync(path, '{"wrapping": []}');
  expect(() => readKeys(path)).toThrow(/is not a file of keys/);
  writeFileSync(path, '{');
  expect(() => readKeys(path)).toThrow(/cannot be read/);
});

test('a digest starts with the number of its key, and older ones are still found', () => {
  const keys = createKeys(join(folder, 'digest.json'));
  const old = keyedDigest(keys, '+4712345678', 'phone');
  expect(old).toHaveLength(32);
  expect(old[0]).toBe(1);
  expect(keyedDigest(keys, '+4712345678', 'card')).not.toEqual(old);
  const rotated = withSecondKeys(keys);
  const candidates = keyedDigests(rotated, '+4712345678', 'phone');
  expect(candidates.map((digest) => digest[0])).toEqual([2, 1]);
  expect(candidates[1]).toEqual(old);
});

test('a field decrypts with its key and its context only', () => {
  const keys = createKeys(join(folder, 'field.json'));
  const sealed = encryptField(keys, 'Ingrid', 'members.profile:7');
  const rotated = withSecondKeys(keys);
  expect(decryptField(rotated, sealed, 'members.profile:7').toString()).toBe('Ingrid');
  expect(encryptField(rotated, 'Ingrid')[0]).toBe(2);
  expect(() => decryptField(keys, sealed, 'members.profile:8')).toThrow(/does not decrypt/);
  sealed[sealed.length - 1]! ^= 1;
  expect(() => decryptField(keys, sealed, 'members.profile:7')).toThrow(/does not decrypt/);
  expect(() => decryptField(keys, encryptField(rotated, 'x'))).toThrow(/wrapping key 2/);
});

test('a signature is ours or it is not', () => {
  const keys = createKeys(join(folder, 'signing.json'));
  const bytes = Buffer.from('head of lane 1');
  const { number, signature } = signBytes(keys, bytes);
  expect(verifyBytes(keys, bytes, number, signature)).toBe(true);
  expect(verifyBytes(keys, Buffer.from('head of lane 2'), number, signature)).toBe(false);
  expect(publicSigningKeys(keys)[0]?.pem).toMatch(/BEGIN PUBLIC KEY/);
  expect(tokenKey(keys)).toHaveLength(16);
});
