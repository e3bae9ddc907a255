// A house whose promotion is watched by cashier, till and outlet: what tests of signals have in common.

import type { RulebookInput } from '../src/rooms/promotions/index.ts';
import { BASE_EARN, makeHouse, must, type HouseOptions } from './house.ts';
import { openTills, type SaleInput } from './sales.ts';

export type Watched = NonNullable<RulebookInput['promotions'][number]['signals']>[number];

/** More than two receipts of a cashier in a day. */
export const TWO_A_DAY: Watched = { per: 'cashier', of: 'uses', max: '2', period: 'day', action: 'flag' };

export type WatchedHouse = Awaited<ReturnType<typeof makeWatchedHouse>>;

/** The common test house with one point a euro, watched so; tills of `centro` and `playa`, and what is asked of signals. */
export async function makeWatchedHouse(signals: readonly Watched[], options: HouseOptions = {}) {
  const house = await makeHouse({ promotions: [{ ...BASE_EARN, signals: [...signals] }], ...options });
  const till = openTills(house);
  const sight = { tenant: house.tenant, outlets: null };
  return {
    ...{ house, till, sight, playa: openTills(house, 'playa', 'T1') },
    /** Another version of the promotion. */
    publish: async (next: readonly Watched[]) => must(await house.publish([{ ...BASE_EARN, signals: [...next] }])),
    /** Rings up so many receipts. */
    ring: async (times: number, over: SaleInput = {}) => {
      for (let n = 0; n < times; n++) must(await till.sell({ of: house.people[0], cashier: 'ana', ...over }));
    },
    /** All signals as they stand once everything is counted, the first raised first. */
    signals: async () => {
      await house.fraud.catchUp();
      return (await house.fraud.list(sight, {}, { limit: 100 })).reverse();
    },
    /** What the people may spend, in all. */
    available: async (n = 0): Promise<{ available: bigint; frozen: bigint }> => {
      const [row] = await house.database.query<{ available: bigint; frozen: bigint }>(
        `select coalesce(sum(booked - held - frozen), 0)::bigint as available, coalesce(sum(frozen), 0)::bigint as frozen
           from points.wallet where owner = $1`,
        [house.people[n]!.owner],
      );
      return row!;
    },
  };
}
