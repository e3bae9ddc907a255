import { setTimeout } from 'node:timers/promises';
import type { LineDeps } from '../deps.ts';
import { readPacks, readTenantsWithPacks } from '../store/pack.ts';
import { COLUMN, type Column } from './pack.ts';

/** Reading a pack takes some milliseconds of the thread that serves tills; that much they have in between. */
const PAUSE_MS = 20;

const COLUMNS: readonly Column[] = Object.values(COLUMN).filter((column) => column !== COLUMN.mark);

/**
 * Reads packs into memory before anybody asks, the newest first, until all are there or there is no more room: of ten million lines a
 * first question would take half a second. `read` says which were, and learns of those that are now.
 */
export async function warmPacks(
  { database, packs: cache }: Pick<LineDeps, 'database' | 'packs'>,
  read: Set<bigint>,
  isStopping: () => boolean = () => false,
): Promise<void> {
  for (const tenant of await readTenantsWithPacks(database)) {
    const packs = await readPacks(database, tenant, undefined, undefined);
    for (const pack of packs.toReversed()) {
      if (isStopping() || cache.isFull()) return;
      if (read.has(pack.pack)) continue;
      await cache.read(database, [pack], { columns: COLUMNS, marks: [] });
      read.add(pack.pack);
      await setTimeout(PAUSE_MS);
    }
  }
}
