import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFollowedHouse, type FollowedHouse } from '../../../test/followed-house.ts';
import { checkLedger } from './check-ledger.ts';

const SALES = 640;
/** Before which statement of a step it is killed: behind the reading, amid the lines, amid the sums. */
const KILLS = [4, 9, 13, 16];

let followed: FollowedHouse;

beforeAll(async () => {
  followed = await openFollowedHouse(SALES);
}, 120_000);
afterAll(() => followed.close());

/** Follows from the beginning, killed again and again in the middle of a step; then to the end. */
async function followAndKill(hasty: boolean): Promise<void> {
  await followed.database.query(
    `truncate reports.operation_line, reports.operation_state, reports.day_sum, reports.month_sum, reports.mark_sum, reports.hour_sum, reports.outstanding, reports.ending,
       reports.member_seen, reports.ledger_check;
     delete from followers.follower_cursor where follower = 'reports.journal'`,
  );
  for (const stopsAt of hasty ? KILLS.slice(-1) : KILLS) {
    await followed.kill({ hasty, stopsAt });
    if (hasty) continue;
    // What was not committed is not there: not one line without its cursor, nor one passed without its line. A lane with little to tell
    // may be through before the statement comes at which it dies.
    const [{ lines, upto }] = await followed.database.query<{ lines: number; upto: number }>(
      `select (select count(*) from reports.operation_line where is_head or home_lane is not null)::int as lines,
              (select coalesce(sum(upto), 0) from followers.follower_cursor where follower = 'reports.journal')::int as upto`,
    );
    expect([stopsAt, lines]).toEqual([stopsAt, upto]);
  }
  await followed.house.reports.catchUp();
}

const doubled = async (): Promise<number> => {
  const [row] = await followed.database.query<{ wrong: number }>(
    `select count(*)::int as wrong from (
       select coalesce(told.operations, 0) <> coalesce(lines.operations, 0) or told.earned is distinct from lines.earned as differs
         from (select kind, sum(operations) as operations, sum(earned) as earned from reports.day_sum group by kind) as told
         full join (select kind, count(*) filter (where is_head) as operations, sum(earned) as earned from reports.operation_line group by kind) as lines
           using (kind)) as compared
      where differs`,
  );
  return row.wrong;
};

describe('a follower that is killed again and again', () => {
  test('neither loses nor doubles an operation', { timeout: 240_000 }, async () => {
    await followAndKill(false);
    expect(await checkLedger(followed.house)).toEqual([]);
    expect(await doubled()).toBe(0);
    const [{ journal, lines }] = await followed.database.query<{ journal: number; lines: number }>(
      `select (select count(*) from ledger.journal where home_lane is null)::int as journal,
              (select count(*) from reports.operation_line where is_head)::int as lines`,
    );
    expect(lines).toBe(journal);
    expect(journal).toBeGreaterThan(SALES / 2);
  });

  test('is found out when what it writes and its cursor are not one transaction', { timeout: 240_000 }, async () => {
    const outcome = await followAndKill(true).then(
      () => 'went through',
      (error: unknown) => (error instanceof Error ? error.message : 'failed'),
    );
    // A step that was broken off stands there in part: its lines are met again as their own doubles, or the sums differ.
    const isFound =
      outcome !== 'went through' || (await doubled()) > 0 || (await checkLedger(followed.house)).length > 0;
    expect(isFound).toBe(true);
  });
});
