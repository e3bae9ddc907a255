import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { OwnerKey } from '../../../platform/lanes/index.ts';

/** An open hold on a screen. */
export type ListedHold = {
  readonly lane: number;
  readonly seq: bigint;
  readonly n: number;
  readonly wallet: bigint;
  readonly walletType: number;
  readonly amount: bigint;
  readonly expiresAt: Instant;
};

/** Where a page of holds or debts ended. */
export type PlaceInWallet = { readonly wallet: bigint; readonly seq: bigint; readonly n: number };

// $1 lane, $2 owner, $3 now, $4 to $6 the last one seen, $7 how many. A hold whose time is over has lapsed, booked or not.
const selectHolds = statement<{
  lane: number;
  seq: bigint;
  n: number;
  wallet: bigint;
  wallet_type: number;
  amount: bigint;
  expires_at: Instant;
}>(
  'points.selectHolds',
  `select hold.lane, hold.seq, hold.n, hold.wallet, held.wallet_type, hold.amount, hold.expires_at
     from points.wallet as held
     join points.hold as hold on hold.lane = held.lane and hold.wallet = held.wallet
    where held.lane = $1 and held.owner = $2 and hold.state = 'open' and hold.expires_at > $3
      and (hold.wallet, hold.seq, hold.n) > ($4::bigint, $5::bigint, $6::smallint)
    order by hold.wallet, hold.seq, hold.n
    limit $7`,
);

/** Open holds of a member, oldest first within a wallet, behind `after`. */
export async function listHolds(
  database: Queries,
  owner: OwnerKey,
  at: Instant,
  after: PlaceInWallet | undefined,
  limit: number,
): Promise<ListedHold[]> {
  const { wallet, seq, n } = after ?? { wallet: 0n, seq: 0n, n: 0 };
  const rows = await database.run(selectHolds, [
    owner.lane,
    owner.owner,
    postgresFromInstant(at),
    wallet,
    seq,
    n,
    limit,
  ]);
  return rows.map(({ wallet_type: walletType, expires_at: expiresAt, ...row }) => ({ ...row, walletType, expiresAt }));
}
