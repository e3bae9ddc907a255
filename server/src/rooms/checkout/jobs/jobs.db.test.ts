import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { assertBooks } from '../../../../test/books.ts';
import { makeHouse, type TestHouse } from '../../../../test/house.ts';
import { daysAgo, done, freshName, line, openTills, type Tills } from '../../../../test/sales.ts';
import { verifyJournal } from '../../points/index.ts';
import { createCheckoutJobs } from './index.ts';
import { dropRawMessages } from './drop-raw-messages.ts';
import { giveUpParkedReturns } from './give-up-parked-returns.ts';

let house: TestHouse;
let till: Tills;

beforeAll(async () => {
  house = await makeHouse();
  till = openTills(house);
});
afterAll(() => house.close());
afterEach(() => assertBooks(house));

const exceptions = (code: string) =>
  house.database.query<{ facts: unknown; kind: string }>(
    `select noted.facts, row.kind from checkout.exception as noted join ledger.journal as row using (lane, seq) where noted.code = $1`,
    [code],
  );
const stateOf = async (reference: string): Promise<string | undefined> =>
  (
    await house.database.query<{ state: string }>(
      'select state from checkout.parked_return where sale_reference = $1',
      [Buffer.from(reference)],
    )
  )[0]?.state;
const NEVER_CAME = 'checkout.return.sale_never_came';

test('a return whose sale does not come in time is listed once, and the sale that comes after all decides it', async () => {
  const reference = freshName();
  expect((await done(till.giveBack(reference, [[1, 1_000]]))).state).toBe('parked');
  expect(await giveUpParkedReturns(house)).toBe(0);
  await house.database.query(`update checkout.parked_return set parked_at = parked_at - interval '31 days'`);
  expect(await giveUpParkedReturns(house)).toBe(1);
  expect(await giveUpParkedReturns(house)).toBe(0);
  expect(await exceptions(NEVER_CAME)).toEqual([{ facts: { days: '30' }, kind: 'checkout.return_parked' }]);
  expect(await stateOf(reference)).toBe('exception');

  await done(till.sell({ of: house.people[0], reference, lines: [line(1, 1_000)] }));
  expect(await stateOf(reference)).toBe('applied');
  expect(await exceptions(NEVER_CAME)).toHaveLength(1);
});

test('messages are deleted by the longest of the programs of their tenant, and the journal still proves itself', async () => {
  const kept = async (): Promise<number> =>
    (await house.database.query<{ count: number }>('select count(*)::int as count from ledger.raw_message'))[0].count;
  const raw = JSON.stringify({ said: 'so' });
  await done(till.sell({ of: house.people[0], raw }));
  await done(till.sell({ of: house.people[1], raw }));
  const before = await kept();
  expect(before).toBeGreaterThan(0);
  await house.database.query(`update ledger.raw_message set recorded_on = recorded_on - 10`);
  await house.setPolicy({ rawMessageDays: 5 });
  await house.programs.openProgram(house.tenant, {
    ...{ code: 'other', name: 'Other', zone: 'Europe/Madrid', currency: 'EUR' },
    policy: { rawMessageDays: 20 },
  });
  await house.refresh();
  expect(await dropRawMessages(house)).toBe(0);
  await house.programs.setPolicy(house.tenant, 'other', { rawMessageDays: 0 });
  await house.refresh();
  expect(await dropRawMessages(house)).toBe(before);
  expect(await kept()).toBe(0);
  expect((await verifyJournal(house.database)).problem).toBeUndefined();
});

test('a notice that is older than the program allows is booked, marked and listed', async () => {
  await house.setPolicy({ noticeAgeMaxDays: 30 });
  await house.refresh();
  const young = await done(till.sell({ of: house.people[2], manner: 'notice', occurredAt: daysAgo(29) }));
  expect(young.exceptions ?? []).toEqual([]);
  const old = await done(till.sell({ of: house.people[2], manner: 'notice', occurredAt: daysAgo(31) }));
  expect(old.exceptions).toMatchObject([{ code: 'checkout.notice.too_old', facts: { days: '30' } }]);
  expect(await exceptions('checkout.notice.too_old')).toHaveLength(1);
});

test('the jobs run by themselves, and end when they are told to', async () => {
  const reference = freshName();
  await done(till.giveBack(reference, 'all'));
  await house.database.query(`update checkout.parked_return set parked_at = parked_at - interval '31 days'`);
  const jobs = createCheckoutJobs(house);
  jobs.start();
  await expect.poll(() => stateOf(reference)).toBe('exception');
  await jobs.stop();
});
