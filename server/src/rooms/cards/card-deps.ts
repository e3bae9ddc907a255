import type { Audit } from '../../platform/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Keys } from '../../platform/keys.ts';
import type { CardSettings } from './settings.ts';

/** What the room's verbs outside of lanes stand on: ranges, batches, blocks. */
export type CardVerbDeps = {
  readonly database: Database;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly settings: () => CardSettings;
  readonly refresh: () => Promise<void>;
  readonly audit?: Audit | undefined;
  /** Where a print file is written while it is made. */
  readonly folder: string;
};

/** Who asks and under which name: kept with what comes of it, so that a repeat gets the same answer. */
export type Asked = {
  readonly tenant: number;
  readonly by: bigint;
  readonly space: bigint;
  readonly reference: string;
};
