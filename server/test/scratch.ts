// Where tests put the folders in which databases lie.

import { accessSync, chmodSync, constants, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '../src/platform/database/embedded-cluster.ts';

const PREFIX = 'tallystick-test-';
const IN_MEMORY = '/dev/shm';
// What all clusters of a run take at once is less than a third of it.
const ROOM_BYTES = 4 * 2 ** 30;
const MEMORY_BYTES = 8 * 2 ** 30;

/**
 * A folder in memory where there is enough of it, else the system's for temporary files. A database is a thousand small files: on the
 * disk of a busy machine making one took 550 ms of a core, in memory 30, and a run makes three hundred.
 */
function home(): string {
  try {
    accessSync(IN_MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    return bavail * bsize >= ROOM_BYTES && process.availableMemory() >= MEMORY_BYTES ? IN_MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}

/** A new folder, which the user as whom PostgreSQL runs may enter. Whoever asks for it removes it. */
export function scratchFolder(name: string): string {
  const folder = mkdtempSync(join(home(), `${PREFIX}${process.pid}-${name}-`));
  chmodSync(folder, 0o755);
  return folder;
}

/** Removes what a killed run has left behind. */
export function removeOldScratch(): void {
  for (const place of new Set([IN_MEMORY, tmpdir()])) {
    let names: string[] = [];
    try {
      names = readdirSync(place).filter((entry) => entry.startsWith(PREFIX));
    } catch {
      // There is no such place here.
    }
    for (const name of names) {
      const pid = Number(/^\d+/.exec(name.slice(PREFIX.length))?.[0]);
      if (!isAlive(pid)) rmSync(join(place, name), { recursive: true, force: true });
    }
  }
}
