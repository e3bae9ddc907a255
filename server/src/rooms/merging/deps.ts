import type { Tokens } from '../../kernel/token.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Keys } from '../../platform/keys.ts';
import type { LaneMachine } from '../../platform/lanes/index.ts';
import type { Accounts, JournalEntry } from '../ledger/index.ts';
import type { WalletTypes } from '../points/index.ts';
import type { Programs } from '../programs/index.ts';
import type { Staff } from '../staff/index.ts';
import type { Tiers } from '../tiers/index.ts';

/** What this room stands on. */
export type MergingDeps = {
  readonly database: Database;
  readonly keys: Keys;
  readonly tokens: Tokens;
  readonly clock: Clock;
  readonly machine: LaneMachine<JournalEntry>;
  readonly programs: Programs;
  readonly accounts: Accounts;
  readonly walletTypes: WalletTypes;
  readonly tiers: Pick<Tiers, 'members' | 'slot'>;
  readonly staff: Pick<Staff, 'approvals'>;
};
