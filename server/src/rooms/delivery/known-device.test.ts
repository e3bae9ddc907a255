import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { CardNumber } from '../../kernel/card-number.ts';
import { addSeconds, instantFromIso, type Instant } from '../../kernel/instant.ts';
import type { Keys } from '../../platform/keys.ts';
import { KNOWN_CARDS_MAX, KNOWN_SECONDS, knownAt, makeKnown } from './known-device.ts';

const one = (bytes: number, number = 1) => ({ number, secret: randomBytes(bytes) });
const keys: Keys = { wrapping: [one(32)], digest: [one(32)], signing: [one(32)], token: [one(16)] };
const now = instantFromIso('2026-11-22T10:00:00Z') as Instant;
const cardOf = (n: number): CardNumber => `60120000000000${String(n).padStart(2, '0')}` as CardNumber;
const given = (n: number, before?: string): string => makeKnown({ keys }, 7, cardOf(n), before, now);
const isKnown = (n: number, known: string | undefined, tenant = 7, at = now): boolean =>
  knownAt({ keys }, tenant, cardOf(n), known, at) !== undefined;

test('a device is known at the card that it was right about, in its tenant, for thirty days, and nowhere else', () => {
  const known = given(1);
  expect(isKnown(1, known)).toBe(true);
  expect(isKnown(1, undefined)).toBe(false);
  expect(isKnown(2, known)).toBe(false);
  expect(isKnown(1, known, 8)).toBe(false);
  expect(isKnown(1, known, 7, addSeconds(now, KNOWN_SECONDS - 1))).toBe(true);
  expect(isKnown(1, known, 7, addSeconds(now, KNOWN_SECONDS))).toBe(false);
});

test('it is known at all of a person’s cards, the last eight', () => {
  let known = given(0);
  for (let n = 1; n <= KNOWN_CARDS_MAX; n += 1) known = given(n, known);
  expect(isKnown(0, known)).toBe(false);
  for (let n = 1; n <= KNOWN_CARDS_MAX; n += 1) expect(isKnown(n, known)).toBe(true);
  // Being right about one again makes no second of it.
  for (let n = 0; n < KNOWN_CARDS_MAX; n += 1) known = given(3, known);
  expect(isKnown(1, known)).toBe(true);
});

test('nothing else makes known: what was cut, changed, lengthened, made up, or sealed by somebody else', () => {
  const known = given(1);
  const bytes = Buffer.from(known.slice(4), 'base64url');
  const changed = bytes.map((byte, at) => (at === 9 ? byte ^ 1 : byte));
  const text = (of: Uint8Array): string => `kdv_${Buffer.from(of).toString('base64url')}`;
  expect(isKnown(1, text(bytes))).toBe(true);
  const other: Keys = { ...keys, digest: [one(32)] };
  const forged = makeKnown({ keys: other }, 7, cardOf(1), undefined, now);
  const long = text(Buffer.concat([bytes.subarray(0, 8), randomBytes(8 * 40), randomBytes(32)]));
  for (const bad of [
    '',
    'kdv_',
    known.slice(0, -4),
    text(changed),
    text(bytes.subarray(8)),
    known.slice(4),
    long,
    forged,
  ])
    expect(isKnown(1, bad)).toBe(false);
});

test('many of them for one card are counted as one, and a key that was replaced since still knows it', () => {
  const [first, second] = [given(1), makeKnown({ keys }, 7, cardOf(1), undefined, addSeconds(now, 60))];
  expect(first).not.toBe(second);
  const counted = [first, second].map((known) => knownAt({ keys }, 7, cardOf(1), known, now));
  expect(counted[0]).toBe(counted[1]);
  const renewed: Keys = { ...keys, digest: [...keys.digest, one(32, 2)] };
  expect(knownAt({ keys: renewed }, 7, cardOf(1), first, now)).toBe(counted[0]);
  expect(first).not.toContain('6012');
});
