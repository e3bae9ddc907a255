import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

const destroyRows = statement<{ serial: number }>(
  'cards.destroyStock',
  `update cards.stock as held set state = 'destroyed'
     from cards.batch as made
    where made.batch = held.batch and made.tenant_id = $1 and held.batch = $2 and held.serial >= $3 and held.serial <= $4
      and held.state = 'inert'
   returning held.serial`,
);
const sweepRows = statement<{ made: number }>(
  'cards.sweepAbandoned',
  `with gone as (
     delete from cards.stock where batch = $1 and serial > $2 returning serial
   )
   update cards.batch set made = $2 where batch = $1 and state = 'abandoned' and (select count(*) from gone) >= 0
   returning made`,
);
const selectAbandoned = statement<{ batch: bigint; made: number }>(
  'cards.selectAbandoned',
  `select batch, made from cards.batch where state = 'abandoned' and made > 0 order by batch limit 1`,
);
const selectToMake = statement<{ tenant_id: number; batch: bigint }>(
  'cards.selectToMake',
  `select tenant_id, batch from cards.batch where state = 'making' and source = 'generator' order by batch`,
);
const countStates = statement<{ state: string; count: bigint }>(
  'cards.countStock',
  `select state, count(*) as count from cards.stock where batch = $1 group by state`,
);

/** Destroys the inert cards of an interval of serials; gives how many. What is in use stays. */
export const destroySerials = async (
  queries: Queries,
  tenant: number,
  batch: bigint,
  first: number,
  last: number,
): Promise<number> => (await queries.run(destroyRows, [tenant, batch, first, last])).length;

/** Takes the cards of an abandoned batch beyond a serial away. */
export const sweepBeyond = async (queries: Queries, batch: bigint, serial: number): Promise<void> => {
  await queries.run(sweepRows, [batch, serial]);
};

/** An abandoned batch that still has cards. */
export const nextAbandoned = async (queries: Queries): Promise<{ batch: bigint; made: number } | undefined> =>
  (await queries.run(selectAbandoned))[0];

/** Batches that wait for the generator, the oldest first. */
export const batchesToMake = (queries: Queries): Promise<{ tenant_id: number; batch: bigint }[]> =>
  queries.run(selectToMake);

/** How many cards of a batch are in which state. */
export const stockCounts = async (queries: Queries, batch: bigint): Promise<Record<string, number>> =>
  Object.fromEntries((await queries.run(countStates, [batch])).map(({ state, count }) => [state, Number(count)]));
