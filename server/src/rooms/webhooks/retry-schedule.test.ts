import { expect, test } from 'vitest';
import { instant } from '../../kernel/instant.ts';
import { nextAttemptAt, RETRY_SECONDS } from './retry-schedule.ts';

const now = instant(1_767_225_600_000_000);
const secondsUntil = (attempts: number, asked = 0, perMille = 0): number | undefined => {
  const at = nextAttemptAt(attempts, now, asked, () => perMille);
  return at === undefined ? undefined : (at - now) / 1_000_000;
};

test('retries go on for three days, each later than the one before, and then end', () => {
  const waits = RETRY_SECONDS.map((_, i) => secondsUntil(i + 1));
  expect(waits).toEqual(RETRY_SECONDS);
  expect(waits).toEqual(waits.toSorted((a, b) => (a ?? 0) - (b ?? 0)));
  expect(RETRY_SECONDS.reduce((sum, seconds) => sum + seconds) / 86_400).toBeCloseTo(3, 1);
  expect(secondsUntil(RETRY_SECONDS.length + 1)).toBeUndefined();
});

test('what failed together comes back up to a fifth apart', () => {
  expect([secondsUntil(5, 0, 0), secondsUntil(5, 0, 199)]).toEqual([3_600, 4_317]);
});

test('a receiver that asks for more time has it, up to a day', () => {
  expect([secondsUntil(1, 120), secondsUntil(5, 120), secondsUntil(1, 999_999)]).toEqual([120, 3_600, 86_400]);
});
