import { join } from 'node:path';
import type { Clock } from '../platform/clock.ts';
import { MICROSECONDS_PER_DAY } from '../kernel/instant.ts';
import { signRoots } from '../rooms/ledger/index.ts';
import { selectAuditHeads } from '../rooms/staff/index.ts';
import type { House } from './compose.ts';

// Looked at every quarter of an hour, so that a program that was down at midnight signs soon after it is up.
const LOOK_MS = 15 * 60 * 1_000;
/** Where signed heads are appended; a copy kept elsewhere proves that nothing before them was rewritten. */
export const ROOTS_FILE = 'roots.jsonl';

/** Signs the heads of all lanes and audit chains once a day and writes them to DATA_DIR/roots.jsonl and to the log. Gives the way to end it. */
export function signRootsDaily(house: House, dataDir: string, clock: Clock): () => void {
  let signedDay = -1;
  const look = async (): Promise<void> => {
    const now = clock.now();
    const day = Math.floor(now / MICROSECONDS_PER_DAY);
    if (day === signedDay) return;
    const audit = await selectAuditHeads(house.database);
    const signed = await signRoots(house.database, house.keys, join(dataDir, ROOTS_FILE), now, audit);
    signedDay = day;
    house.log.info({ roots: signed }, 'the heads of all lanes and audit chains were signed');
  };
  const tryToLook = (): void =>
    void look().catch((error: unknown) => house.log.error({ err: error }, 'the heads could not be signed'));
  const timer = setInterval(tryToLook, LOOK_MS);
  timer.unref();
  tryToLook();
  return () => clearInterval(timer);
}
