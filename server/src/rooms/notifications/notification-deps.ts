import type { Tokens } from '../../kernel/token.ts';
import type { Audit } from '../../platform/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Keys } from '../../platform/keys.ts';
import type { Guard } from './channels/reach.ts';
import type { MessageTally } from './tally.ts';

/** What the room stands on. */
export type NotificationDeps = {
  readonly database: Database;
  readonly clock: Clock;
  readonly keys: Keys;
  readonly tokens: Tokens;
  /** What an operator opens to channels: addresses inside. */
  readonly guard: Guard;
  /** Of this process, for metrics. */
  readonly tally?: MessageTally | undefined;
  readonly audit?: Audit | undefined;
  readonly onFailure?: ((error: unknown) => void) | undefined;
};
