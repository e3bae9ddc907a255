import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { OwnerKey } from '../../../platform/lanes/index.ts';

const selectCameBack = statement<{ seq: bigint }>(
  'merging.selectCameBack',
  `select leg.seq
     from ledger.journal as leg
     join ledger.journal as home on home.lane = leg.home_lane and home.seq = leg.home_seq and home.kind = 'members.unmerge'
    where leg.lane = $1 and leg.owner = $2 and leg.seq > $3 and leg.kind = 'members.leg' and cardinality(leg.postings) > 0`,
);

const selectBorn = statement<{ origin: string; amount: bigint }>(
  'merging.selectBorn',
  `select coalesce(origin_lane, lane) || '/' || coalesce(origin_seq, seq) as origin, sum(amount)::bigint as amount
     from points.lot where lane = $1 and seq = $2 group by 1`,
);

/**
 * Entries behind `after` by which lots came back to an owner when a later merge of his own was undone: what had come to him with an earlier
 * merge stands there now, under its origin.
 */
export const findCameBack = async (queries: Queries, { lane, owner }: OwnerKey, after: bigint): Promise<Set<bigint>> =>
  new Set((await queries.run(selectCameBack, [lane, owner, after])).map(({ seq }) => seq));

/** How much of each origin arrived by one entry. */
export const findBorn = async (queries: Queries, lane: number, seq: bigint): Promise<ReadonlyMap<string, bigint>> =>
  new Map((await queries.run(selectBorn, [lane, seq])).map(({ origin, amount }) => [origin, amount]));
