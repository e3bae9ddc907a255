import type { Tokens } from '../../kernel/token.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Guard } from '../../platform/guard/index.ts';
import type { Keys } from '../../platform/keys.ts';
import type { LaneMachine } from '../../platform/lanes/index.ts';
import type { DeliveryRoom } from '../delivery/index.ts';
import type { Accounts, JournalEntry } from '../ledger/index.ts';
import type { Members } from '../members/index.ts';
import type { Notifications } from '../notifications/index.ts';
import type { Partners } from '../partners/index.ts';
import type { Points, WalletTypes } from '../points/index.ts';
import type { Programs } from '../programs/index.ts';
import type { Promotions } from '../promotions/index.ts';
import type { Staff } from '../staff/index.ts';

/** What this room stands on. */
export type MemberPageDeps = {
  readonly database: Database;
  readonly keys: Keys;
  readonly tokens: Tokens;
  readonly clock: Clock;
  readonly guard: Guard;
  readonly machine: LaneMachine<JournalEntry>;
  readonly programs: Programs;
  readonly partners: Partners;
  readonly accounts: Accounts;
  readonly walletTypes: WalletTypes;
  readonly promotions: Pick<Promotions, 'rulebook'>;
  readonly members: Members;
  readonly points: Points;
  readonly delivery: DeliveryRoom;
  readonly staff: Pick<Staff, 'approvals' | 'audit'>;
  /** File beside the keys in which erasures are noted; absent where nothing is restored from backups. */
  readonly erasedList: string | undefined;
  readonly notifications: Pick<Notifications, 'findSender' | 'subscribe' | 'forgetSubscriptions' | 'forgetAddress'>;
};
