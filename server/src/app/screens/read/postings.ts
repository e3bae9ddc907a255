import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { OwnerKey } from '../../../platform/lanes/index.ts';

/** An owner's wallets and their ledger accounts stand in the numbers behind its own (0003-open-lanes-and-ledger.sql). */
const OWNER_STEP = 4_096n;

export type WalletPosting = {
  readonly seq: bigint;
  readonly wallet_type: number;
  readonly side: number;
  readonly unit: number;
  readonly amount: bigint;
};

const selectOfOwner = statement<WalletPosting>(
  'screens.selectPostingsOfOwner',
  // $1 lane, $2 rows, $3 owner, $4 behind its accounts
  `select made.seq, held.wallet_type, (made.account & 3)::int as side, made.unit, sum(made.amount)::bigint as amount
     from ledger.posting as made
     join points.wallet as held on held.lane = made.lane and held.wallet = made.account - (made.account & 3)
    where made.lane = $1 and made.seq = any($2::bigint[]) and made.account >= $3 and made.account < $4
    group by made.seq, held.wallet_type, made.account & 3, made.unit
    order by made.seq, held.wallet_type, side`,
);

/** What rows of a lane did to the wallets of one owner. */
export const postingsOfOwner = (
  queries: Queries,
  { lane, owner }: OwnerKey,
  rows: readonly bigint[],
): Promise<WalletPosting[]> => queries.run(selectOfOwner, [lane, rows, owner, owner + OWNER_STEP]);
