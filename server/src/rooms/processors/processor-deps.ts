import type { Tokens } from '../../kernel/token.ts';
import type { Audit } from '../../platform/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Keys } from '../../platform/keys.ts';
import type { Asker, GuardOptions } from '../../platform/outbound/index.ts';
import type { Programs } from '../programs/index.ts';
import type { KeeperOf } from './processor.ts';
import type { Tally } from './tally.ts';

/** What this room stands on. */
export type ProcessorDeps = {
  readonly database: Database;
  readonly clock: Clock;
  readonly keys: Keys;
  readonly tokens: Tokens;
  readonly programs: Pick<Programs, 'settings'>;
  readonly keeperOf: KeeperOf;
  readonly ask: Asker;
  readonly guard: GuardOptions;
  /** Of this process, for metrics. */
  readonly tally?: Tally | undefined;
  readonly audit?: Audit | undefined;
  readonly onFailure?: ((error: unknown) => void) | undefined;
};
