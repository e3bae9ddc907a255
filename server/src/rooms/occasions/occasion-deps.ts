import type { Tokens } from '../../kernel/token.ts';
import type { Keys } from '../../platform/keys.ts';
import type { KnowCards } from '../checkout/index.ts';
import type { Funding } from '../funding/index.ts';
import type { Accounts } from '../ledger/index.ts';
import type { Partners } from '../partners/index.ts';
import type { WalletTypes } from '../points/index.ts';
import type { Programs } from '../programs/index.ts';
import type { CouponSettings, Promotions } from '../promotions/index.ts';
import type { MemberTiers } from '../tiers/index.ts';

/** What the room stands on: settings in memory, keys and tokens. No database: it reads and writes desks. */
export type OccasionDeps = {
  readonly keys: Keys;
  readonly tokens: Tokens;
  readonly cardSettings: KnowCards;
  readonly programs: Pick<Programs, 'settings'>;
  readonly partners: Pick<Partners, 'settings' | 'mayActFor'>;
  readonly accounts: Accounts;
  readonly walletTypes: WalletTypes;
  readonly tiers: MemberTiers;
  readonly funding: Pick<Funding, 'byCode'>;
  readonly coupons: CouponSettings;
  readonly rulebooks: Pick<Promotions, 'rulebookAt' | 'rulebook' | 'versionOf'>;
};
