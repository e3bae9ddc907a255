import type { Instant } from '../../../kernel/instant.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Sheet } from '../../../platform/lanes/index.ts';

/** How much of a wallet ends at one moment. */
export type EndingGroup = { readonly endsAt: Instant; readonly sum: bigint };
/** The groups that end first, in their order, as the database has them; `isAll` where there are no more. */
export type Endings = { readonly groups: readonly EndingGroup[]; readonly isAll: boolean };
/** `depth` says how far one looks: 4 groups, then eight times as many each time. */
export type EndingsKey = { readonly lane: number; readonly wallet: bigint; readonly depth: number };

const GROUPS_FIRST = 4;
const GROUPS_GROWTH = 8;
/** At depth 6 a million moments have been looked at: no wallet is expected to have more. */
export const ENDINGS_DEPTH_MAX = 6;
const groupsAt = (depth: number): number => GROUPS_FIRST * GROUPS_GROWTH ** depth;

const loadEndings = statement<{
  lane: number;
  wallet: bigint;
  size: number;
  expires_at: Instant;
  total: bigint | null;
}>(
  'points.loadEndings',
  `select wanted.lane, wanted.wallet, wanted.size, ending.expires_at, ending.total
     from unnest($1::int[], $2::bigint[], $3::int[]) as wanted(lane, wallet, size)
    cross join lateral (
      select open.expires_at, (sum(open.remaining) filter (where not open.is_pending))::bigint as total
        from points.lot as open
       where open.lane = wanted.lane and open.wallet = wanted.wallet and open.remaining > 0 and open.expires_at < 'infinity'
       group by open.expires_at
       order by open.expires_at
       limit wanted.size) as ending
    order by ending.expires_at`,
);

/**
 * What of a wallet ends together, added up where the lots are: a wallet that has a hundred thousand lots ending on one day would
 * otherwise bring them all into memory to know their sum. Pending lots count nothing.
 */
export const endingsSheet: Sheet<EndingsKey, Endings> = {
  name: 'points.endings',
  keyOf: ({ lane, wallet, depth }) => `${lane}/${wallet}/${depth}`,
  async load(tx, keys, facts) {
    const rows = await tx.run(loadEndings, [
      keys.map((key) => key.lane),
      keys.map((key) => key.wallet),
      keys.map((key) => groupsAt(key.depth)),
    ]);
    const found = new Map<string, EndingGroup[]>(keys.map((key) => [endingsSheet.keyOf(key), []]));
    const depthOf = new Map(keys.map(({ depth }) => [groupsAt(depth), depth]));
    for (const { lane, wallet, size, expires_at, total } of rows)
      found
        .get(endingsSheet.keyOf({ lane, wallet, depth: depthOf.get(size)! }))!
        .push({ endsAt: expires_at, sum: total ?? 0n });
    for (const key of keys) {
      const groups = found.get(endingsSheet.keyOf(key))!;
      facts.fill(endingsSheet, key, { groups, isAll: groups.length < groupsAt(key.depth) });
    }
  },
};
