import { expect, test } from 'vitest';
import { addSeconds, instant } from '../../kernel/instant.ts';
import { allowance, nextAttemptAt, openUntil } from './retry.ts';

const now = instant(1_767_225_600_000_000);
const seconds = (at: number): number => (at - now) / 1_000_000;
const noJitter = () => 0;

test('waits grow to an hour, with a fifth of jitter at most, and the other side is obeyed', () => {
  const waits = [1, 2, 3, 9, 50].map((attempts) => seconds(nextAttemptAt(attempts, 'busy', now, 0, noJitter)));
  expect(waits).toEqual([5, 15, 45, 3_600, 3_600]);
  expect(seconds(nextAttemptAt(1, 'busy', now, 0, () => 199))).toBe(6);
  expect(seconds(nextAttemptAt(1, 'busy', now, 90, noJitter))).toBe(90);
  expect(seconds(nextAttemptAt(1, 'busy', now, 999_999, noJitter))).toBe(4 * 3_600);
  expect(seconds(nextAttemptAt(50, 'channel', now, 0, noJitter))).toBe(5);
});

test('the breaker opens with the third failure in a row, for seconds and then a minute', () => {
  expect([1, 2, 3, 4, 5, 9, 1_000].map((failures) => seconds(openUntil(failures, now, noJitter)))).toEqual([
    0, 0, 2, 4, 8, 60, 60,
  ]);
});

test('a rate is a bucket of one second; what is open takes none, and what was open takes one', () => {
  const pace = { perSecond: 10, pacedUntil: instant(0), failures: 0, openUntil: instant(0) };
  const first = allowance(pace, now, 16);
  expect(first.may).toBe(10);
  expect(allowance({ ...pace, pacedUntil: first.paced(10) }, now, 16).may).toBe(0);
  expect(allowance({ ...pace, pacedUntil: first.paced(10) }, addSeconds(now, 1), 16).may).toBe(10);
  expect(allowance({ ...pace, pacedUntil: first.paced(4) }, now, 16).may).toBe(6);
  expect(allowance({ ...pace, openUntil: addSeconds(now, 1) }, now, 16).may).toBe(0);
  const probe = allowance({ ...pace, failures: 3 }, now, 16);
  expect(probe.may).toBe(1);
  expect(seconds(probe.openUntil)).toBe(30);
});
