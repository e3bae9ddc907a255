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
  `select held.wallet_type, held.unit, lot.expires_at, sum(lot.remaining)::bigint as amount
     from points.wallet as held
     join points.lot as lot on lot.lane = held.lane and lot.wallet = held.wallet
    where held.lane = $1 and held.owner = $2 and lot.remaining > 0
      and lot.expires_at > $3::timestamptz and lot.expires_at < 'infinity'
    group by held.wallet_type, held.unit, lot.expires_at
    order by lot.expires_at, held.wallet_type limit $4`,
);

/** What ends when, the next first. */
export const findExpiring = (queries: Queries, { lane, owner }: OwnerKey, now: Instant): Promise<ExpiringRow[]> =>
  queries.run(selectExpiring, [lane, owner, postgresFromInstant(now), ENDS_SHOWN_MAX]);
