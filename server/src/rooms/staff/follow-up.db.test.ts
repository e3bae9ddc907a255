import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeHouse, must, type TestHouse } from '../../../test/house.ts';
import { instant } from '../../kernel/instant.ts';
import { manualClock } from '../../platform/clock.ts';

const SECOND = 1_000_000;
const DAY = 86_400 * SECOND;
const clock = manualClock(instant(1_767_225_600_000_000));

let house: TestHouse;
let asker: bigint;
let decider: bigint;
let isDown = true;
const done: string[] = [];

beforeAll(async () => {
  house = await makeHouse({ clock });
  house.staff.approvals.onApproved('test.letter.send', {
    asker: () => ({ permissions: [] }),
    permission: 'cards:write',
    after: async ({ reference }) => {
      if (isDown) throw new Error('the post is closed');
      done.push(reference);
    },
  });
  const add = async (name: string): Promise<bigint> =>
    must(await house.staff.addPerson(house.tenant, { name, email: `${name}@example.com` }, {})).person.person;
  [asker, decider] = [await add('asker'), await add('decider')];
});
afterAll(() => house.close());

const request = async (reference: string): Promise<bigint> =>
  must(
    await house.database.transaction((tx) =>
      house.staff.approvals.request(tx, {
        ...{ tenant: house.tenant, kind: 'test.letter.send', reference, subject: 'letter', facts: {} },
        requestedBy: { person: asker },
      }),
    ),
  ).approval.approval;

const by = (...scopes: string[]) => ({ person: decider, scopes: new Set(scopes) });

test('what follows from a yes is done later when it could not be done at once, and once', async () => {
  const id = await request('later');
  const approved = await house.staff.approvals.approve(house.tenant, id, by('cards:write'));
  expect(approved).toMatchObject({ ok: true, approval: { state: 'approved', isApplied: false } });
  expect(await house.staff.approvals.tidy()).toEqual({ expired: 0, applied: 0 });
  isDown = false;
  clock.advance(31 * SECOND);
  expect(await house.staff.approvals.tidy()).toEqual({ expired: 0, applied: 1 });
  expect(await house.staff.approvals.tidy()).toEqual({ expired: 0, applied: 0 });
  expect(done).toEqual(['later']);
  expect(await house.staff.approvals.find(house.tenant, id)).toMatchObject({ isApplied: true });
});

test('a kind may ask for a permission besides', async () => {
  const id = await request('guarded');
  expect(await house.staff.approvals.approve(house.tenant, id, by())).toMatchObject({
    ...{ refusal: 'staff.approval.permission_missing', facts: { permission: 'cards:write' } },
  });
});

test('what nobody decides in seven days is expired, before and after somebody looks', async () => {
  const id = await request('forgotten');
  clock.advance(7 * DAY);
  expect(await house.staff.approvals.approve(house.tenant, id, by('cards:write'))).toMatchObject({
    refusal: 'staff.approval.expired',
  });
  expect((await house.staff.approvals.tidy()).expired).toBeGreaterThanOrEqual(1);
  expect(await house.staff.approvals.find(house.tenant, id)).toMatchObject({ state: 'expired' });
});

test('the table itself refuses a second person who is the first', async () => {
  const id = await request('by hand');
  const forged = house.database.query(
    `update staff.approval set state = 'approved', decided_at = now(), decided_person = requested_person where approval = $1`,
    [id],
  );
  await expect(forged).rejects.toThrow('approval_second_person');
});
