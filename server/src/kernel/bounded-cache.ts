import { assert } from './assert.ts';

/** Remembers at most `limit` values; when full, those that were not asked for lately go. */
export type BoundedCache<Key, Value> = {
  /** The value kept for `key`, or undefined. Being asked for keeps it longer. */
  readonly get: (key: Key) => Value | undefined;
  readonly set: (key: Key, value: Value) => void;
  readonly size: () => number;
};

/** An empty cache for `limit` values, at least two. `undefined` cannot be a value. */
export const createBoundedCache = <Key, Value>(limit: number): BoundedCache<Key, Value> => {
  assert(limit >= 2, 'a cache keeps at least two values');
  // Two generations instead of a strict order: a hit in the young one costs one look-up and moves nothing.
  const half = Math.floor(limit / 2);
  let young = new Map<Key, Value>();
  let old = new Map<Key, Value>();

  const set = (key: Key, value: Value): void => {
    if (young.size >= half && !young.has(key)) {
      old = young;
      young = new Map();
    }
    young.set(key, value);
  };
  const get = (key: Key): Value | undefined => {
    const kept = young.get(key);
    if (kept !== undefined) return kept;
    const older = old.get(key);
    if (older !== undefined) set(key, older);
    return older;
  };
  return { get, set, size: () => young.size + old.size };
};
