import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

/** Points of a holder that ended while they were frozen, in the smallest step of their unit. */
export type EndedFrozen = {
  readonly lane: number;
  readonly owner: bigint;
  readonly program: number;
  readonly wallet_type: number;
  readonly points: bigint;
};

// The lots of an operation: its own, and what became of them with others, in whichever lane of the tenant.
const LOTS_OF = `select own.lane, own.seq, own.n, own.wallet, own.remaining, own.held, own.is_frozen
     from points.lot as own where own.lane = $1 and own.seq = $2 and own.origin_seq is null
   union all
   select moved.lane, moved.seq, moved.n, moved.wallet, moved.remaining, moved.held, moved.is_frozen
     from lanes.lane as home
     join lanes.lane as lane on lane.tenant_id = home.tenant_id
     join points.lot as moved on moved.lane = lane.lane and moved.origin_lane = $1 and moved.origin_seq = $2
    where home.lane = $1`;

// The last mark before the end says whether it was frozen then.
const selectEnded = statement<EndedFrozen>(
  'points.selectEndedFrozen',
  `with lots as (${LOTS_OF})
   select lots.lane, held.owner, held.program, held.wallet_type, (-sum(ended.delta))::bigint as points
     from lots
     join ledger.allocation as ended
       on ended.lane = lots.lane and ended.lot_seq = lots.seq and ended.lot_n = lots.n and ended.effect = 'e'
     join ledger.journal as told on told.lane = ended.lane and told.seq = ended.seq and told.recorded_at >= $3::timestamptz
     join points.wallet as held on held.lane = lots.lane and held.wallet = lots.wallet
    where (select mark.effect from ledger.allocation as mark
            where mark.lane = ended.lane and mark.lot_seq = ended.lot_seq and mark.lot_n = ended.lot_n
              and mark.effect in ('f', 'u') and mark.seq <= ended.seq
            order by mark.seq desc, mark.n desc limit 1) = 'f'
    group by lots.lane, held.owner, held.program, held.wallet_type
    order by lots.lane, held.owner, held.wallet_type`,
);

const countFrozen = statement<{ lots: bigint }>(
  'points.countFrozenLots',
  `with lots as (${LOTS_OF}) select count(*) as lots from lots where is_frozen and remaining > held`,
);

type Place = { readonly lane: number; readonly seq: bigint };

/** What an operation granted and ended since, while it was frozen: nobody could spend it. */
export const readEndedFrozen = (queries: Queries, { lane, seq }: Place, since: Instant): Promise<EndedFrozen[]> =>
  queries.run(selectEnded, [lane, seq, postgresFromInstant(since)]);

/** Whether something of what an operation granted is frozen still; also what is over and nobody has booked yet. */
export const hasFrozenLots = async (queries: Queries, { lane, seq }: Place): Promise<boolean> =>
  ((await queries.run(countFrozen, [lane, seq]))[0]?.lots ?? 0n) > 0n;
