import { statement } from '../../../platform/database/sql.ts';
import { ownerKeyText, type OwnerKey, type Sheet } from '../../../platform/lanes/index.ts';

type Key = { readonly lane: number; readonly seq: bigint };

// Lots that have moved are found lane by lane, through lot_of_origin: a tenant has few lanes.
const loadOriginHolders = statement<Key & { held_lane: number; owner: bigint }>(
  'points.loadOriginHolders',
  `select wanted.lane, wanted.seq, held.lane as held_lane, held.owner
     from unnest($1::int[], $2::bigint[]) as wanted(lane, seq)
     join points.lot as lot on lot.lane = wanted.lane and lot.seq = wanted.seq and lot.origin_seq is null
     join points.wallet as held on held.lane = lot.lane and held.wallet = lot.wallet
   union
   select wanted.lane, wanted.seq, held.lane as held_lane, held.owner
     from unnest($1::int[], $2::bigint[]) as wanted(lane, seq)
     join lanes.lane as home on home.lane = wanted.lane
     join lanes.lane as other on other.tenant_id = home.tenant_id
     join points.lot as lot on lot.lane = other.lane and lot.origin_lane = wanted.lane and lot.origin_seq = wanted.seq
     join points.wallet as held on held.lane = lot.lane and held.wallet = lot.wallet`,
);

/** Whoever has lots that an operation granted, wherever they have moved since. For resolving: the lanes are not held yet. */
export const originHolderSheet: Sheet<Key, readonly OwnerKey[]> = {
  name: 'points.originHolders',
  keyOf: ({ lane, seq }) => `${lane}/${seq}`,
  async load(tx, keys, facts) {
    const found = new Map<string, Map<string, OwnerKey>>(keys.map((key) => [originHolderSheet.keyOf(key), new Map()]));
    for (const row of await tx.run(loadOriginHolders, [keys.map((key) => key.lane), keys.map((key) => key.seq)])) {
      const owner = { lane: row.held_lane, owner: row.owner };
      found.get(originHolderSheet.keyOf(row))!.set(ownerKeyText(owner), owner);
    }
    for (const key of keys) facts.fill(originHolderSheet, key, [...found.get(originHolderSheet.keyOf(key))!.values()]);
  },
};
