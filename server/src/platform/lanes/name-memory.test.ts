import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { NameFound } from './directory.ts';
import { NameMemory } from './name-memory.ts';

const MEGABYTE = 1024 * 1024;

const keyOf = (n: number): Buffer => {
  const key = createHash('sha256').update(String(n)).digest();
  key[0] = 1;
  return key;
};

const named = (n: number, over: Partial<NameFound> = {}): NameFound => ({
  name: { tenant: 1 + (n % 3), kind: n % 2 === 0 ? 'card' : 'external_id', key: keyOf(n) },
  lane: n % 16,
  owner: BigInt(n) * 4096n,
  subject: n % 2 === 0 ? BigInt(n) + 7n : 0n,
  revision: n % 5,
  state: 'active',
  kind: n % 7 === 0 ? 'gift_card' : 'member',
  ...over,
});

test('where fifty thousand names led is told as it was, and of others nothing', () => {
  const memory = new NameMemory(64 * MEGABYTE);
  for (let n = 0; n < 50_000; n++) memory.remember(named(n));
  expect(memory.size).toBe(50_000);
  for (let n = 0; n < 50_000; n++) expect(memory.recall(named(n).name)).toEqual(named(n));
  for (let n = 50_000; n < 60_000; n++) expect(memory.recall(named(n).name)).toBeUndefined();
});

test('one key of two tenants, or of two kinds of name, is two names', () => {
  const memory = new NameMemory(MEGABYTE);
  const { name } = named(4);
  memory.remember(named(4));
  expect(memory.recall({ ...name, tenant: name.tenant + 1 })).toBeUndefined();
  expect(memory.recall({ ...name, kind: 'external_id' })).toBeUndefined();
  memory.remember(named(4, { name: { ...name, tenant: 9 }, owner: 5n }));
  expect(memory.recall(name)?.owner).toBe(named(4).owner);
  expect(memory.recall({ ...name, tenant: 9 })?.owner).toBe(5n);
});

test('a name that leads elsewhere later leads there, and one whose owner is no more leads nowhere', () => {
  const memory = new NameMemory(MEGABYTE);
  for (let n = 0; n < 2_000; n++) memory.remember(named(n));
  memory.remember(named(10, { owner: 1n, revision: 8 }));
  expect(memory.recall(named(10).name)).toMatchObject({ owner: 1n, revision: 8 });
  memory.remember(named(11, { state: 'erased' }));
  expect(memory.recall(named(11).name)).toBeUndefined();
  for (let n = 12; n < 2_000; n++) expect(memory.recall(named(n).name)).toEqual(named(n));
});

test('at its bound it forgets some, holds no more than it may, and never tells of one where another led', () => {
  const memory = new NameMemory(MEGABYTE);
  for (let n = 0; n < 60_000; n++) memory.remember(named(n));
  expect(memory.isFull).toBe(true);
  expect(memory.size).toBeLessThanOrEqual(MEGABYTE / 64);
  let known = 0;
  for (let n = 0; n < 60_000; n++) {
    const found = memory.recall(named(n).name);
    if (found) expect(found).toEqual(named(n));
    if (found) known++;
  }
  expect(known).toBeGreaterThan(8_000);
});

test('a key of another length is not remembered, since nobody could tell it from its like', () => {
  const memory = new NameMemory(MEGABYTE);
  const name = { tenant: 1, kind: 'card', key: Buffer.alloc(20, 3) };
  memory.remember(named(1, { name }));
  expect(memory.recall(name)).toBeUndefined();
});
