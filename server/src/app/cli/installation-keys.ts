import { Fault } from '../../kernel/fault.ts';
import type { Config } from '../../platform/config.ts';
import type { Database } from '../../platform/database/database.ts';
import { openKeys, readKeys } from '../../platform/keys-file.ts';
import type { Keys } from '../../platform/keys.ts';

/** The keys of this installation; a Fault when there are none yet. Commands never make keys. */
export function readInstallationKeys(config: Config): Keys {
  const keys = readKeys(config.keysFile);
  if (!keys)
    throw new Fault(`there are no keys at ${config.keysFile}: the first "tallystick start" makes them`, {
      retry: 'never',
    });
  return keys;
}

/**
 * The keys of the installation whose database this is, held against what the database knows of them, for commands that read. A Fault where
 * no start was before: `openKeys` would make keys then.
 */
export async function openInstallationKeys(database: Database, config: Config): Promise<Keys> {
  const [known] = await database.query('select 1 from public.installation');
  if (known === undefined) {
    throw new Fault('there is no installation in this database yet: "tallystick start" makes one', { retry: 'never' });
  }
  return (await database.transaction((tx) => openKeys(tx, config.keysFile))).keys;
}
