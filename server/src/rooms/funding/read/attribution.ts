import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

/** Whose points were spent where: so many of a contract's, at a partner's outlets. Smallest steps. */
export type Spent = {
  readonly unit: number;
  readonly issuer: number;
  readonly contract: number;
  readonly redeemer: number;
  readonly points: bigint;
};

/** What was issued by a contract: `points` is what was given less what returns have cancelled, or taken from other lots where theirs were spent. */
export type Issued = {
  readonly unit: number;
  readonly issuer: number;
  readonly contract: number;
  readonly points: bigint;
  readonly given: bigint;
  readonly reversed: bigint;
};

// By the lots that were taken, not by guesses (semantics 3.11). What moves between members is nobody's sale, and what a return takes to get
// points back from a buyer has not been spent.
const SPENT = `((moved.effect = 't' and entry.kind in ('checkout.sale', 'checkout.leg', 'points.redemption', 'points.capture'))
           or (moved.effect = 'r' and entry.kind in ('checkout.return', 'checkout.void', 'checkout.leg', 'points.reversal')))`;

const readSpent = statement<Spent>(
  'funding.readSpent',
  `select wallet.unit, lot.issuer, lot.contract, coalesce(outlet.partner, 0) as redeemer, (-sum(moved.delta))::bigint as points
     from ledger.journal as entry
     join ledger.allocation as moved on moved.lane = entry.lane and moved.seq = entry.seq
     join points.lot as lot on lot.lane = moved.lane and lot.seq = moved.lot_seq and lot.n = moved.lot_n
     join points.wallet as wallet on wallet.lane = lot.lane and wallet.wallet = lot.wallet
     left join partners.outlet as outlet on outlet.outlet = entry.outlet
    where entry.tenant_id = $1 and entry.program = $2 and entry.booked_on >= $3 and entry.booked_on <= $4
      and ${SPENT}
    group by 1, 2, 3, 4 having sum(moved.delta) <> 0
    order by 1, 2, 3, 4`,
);

const readIssued = statement<Issued>(
  'funding.readIssued',
  `select wallet.unit, lot.issuer, lot.contract, sum(made.points)::bigint as points,
          coalesce(sum(made.points) filter (where made.is_given), 0)::bigint as given,
          coalesce(-sum(made.points) filter (where not made.is_given), 0)::bigint as reversed
     from (select lane, seq as lot_seq, n as lot_n, amount as points, lane as at_lane, seq as at_seq, true as is_given
             from points.lot where origin_seq is null
            union all
           select moved.lane, moved.lot_seq, moved.lot_n, moved.delta, moved.lane, moved.seq, false
             from ledger.allocation as moved
             join ledger.journal as back on back.lane = moved.lane and back.seq = moved.seq
            where moved.effect = 'c' or (moved.effect = 't' and back.kind in ('checkout.return', 'checkout.void'))) as made
     join ledger.journal as entry on entry.lane = made.at_lane and entry.seq = made.at_seq
     join points.lot as lot on lot.lane = made.lane and lot.seq = made.lot_seq and lot.n = made.lot_n
     join points.wallet as wallet on wallet.lane = lot.lane and wallet.wallet = lot.wallet
    where entry.tenant_id = $1 and entry.program = $2 and entry.booked_on >= $3 and entry.booked_on <= $4
    group by 1, 2, 3 having bool_or(made.points <> 0)
    order by 1, 2, 3`,
);

/** Attribution of a period by accounting date; both days belong to it. */
export async function attributionOf(
  queries: Queries,
  of: { readonly tenant: number; readonly program: number; readonly from: LocalDate; readonly until: LocalDate },
): Promise<{ readonly spent: readonly Spent[]; readonly issued: readonly Issued[] }> {
  const values = [of.tenant, of.program, of.from, of.until];
  const [spent, issued] = await Promise.all([queries.run(readSpent, values), queries.run(readIssued, values)]);
  return { spent, issued };
}
