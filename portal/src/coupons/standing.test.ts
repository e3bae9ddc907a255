import { describe, expect, test } from 'vitest';
import type { CouponSeries } from './coupon-types.ts';
import { standingOf } from './standing.ts';

const SPRING: CouponSeries = {
  ...{ code: 'SPRING27', holder: 'bearer', usesMax: 1, state: 'published' },
  ...{ validFrom: '2027-03-01T00:00:00+01:00', validUntil: '2027-06-01T00:00:00+02:00' },
};
const at = (moment: string): number => Date.parse(moment);

describe('how a coupon series stands', () => {
  test('it is to come until its first moment, and over from its end', () => {
    expect(standingOf(SPRING, at('2027-02-28T22:59:59Z'))).toBe('future');
    expect(standingOf(SPRING, at('2027-02-28T23:00:00Z'))).toBe('published');
    expect(standingOf(SPRING, at('2027-05-31T21:59:59Z'))).toBe('published');
    expect(standingOf(SPRING, at('2027-05-31T22:00:00Z'))).toBe('past');
  });

  test('one without an end is never over', () => {
    const { validUntil: _, ...endless } = SPRING;
    expect(standingOf(endless, at('2099-01-01T00:00:00Z'))).toBe('published');
  });

  test('not published and withdrawn it is whatever the day', () => {
    expect(standingOf({ ...SPRING, state: 'inert' }, at('2027-04-01T00:00:00Z'))).toBe('unpublished');
    expect(standingOf({ ...SPRING, state: 'withdrawn' }, at('2027-07-01T00:00:00Z'))).toBe('withdrawn');
  });
});
