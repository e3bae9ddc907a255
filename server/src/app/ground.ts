import type { Logger } from 'pino';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database/database.ts';
import type { GuardLimits, Pace } from '../platform/guard/index.ts';
import type { Keys } from '../platform/keys.ts';
import type { MachineOptions } from '../platform/lanes/index.ts';
import type { Networks } from '../platform/networks.ts';

/** What the program is made from. */
export type Ground = {
  readonly database: Database;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly log: Logger;
  readonly machine?: MachineOptions;
  /** Networks inside that webhooks and channels may reach. */
  readonly webhookAllow?: Networks | undefined;
  /** Where the portal is reached from outside, for links in messages; known once the program listens. */
  readonly portalUrl?: () => string;
  /** Where uploaded card files lie, encrypted, until they are made or given up. */
  readonly cardFiles?: string | undefined;
  /** Where erasures are noted, beside the keys, so that a restored backup brings nobody back. */
  readonly erasedList?: string | undefined;
  /** Where exported tables lie until they expire. */
  readonly exports?: string | undefined;
  /** In place of single limits of attempts. */
  readonly attempts?: GuardLimits | undefined;
  /** In place of real pauses before answers to anybody. */
  readonly pace?: Pace | undefined;
  /** For scenarios: `clock` is the time of operations too, instead of the database's. */
  readonly movesTime?: boolean;
};
