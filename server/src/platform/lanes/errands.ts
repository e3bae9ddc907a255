import type { Database } from '../database/database.ts';
import { asSafe } from './look-up.ts';
import type { NeedsErrand } from './operation.ts';

/**
 * What operations need brought before they can be decided, run outside of any batch. A hundred operations that need the same wait for one
 * errand. An errand books nothing, so that one that failed may be run again.
 */
export function createErrands(database: Database): (needed: NeedsErrand) => Promise<void> {
  const underWay = new Map<string, Promise<unknown>>();
  return async ({ key, run }) => {
    let known = underWay.get(key);
    if (!known) {
      known = run(database).finally(() => underWay.delete(key));
      underWay.set(key, known);
    }
    try {
      await known;
    } catch (error) {
      throw asSafe(error);
    }
  };
}
