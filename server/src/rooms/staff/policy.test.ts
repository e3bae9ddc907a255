import { expect, test } from 'vitest';
import { isLooser, STAFF_POLICY_DEFAULTS } from './policy.ts';

const bound = (handPointsMax?: number) => ({ ...STAFF_POLICY_DEFAULTS, handPointsMax });

test('more points by hand alone are looser, fewer and the first bound are not', () => {
  expect(isLooser(bound(500), bound(501))).toBe(true);
  expect(isLooser(bound(500), bound())).toBe(true);
  expect(isLooser(bound(500), bound(500))).toBe(false);
  expect(isLooser(bound(500), bound(0))).toBe(false);
  expect(isLooser(bound(), bound(500))).toBe(false);
});
