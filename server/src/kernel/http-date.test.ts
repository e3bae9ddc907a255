import { expect, test } from 'vitest';
import { httpDateFromInstant, instantFromHttpDate } from './http-date.ts';
import { instantFromIso } from './instant.ts';

test.each([
  ['1970-01-01T00:00:00Z', 'Thu, 01 Jan 1970 00:00:00 GMT'],
  ['2024-02-29T23:59:59.999Z', 'Thu, 29 Feb 2024 23:59:59 GMT'],
  ['2026-11-22T10:02:42Z', 'Sun, 22 Nov 2026 10:02:42 GMT'],
])('%s is written as %s', (iso, http) => {
  const at = instantFromIso(iso)!;
  expect(httpDateFromInstant(at)).toBe(http);
  expect(instantFromHttpDate(http)).toBe(Math.floor(at / 1e6) * 1e6);
});

test.each(['', 'yesterday', '2026-11-22', 'Sun, 99 Nov 2026 10:02:42 GMT', 'Sun, 22 Nov 2026 10:02:42 +0900'])(
  '%j is no HTTP date',
  (text) => {
    expect(instantFromHttpDate(text)).toBeUndefined();
  },
);
