import { statement } from '../../../platform/database/sql.ts';
import type { Sheet } from '../../../platform/lanes/index.ts';
import type { CardKey } from './card.ts';

type Key = { readonly tenant: number; readonly card: bigint };

const findPlaces = statement<{ tenant_id: number; card: bigint; lane: number }>(
  'cards.findPlaces',
  `select wanted.tenant_id, held.card, held.lane
     from unnest($1::int[], $2::bigint[]) as wanted(tenant_id, card)
     join lanes.lane as lane on lane.tenant_id = wanted.tenant_id
     join cards.card as held on held.lane = lane.lane and held.card = wanted.card`,
);

/** In which of a tenant's lanes a card stands: asked only for one that is not where its id says, since its member was merged. */
export const cardPlaceSheet: Sheet<Key, CardKey> = {
  name: 'cards.place',
  keyOf: ({ tenant, card }) => `${tenant}/${card}`,
  async load(tx, keys, facts) {
    const rows = await tx.run(findPlaces, [keys.map(({ tenant }) => tenant), keys.map(({ card }) => card)]);
    for (const { tenant_id, card, lane } of rows)
      facts.fill(cardPlaceSheet, { tenant: tenant_id, card }, { lane, card });
  },
};
