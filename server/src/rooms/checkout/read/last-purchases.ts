import type { Instant } from '../../../kernel/instant.ts';
import { statement } from '../../../platform/database/sql.ts';
import { ownerKeyText, type OwnerKey, type Sheet } from '../../../platform/lanes/index.ts';

/** A purchase by its place in the buyer's lane; of a claimed receipt that of the claim. */
export type PastPurchase = { readonly seq: bigint; readonly at: Instant };

type Row = OwnerKey & { seq: bigint; occurred_at: Instant };

// Whoever has brought back more purchases than this, one after another, has the day of the last one still.
const loadLastPurchases = statement<Row>(
  'checkout.loadLastPurchases',
  `select wanted.lane, wanted.owner, past.seq, past.occurred_at
     from unnest($1::int[], $2::bigint[]) as wanted(lane, owner)
     cross join lateral (
       select entry.seq, entry.occurred_at from ledger.journal as entry
        where entry.lane = wanted.lane and entry.owner = wanted.owner and entry.kind in ('checkout.sale', 'checkout.claim')
        order by entry.seq desc limit 100) as past
     left join checkout.returned as back on back.lane = wanted.lane and back.seq = past.seq
    where not coalesce((back.state ->> 'isWhole')::boolean, false)`,
);

/** The newest purchases of a buyer that have not come back whole. Only read where the last one of all does. */
export const lastPurchaseSheet: Sheet<OwnerKey, readonly PastPurchase[]> = {
  name: 'checkout.lastPurchases',
  keyOf: ownerKeyText,
  async load(tx, keys, facts) {
    const found = new Map<string, PastPurchase[]>(keys.map((key) => [ownerKeyText(key), []]));
    for (const { lane, owner, seq, occurred_at } of await tx.run(loadLastPurchases, [
      keys.map((key) => key.lane),
      keys.map((key) => key.owner),
    ]))
      found.get(ownerKeyText({ lane, owner }))!.push({ seq, at: occurred_at });
    for (const key of keys) facts.fill(lastPurchaseSheet, key, found.get(ownerKeyText(key))!);
  },
};
