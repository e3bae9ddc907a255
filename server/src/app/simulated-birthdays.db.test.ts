import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BASE_EARN, makeHouse, must, type TestHouse } from '../../test/house.ts';
import { assert } from '../kernel/assert.ts';
import { instantFromIso, type Instant } from '../kernel/instant.ts';
import { FAMILY } from '../platform/lanes/index.ts';
import { memberArrival } from '../rooms/members/index.ts';
import { createMerge } from '../rooms/merging/merge.ts';
import { celebrateBirthdays } from '../rooms/occasions/jobs/index.ts';
import { simulate } from '../rooms/simulation/index.ts';

// Birthdays in a simulation are as the program gives them: one in a calendar year, whatever becomes of the date that is known. Dates are
// corrected here after they were celebrated, to every side, and two people turn out to be one.

const CAKE = {
  ...{ code: 'cake', on: 'birthday', priority: 10, firstOn: '2020-01-01' },
  effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points: '20' } }],
};

let house: TestHouse;
let now = instantFromIso('2025-12-20T09:00:00Z') as Instant;
const to = (iso: string): void => void (now = instantFromIso(iso) as Instant);

let number = 0;
const ask = async (what: string, body?: object) => {
  const { status, body: answer } = await house.request(what, body, { secret: house.secrets.tenant });
  assert(status < 300, JSON.stringify(answer));
  return answer as { member: string };
};
const join = async (bornOn: string): Promise<string> => {
  const name = `person-${++number}`;
  const body = { reference: name, program: 'club', channel: 'web', externalId: name, profile: { bornOn } };
  return (await ask('POST /v1/members', body)).member;
};
const correct = (member: string, bornOn: string) =>
  ask(`PATCH /v1/members/${member}`, { reference: `corrects-${++number}`, channel: 'web', profile: { bornOn } });
const merge = async (member: string, other: string): Promise<void> => {
  const input = { tenant: house.tenant, member, other, reason: 'duplicate' };
  const named = { space: 0n, family: FAMILY.member, reference: `merges-${++number}` } as const;
  must(await house.machine.submit(createMerge(house), memberArrival(house.keys, named, input, input)));
};

beforeAll(async () => {
  house = await makeHouse({ clock: { now: () => now }, movesTime: true, promotions: [BASE_EARN, CAKE] });
  const celebrate = () => celebrateBirthdays({ ...house, tiers: house.tiers.members });
  // Nobody is there on his day of 2026; that of 2027 is celebrated.
  await join('1990-01-02');
  to('2026-01-15T09:00:00Z');
  const later = await join('1990-03-10');
  const earlier = await join('1990-09-20');
  const late = await join('1990-12-30');
  const eve = await join('1990-03-12');
  await join('2000-02-29');
  const stays = await join('1990-06-15');
  const goes = await join('1990-03-10');
  for (const day of ['2026-03-01', '2026-03-10', '2026-03-12']) {
    to(`${day}T10:00:00Z`);
    await celebrate();
  }
  to('2026-04-01T10:00:00Z');
  await correct(later, '1990-06-15');
  await correct(eve, '1990-12-31');
  await merge(stays, goes);
  for (const day of ['2026-06-15', '2026-09-20']) {
    to(`${day}T10:00:00Z`);
    await celebrate();
  }
  to('2026-10-01T10:00:00Z');
  await correct(earlier, '1990-02-05');
  // Nobody was there on the 30th: it is made up for in the next year.
  to('2027-01-03T10:00:00Z');
  await celebrate();
  to('2027-02-01T10:00:00Z');
  await correct(late, '1990-06-20');
  await house.setPolicy({ leapDayBirthday: 'feb_28' });
  to('2027-07-10T10:00:00Z');
}, 60_000);
afterAll(() => house.close());

/** How many birthdays a simulation from one day to before another meets, and how many of them have no entry. */
const birthdays = async (first: string, next: string): Promise<{ all: number; unkept: number }> => {
  const { zone, program } = house.program();
  const [from, before] = [first, next].map((day) => zone.startOfDay(day as never));
  const content = { earnBase: 'net_of_points', promotions: [CAKE] };
  const outcome = await simulate(house, { program, content, from, before });
  assert(outcome.ok, JSON.stringify(outcome));
  const found = outcome.report.occasions?.byName.find(({ name }) => name === 'birthday');
  return { all: found?.occasions ?? 0, unkept: found?.unkept ?? 0 };
};

describe('who had his birthday by another date has no second one in that year', () => {
  test('over the month of the later date alone; nor has the survivor for whom he was merged', async () => {
    expect(await birthdays('2026-06-01', '2026-07-01')).toEqual({ all: 0, unkept: 0 });
  });

  test('over the month of an earlier date, and on the other end of February', async () => {
    expect(await birthdays('2026-02-01', '2026-03-01')).toEqual({ all: 0, unkept: 0 });
  });

  test('over the last month, whose first of January is another year', async () => {
    expect(await birthdays('2026-12-01', '2027-01-01')).toEqual({ all: 0, unkept: 0 });
  });

  test('over the whole year: each where he had it, and who had none in it', async () => {
    // The one of 30 December has his entry in January; the one of 2 January has one there that is of the year after.
    expect(await birthdays('2026-01-01', '2027-01-01')).toEqual({ all: 6, unkept: 1 });
  });
});

test('what was made up for in January is a birthday of the year before: that of the year itself is still to come', async () => {
  expect(await birthdays('2027-06-01', '2027-07-01')).toEqual({ all: 3, unkept: 3 });
  // With them the one that was made up for and the one of 2 January, who was corrected to February, and 29 February on the 28th.
  expect(await birthdays('2027-01-01', '2027-07-01')).toEqual({ all: 7, unkept: 5 });
});
