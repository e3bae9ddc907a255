import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { OwnerKey } from '../../../platform/lanes/index.ts';

const selectLanes = statement<{ lane: number; tenant: number }>(
  'giftcards.selectLanes',
  `select lane, tenant_id as tenant from lanes.lane order by lane`,
);

// Served by gift_fee_due and wallet_due, which hold only what falls due at all.
const selectDueGifts = statement<{ owner: bigint }>(
  'giftcards.selectDueGifts',
  `select due.owner
     from (select gift as owner from giftcards.gift where lane = $1 and fee_due_at <= now()
           union
           select held.owner from points.wallet as held
             join giftcards.gift as known on known.lane = held.lane and known.gift = held.owner
            where held.lane = $1 and held.due_at <= now()) as due
    order by due.owner
    limit $2`,
);

// Served by gift_merged: few cards are ever merged.
const selectMergedWithValue = statement<{ owner: bigint }>(
  'giftcards.selectMergedWithValue',
  `select merged.gift as owner
     from giftcards.gift as merged
    where merged.lane = $1 and merged.survivor is not null
      and exists (select from points.wallet as held
                   where held.lane = merged.lane and held.owner = merged.gift and held.booked - held.held - held.frozen > 0)
    order by merged.gift
    limit $2`,
);

/** Merged gifts in a lane to which value has come back. */
export async function listMergedWithValue(database: Queries, lane: number, limit: number): Promise<OwnerKey[]> {
  return (await database.run(selectMergedWithValue, [lane, limit])).map(({ owner }) => ({ lane, owner }));
}

/** Every lane and its tenant. */
export const listLanes = (database: Queries): Promise<readonly { lane: number; tenant: number }[]> =>
  database.run(selectLanes);

/** Gifts in a lane that time has changed by now, by the database's clock. */
export async function listDueGifts(database: Queries, lane: number, limit: number): Promise<OwnerKey[]> {
  return (await database.run(selectDueGifts, [lane, limit])).map(({ owner }) => ({ lane, owner }));
}
