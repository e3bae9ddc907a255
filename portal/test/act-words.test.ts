import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { KNOWN_ACTS, partsOfSubject } from '../src/people/known-acts.ts';

const ROOMS = join(import.meta.dirname, '../../server/src/rooms');
/** `act: 'partners.outlet.added'`, and both ways of a choice: `act: isSo ? 'a.b.c' : 'd.e.f'`. */
const ACT = /\bact(?::| =) (?:[^,;'`\n]*\? )?'([a-z_]+\.[a-z_]+\.[a-z_]+)'(?: : '([a-z_]+\.[a-z_]+\.[a-z_]+)')?/g;
const SUBJECT = /\bsubject(?::| =) [`']([a-z][a-z -]*?) \$\{/g;

const sources = readdirSync(ROOMS, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
  .map((path) => readFileSync(join(ROOMS, path), 'utf8'));
const found = (pattern: RegExp): string[] => [
  ...new Set(sources.flatMap((text) => [...text.matchAll(pattern)].flatMap(([, ...names]) => names.filter(Boolean)))),
];

test('every act that the rooms write into the audit log has words', () => {
  const written = found(ACT);
  // So that a pattern which fits nothing any more is noticed.
  expect(written.length).toBeGreaterThan(50);
  expect(written.filter((act) => !KNOWN_ACTS.includes(act))).toEqual([]);
});

test('every noun with which they name what an act was about has words', () => {
  const nouns = found(SUBJECT);
  expect(nouns.length).toBeGreaterThan(15);
  expect(nouns.filter((noun) => partsOfSubject(`${noun} 17`)?.noun !== noun)).toEqual([]);
});

test('a subject is parted into its longest noun and what is named', () => {
  expect(partsOfSubject('coupon series club SPRING')).toEqual({ noun: 'coupon series', what: 'club SPRING' });
  expect(partsOfSubject('staff policy')).toEqual({ noun: 'staff policy', what: '' });
  expect(partsOfSubject('gift card delivery of club')).toEqual({ noun: 'gift card delivery of', what: 'club' });
  expect(partsOfSubject('something else')).toBeUndefined();
});
