import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { OwnerKey } from '../../../platform/lanes/index.ts';

export type ExpiringRow = {
  readonly wallet_type: number;
  readonly unit: number;
  readonly expires_at: Instant;
  readonly amount: bigint;
};

const ENDS_SHOWN_MAX = 24;

// Each wallet's lots lie in the order of their ends; what is frozen or not yet active ends too, and is told with the rest.
const selectExpiring = statement<ExpiringRow>(
  'memberpage.selectExpiring',
  // $1 lane, $2 owner, $3 now, $4 how many
  // Where points end together, by what their owner does, the wallet alone says when.
  `select held.wallet_type, held.unit, least(lot.expires_at, together.ends_at) as expires_at, sum(lot.remaining)::bigint as amount
     from points.wallet as held
     join points.wallet_type as type on type.wallet_type = held.wallet_type
     join points.lot as lot on lot.lane = held.lane and lot.wallet = held.wallet
    cross join lateral (
      select case when jsonb_exists(type.validity -> 'expiry', 'idle') then held.expiring_at else 'infinity' end as ends_at) as together
    where held.lane = $1 and held.owner = $2 and lot.remaining > 0
      and least(lot.expires_at, together.ends_at) > $3::timestamptz and least(lot.expires_at, together.ends_at) < 'infinity'
    group by held.wallet_type, held.unit, least(lot.expires_at, together.ends_at)
    order by 3, held.wallet_type limit $4`,
);

/** What ends when, the next first. */
export const findExpiring = (queries: Queries, { lane, owner }: OwnerKey, now: Instant): Promise<ExpiringRow[]> =>
  queries.run(selectExpiring, [lane, owner, postgresFromInstant(now), ENDS_SHOWN_MAX]);
