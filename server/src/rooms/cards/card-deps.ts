import type { Tokens } from '../../kernel/token.ts';
import type { Actor, Audit } from '../../platform/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Keys } from '../../platform/keys.ts';
import type { CardSettings } from './settings.ts';

/** What the room's verbs outside of lanes stand on: ranges, batches, blocks. */
export type CardVerbDeps = {
  readonly database: Database;
  readonly keys: Keys;
  readonly tokens: Tokens;
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
  /** As the audit chain names him; by default the credential `by`. */
  readonly actor?: Actor | undefined;
  readonly space: bigint;
  readonly reference: string;
};
