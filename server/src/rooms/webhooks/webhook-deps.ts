import type { Tokens } from '../../kernel/token.ts';
import type { Audit } from '../../platform/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { JournalWatch, ReadJournalPage } from '../../platform/followers/index.ts';
import type { Keys } from '../../platform/keys.ts';
import type { FollowedOperation } from '../ledger/index.ts';
import type { SenderOptions } from './attempt.ts';
import type { PauseRule } from './health.ts';
import type { Describe } from './message.ts';
import type { Slots } from './slots.ts';

/** What this room stands on. */
export type WebhookDeps = {
  readonly database: Database;
  readonly clock: Clock;
  readonly keys: Keys;
  readonly tokens: Tokens;
  readonly watch: JournalWatch;
  readonly read: ReadJournalPage<FollowedOperation>;
  readonly describe: Describe;
  readonly guard: SenderOptions;
  readonly audit: Audit;
  readonly pauseRule: PauseRule;
  /** Those that answer share the swift slots; those that are slow or failing have others, so that they delay only each other. */
  readonly slots: { readonly swift: Slots; readonly slow: Slots };
  readonly onFailure?: ((error: unknown, endpoint: number) => void) | undefined;
};
