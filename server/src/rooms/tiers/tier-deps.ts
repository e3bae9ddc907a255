import type { Tokens } from '../../kernel/token.ts';
import type { Audit } from '../../platform/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Accounts } from '../ledger/index.ts';
import type { Programs } from '../programs/index.ts';
import type { WalletTypes } from '../points/index.ts';
import type { TierDefinitions } from './definitions.ts';

/** What the room stands on: settings in memory. Its operations read and write desks; the database serves settings and lists. */
export type TierDeps = {
  readonly database: Database;
  readonly clock: Clock;
  readonly tokens: Tokens;
  readonly accounts: Accounts;
  readonly programs: Programs;
  readonly walletTypes: WalletTypes;
  readonly definitions: TierDefinitions;
  readonly audit?: Audit | undefined;
};
