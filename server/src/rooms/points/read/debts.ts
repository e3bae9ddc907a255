import type { Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { OwnerKey } from '../../../platform/lanes/index.ts';
import type { PlaceInWallet } from './holds.ts';

/** An open debt on a screen. */
export type ListedDebt = {
  readonly lane: number;
  readonly seq: bigint;
  readonly n: number;
  readonly wallet: bigint;
  readonly walletType: number;
  readonly amount: bigint;
  readonly remaining: bigint;
  readonly owedSince: Instant;
};

// $1 lane, $2 owner, $3 to $5 the last one seen, $6 how many.
const selectDebts = statement<{
  lane: number;
  seq: bigint;
  n: number;
  wallet: bigint;
  wallet_type: number;
  amount: bigint;
  remaining: bigint;
  owed_since: Instant;
}>(
  'points.selectDebts',
  `select debt.lane, debt.seq, debt.n, debt.wallet, held.wallet_type, debt.amount, debt.remaining, debt.owed_since
     from points.wallet as held
     join points.debt as debt on debt.lane = held.lane and debt.wallet = held.wallet
    where held.lane = $1 and held.owner = $2 and debt.remaining > 0
      and (debt.wallet, debt.seq, debt.n) > ($3::bigint, $4::bigint, $5::smallint)
    order by debt.wallet, debt.seq, debt.n
    limit $6`,
);

/** What a member owes, in the order of booking within a wallet, behind `after`. */
export async function listDebts(
  database: Queries,
  owner: OwnerKey,
  after: PlaceInWallet | undefined,
  limit: number,
): Promise<ListedDebt[]> {
  const { wallet, seq, n } = after ?? { wallet: 0n, seq: 0n, n: 0 };
  const rows = await database.run(selectDebts, [owner.lane, owner.owner, wallet, seq, n, limit]);
  return rows.map(({ wallet_type: walletType, owed_since: owedSince, ...row }) => ({ ...row, walletType, owedSince }));
}
