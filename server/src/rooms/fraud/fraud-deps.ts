import type { Instant } from '../../kernel/instant.ts';
import type { LocalDate } from '../../kernel/local-date.ts';
import type { Tokens } from '../../kernel/token.ts';
import type { Audit } from '../../platform/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { LaneMachine, LookUp } from '../../platform/lanes/index.ts';
import type { Accounts, JournalEntry, KeptOperation } from '../ledger/index.ts';
import type { Partners } from '../partners/index.ts';
import type { Points, WalletTypes } from '../points/index.ts';
import type { Programs } from '../programs/index.ts';
import type { Watch } from './watch.ts';
import type { WindowOf } from './windows.ts';

/** What promotions gave on a receipt, and at whose hands. */
export type RungUp = {
  /** The sale, also of what a claim gave later. */
  readonly receipt: { readonly lane: number; readonly seq: bigint };
  readonly rulebook: number;
  readonly outlet: number;
  readonly terminal: number;
  readonly cashier: string | undefined;
  /** Business day of the purchase. */
  readonly on: LocalDate;
  /** The purchase. */
  readonly at: Instant;
  /** Who earned, as `lane/owner`; undefined where nobody did. */
  readonly member?: string | undefined;
  readonly given: readonly { readonly promotion: string; readonly points: bigint; readonly money: bigint }[];
};

/** Slot: what receipts say. Filled by the room that keeps them. */
export type Receipts = {
  /** The sale that a claim or void speaks of. */
  readonly namedBy: (kept: KeptOperation) => { readonly lane: number; readonly seq: bigint } | undefined;
  readonly bySale: (kept: KeptOperation) => RungUp;
  readonly byClaim: (kept: KeptOperation, sale: KeptOperation) => RungUp;
};

/** Slot: what is watched. Filled by the room of promotions. */
export type Watches = {
  /** The tenants of which something is watched, each with the moment of the first publication that says so. */
  readonly tenants: () => ReadonlyMap<number, Instant>;
  /** Whether something of the rulebook is watched. */
  readonly isWatched: (rulebook: number) => boolean;
  readonly of: (rulebook: number, promotion: string) => readonly Watch[];
  /** Reads what was published by another process a moment ago, where one of these is not known here. */
  readonly know: (rulebooks: readonly number[]) => Promise<void>;
  readonly windowOf: WindowOf;
  /** Decimals of the points that a promotion gives. */
  readonly pointsDecimals: (rulebook: number, promotion: string) => number;
};

/** What this room stands on. */
export type FraudDeps = {
  readonly database: Database;
  readonly clock: Clock;
  readonly tokens: Tokens;
  readonly programs: Programs;
  readonly partners: Pick<Partners, 'settings' | 'mayActFor'>;
  readonly accounts: Accounts;
  readonly machine: Pick<LaneMachine<JournalEntry>, 'submit'> & { readonly look: LookUp };
  readonly points: Pick<Points, 'adjust' | 'freeze' | 'unfreeze'>;
  readonly walletTypes: Pick<WalletTypes, 'of'>;
  readonly audit: Audit;
  readonly receipts: Receipts;
  readonly watches: Watches;
  readonly onFailure?: ((error: unknown) => void) | undefined;
};
