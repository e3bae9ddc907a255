import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { CardState } from '../card.ts';
import { EFFECTS, isBlockedFrom, type Effect } from '../effect.ts';
import { suspendedEffects, suspendedThroughOrigins } from '../store/suspended.ts';

type Row = { serial: number; state: CardState; block_effects: Effect[]; suspended: Effect[] };

// $1 batch, $2 tenant, $3 first serial, $4 last. Of a card in use the one that stands in its place now: it stands in the same lane.
const selectBlocked = statement<Row>(
  'cards.selectBlockedOfBatch',
  `with recursive shown as (
     select held.serial, held.lane, held.card, held.successor
       from cards.card as held
      where held.batch = $1 and held.tenant_id = $2 and held.serial between $3 and $4
     union all
     select shown.serial, next.lane, next.card, next.successor
       from shown join cards.card as next on next.lane = shown.lane and next.card = shown.successor
   ), standing as (
     select shown.serial, held.state, held.block_effects, ${suspendedThroughOrigins('held')} as suspended
       from shown join cards.card as held on held.lane = shown.lane and held.card = shown.card
      where shown.successor is null
     union all
     select held.serial, 'active', '{}', ${suspendedEffects('held')}
       from (select stock.tenant_id, made.range, stock.batch, stock.serial
               from cards.stock as stock join cards.batch as made on made.batch = stock.batch
              where stock.batch = $1 and stock.tenant_id = $2 and stock.serial between $3 and $4 and stock.state = 'inert') as held
   )
   select serial, state, block_effects, suspended from standing where state = 'blocked' or suspended <> '{}'`,
);

/**
 * What cards of a batch may not do because they are blocked, by serial: by themselves, or with their range, batch or serial. Of one in use
 * that was replaced or given on, what the card that stands in its place may not. Those of which nothing is blocked are absent.
 */
export async function findBlockedOfBatch(
  queries: Queries,
  { tenant, batch }: { readonly tenant: number; readonly batch: bigint },
  from: number,
  to: number,
): Promise<ReadonlyMap<number, readonly Effect[]>> {
  const rows = await queries.run(selectBlocked, [batch, tenant, from, to]);
  return new Map(
    rows.map(({ serial, state, block_effects: blockEffects, suspended }) => {
      const card = { state, blockEffects, suspended, validUntil: undefined };
      return [serial, EFFECTS.filter((effect) => isBlockedFrom(card, effect))];
    }),
  );
}
