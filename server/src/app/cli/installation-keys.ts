import { Fault } from '../../kernel/fault.ts';
import type { Config } from '../../platform/config.ts';
import { readKeys } from '../../platform/keys-file.ts';
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
