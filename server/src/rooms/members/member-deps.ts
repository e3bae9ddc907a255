import type { Tokens } from '../../kernel/token.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Keys } from '../../platform/keys.ts';
import type { Notifications } from '../notifications/index.ts';
import type { Programs } from '../programs/index.ts';
import type { CardSlot } from './card-slot.ts';
import type { TierSlot } from './tier-slot.ts';
import type { WelcomeSlot } from './welcome-slot.ts';

/** What the room stands on. */
export type MemberDeps = {
  readonly database: Database;
  readonly keys: Keys;
  readonly tokens: Tokens;
  readonly programs: Programs;
  readonly clock: Clock;
  readonly cards: CardSlot;
  /** Absent where no tiers are counted. */
  readonly tierSlot?: TierSlot | undefined;
  /** Absent where joining brings nothing. */
  readonly welcome?: WelcomeSlot | undefined;
  readonly notifications: Pick<Notifications, 'enqueue'>;
};
