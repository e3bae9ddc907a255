import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFollowedHouse, type FollowedHouse } from '../../../test/followed-house.ts';
import { must } from '../../../test/house.ts';

const SALES = 240;
/** Before which statement of a step it is killed: behind the reading, between what is counted and its sums, before a signal is raised. */
const KILLS = [4, 6, 8];
const BETWEEN = 6;

let followed: FollowedHouse;

beforeAll(async () => {
  followed = await openFollowedHouse(SALES, async ({ house: { promotions, programs } }) => {
    const { program } = programs.settings().programByCode(programs.settings().tenantByCode('demo')!.tenant, 'club')!;
    const { content } = promotions.list(program).at(-1)!.ready();
    const signals = [{ per: 'outlet', of: 'uses', max: '50', period: 'week', action: 'flag' }] as const;
    const watched = content.promotions.map((one) =>
      one.code === 'base-earn' ? { ...one, signals: [...signals] } : one,
    );
    must(await promotions.publish({ program, content: { promotions: watched } }));
  });
}, 120_000);
afterAll(() => followed.close());

/** Counts from the beginning, killed again and again in the middle of a step; then to the end. */
async function countAndKill(hasty: boolean): Promise<void> {
  await followed.database.query(
    `truncate fraud.subject cascade; delete from followers.follower_cursor where follower = 'fraud.signals'`,
  );
  for (const stopsAt of hasty ? [BETWEEN] : KILLS) {
    await followed.kill({ hasty, stopsAt, of: 'fraud' });
  }
  await followed.house.fraud.catchUp();
}

const stands = async () => {
  const [row] = await followed.database.query<{ counted: number; uses: number; signals: number }>(
    `select (select count(*) from fraud.counted)::int as counted, (select coalesce(sum(uses), 0) from fraud.tally)::int as uses,
            (select count(*) from fraud.signal)::int as signals`,
  );
  return row!;
};

describe('a follower of signals that is killed again and again', () => {
  test('counts each receipt once and raises the signal once', { timeout: 240_000 }, async () => {
    await countAndKill(false);
    const { counted, uses, signals } = await stands();
    expect(counted).toBeGreaterThan(SALES / 3);
    expect({ uses, signals }).toEqual({ uses: counted, signals: 1 });
  });

  // Negative control: it does die between the two, and the test would see what is counted apart from the cursor.
  test('is found out when what it counts and its cursor are not one transaction', { timeout: 240_000 }, async () => {
    await countAndKill(true);
    const { counted, uses } = await stands();
    expect(uses).not.toBe(counted);
  });
});
