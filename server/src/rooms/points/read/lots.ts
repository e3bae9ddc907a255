import { INSTANT_NEVER, postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { OwnerKey } from '../../../platform/lanes/index.ts';

/** A lot on a screen. */
export type ListedLot = {
  readonly lane: number;
  readonly seq: bigint;
  readonly n: number;
  readonly wallet: bigint;
  readonly walletType: number;
  readonly amount: bigint;
  readonly remaining: bigint;
  readonly held: bigint;
  readonly isPending: boolean;
  readonly isFrozen: boolean;
  readonly earnedAt: Instant;
  readonly activeAt: Instant;
  readonly expiresAt: Instant;
  readonly issuer: number;
  readonly originLane: number;
  readonly originSeq: bigint;
};

/** Where a page of lots ended. */
export type LotPlace = Pick<ListedLot, 'wallet' | 'expiresAt' | 'activeAt' | 'earnedAt' | 'seq' | 'n'>;

type Row = {
  lane: number;
  seq: bigint;
  n: number;
  wallet: bigint;
  wallet_type: number;
  amount: bigint;
  remaining: bigint;
  held: bigint;
  is_pending: boolean;
  is_frozen: boolean;
  earned_at: Instant;
  active_at: Instant;
  expires_at: Instant;
  issuer: number;
  origin_lane: number;
  origin_seq: bigint;
};

// $1 lane, $2 owner, $3 to $8 the last lot seen, $9 how many. Each wallet is read in the order of lot_open, no further than a
// page: a wallet of a hundred thousand lots is not sorted.
const selectLots = statement<Row>(
  'points.selectLots',
  `select lot.lane, lot.seq, lot.n, lot.wallet, held.wallet_type, lot.amount, lot.remaining, lot.held, lot.is_pending, lot.is_frozen,
          lot.earned_at, lot.active_at, lot.expires_at, lot.issuer,
          coalesce(lot.origin_lane, lot.lane) as origin_lane, coalesce(lot.origin_seq, lot.seq) as origin_seq
     from points.wallet as held
    cross join lateral (
      select * from points.lot as open
       where open.lane = held.lane and open.wallet = held.wallet and open.remaining > 0
         and (open.expires_at, open.active_at, open.earned_at, open.seq, open.n)
           > (case when held.wallet = $3 then $4::timestamptz else '-infinity' end, $5::timestamptz, $6::timestamptz, $7::bigint, $8::smallint)
       order by open.lane, open.wallet, open.expires_at, open.active_at, open.earned_at, open.seq, open.n
       limit $9) as lot
    where held.lane = $1 and held.owner = $2 and held.wallet >= $3
    order by lot.wallet, lot.expires_at, lot.active_at, lot.earned_at, lot.seq, lot.n
    limit $9`,
);

const BEGINNING = ['0', '-infinity', '-infinity', '-infinity', '0', 0];

/** Open lots of a member in the order in which they are spent, wallet by wallet, behind `after`. */
export async function listLots(
  database: Queries,
  owner: OwnerKey,
  after: LotPlace | undefined,
  limit: number,
): Promise<ListedLot[]> {
  const place = after
    ? [
        after.wallet,
        postgresFromInstant(after.expiresAt),
        postgresFromInstant(after.activeAt),
        postgresFromInstant(after.earnedAt),
        after.seq,
        after.n,
      ]
    : BEGINNING;
  const rows = await database.run(selectLots, [owner.lane, owner.owner, ...place, limit]);
  return rows.map(
    ({ wallet_type, is_pending, is_frozen, earned_at, active_at, expires_at, origin_lane, origin_seq, ...row }) => ({
      ...row,
      walletType: wallet_type,
      isPending: is_pending,
      isFrozen: is_frozen,
      earnedAt: earned_at,
      activeAt: active_at,
      expiresAt: expires_at,
      originLane: origin_lane,
      originSeq: origin_seq,
    }),
  );
}

/** How a lot stands at a moment, whether or not anybody has booked it yet. */
export function stateOfLot(lot: ListedLot, at: Instant): 'pending' | 'active' | 'frozen' | 'expired' {
  if (lot.isPending && lot.activeAt > at) return 'pending';
  if (lot.expiresAt !== INSTANT_NEVER && lot.expiresAt <= at && lot.remaining > lot.held) return 'expired';
  return lot.isFrozen ? 'frozen' : 'active';
}
