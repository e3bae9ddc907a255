import type { Tokens } from '../../kernel/token.ts';
import type { Keys } from '../../platform/keys.ts';
import type { GiftDeps } from '../giftcards/index.ts';
import type { Funding } from '../funding/index.ts';
import type { Accounts } from '../ledger/index.ts';
import type { Programs } from '../programs/index.ts';
import type { Partners } from '../partners/index.ts';
import type { WalletTypes } from '../points/index.ts';
import type { CouponSettings, Rulebook } from '../promotions/index.ts';
import type { MemberTiers } from '../tiers/index.ts';
import type { Instant } from '../../kernel/instant.ts';

/** What checkout stands on: settings in memory, keys and tokens. No database: it reads and writes desks. */
export type CheckoutDeps = {
  readonly keys: Keys;
  readonly tokens: Tokens;
  readonly programs: Pick<Programs, 'settings'>;
  readonly partners: Pick<Partners, 'settings' | 'resolveTill' | 'mayActFor'>;
  readonly accounts: Accounts;
  readonly walletTypes: WalletTypes;
  /** What gift cards stand on: they pay on receipts and are sold on them. */
  readonly gifts: GiftDeps;
  /** What members' tiers are, and what receipts count for them. */
  readonly tiers: MemberTiers;
  /** Who pays for the points of promotions. */
  readonly funding: Pick<Funding, 'byCode'>;
  /** Series of coupons whose codes are used up. */
  readonly coupons: CouponSettings;
  readonly rulebooks: {
    /** The version in force at a moment; the empty one where nothing was published. */
    readonly rulebookAt: (program: number, at: Instant) => Rulebook;
    /** A version by its number, however old. */
    readonly rulebook: (rulebook: number) => Rulebook | undefined;
    /** A version of a program; undefined where it has none of that number. */
    readonly ofVersion: (program: number, version: number) => Rulebook | undefined;
    /** The version that it has in its program, as people know it. */
    readonly versionOf: (rulebook: number) => number | undefined;
  };
};
