import { expect, test } from 'vitest';
import { instantFromIso, MICROSECONDS_PER_SECOND, type Instant } from '../../kernel/instant.ts';
import { Gate, type Reading } from './gate.ts';

const now = () => instantFromIso('2026-11-22T10:00:00Z') as Instant;
const window = Math.floor(now() / (60 * MICROSECONDS_PER_SECOND));
const counted = (misses: number): Reading => ({ window, now: misses, before: 0, readAt: now() });

test('a count that comes back after a later one makes no room for a guess beyond the limit', async () => {
  const gate = new Gate({ max: 3, seconds: 60 }, async () => counted(0));
  for (let n = 0; n < 3; n++) expect(await gate.enter(now)).toBeUndefined();
  gate.leave(counted(2));
  gate.leave(counted(1));
  let fourth: number | 'in' | 'waits' = 'waits';
  const coming = gate.enter(now).then((wait) => (fourth = wait ?? 'in'));
  await new Promise((resolve) => setImmediate(resolve));
  expect(fourth).toBe('waits');
  gate.leave(counted(3));
  await coming;
  expect(fourth).toBeGreaterThan(0);
});

test('who was right makes room for the next at once', async () => {
  const gate = new Gate({ max: 1, seconds: 60 }, async () => counted(0));
  expect(await gate.enter(now)).toBeUndefined();
  const second = gate.enter(now);
  gate.leave(undefined);
  expect(await second).toBeUndefined();
});
