import { expect, it } from 'vitest';
import { Bug } from './assert.ts';
import { createBoundedCache } from './bounded-cache.ts';

it('a cache keeps what is asked for again, and never more than its limit', () => {
  const cache = createBoundedCache<number, string>(10);
  for (let key = 0; key < 1_000; key += 1) {
    cache.set(key, `value ${key}`);
    expect(cache.get(0)).toBe('value 0');
    expect(cache.size()).toBeLessThanOrEqual(10);
  }
  expect(cache.get(999)).toBe('value 999');
  expect(cache.get(500)).toBeUndefined();
});

it('a cache for less than two values is a bug', () => {
  expect(() => createBoundedCache(1)).toThrow(Bug);
});
