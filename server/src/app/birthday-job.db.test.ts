import { spawn } from 'node:child_process';
import { join as joinPath } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { assertBooks } from '../../test/books.ts';
import { forgetful, keysAsText, openServer, type BirthdaysRun } from '../../test/crash-birthdays.ts';
import { BASE_EARN, makeHouse, must, type TestHouse } from '../../test/house.ts';
import { assertPots } from '../../test/pots.ts';
import { assert } from '../kernel/assert.ts';
import { instantFromIso, type Instant } from '../kernel/instant.ts';
import { inheritedEnvironment } from '../platform/config.ts';
import { FAMILY } from '../platform/lanes/index.ts';
import { createErasure } from '../rooms/memberpage/erasure.ts';
import { memberArrival } from '../rooms/members/index.ts';
import { createMerge } from '../rooms/merging/merge.ts';
import { celebrateBirthdays } from '../rooms/occasions/jobs/index.ts';
import type { RulebookInput } from '../rooms/promotions/index.ts';

// The job that celebrates birthdays: killed in the middle, on two servers at once, with budgets that end and members who go meanwhile.

type CelebrateDeps = Parameters<typeof celebrateBirthdays>[0];
type Promotion = RulebookInput['promotions'][number];
const gift = (over: Partial<Promotion> = {}): Promotion => ({
  ...{ code: 'gift', on: 'birthday', priority: 10, firstOn: '2020-01-01' },
  effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points: '100' } }],
  ...over,
});

let house: TestHouse;
let year = 2030;
let now = instantFromIso('2030-01-01T09:00:00Z') as Instant;
const to = (iso: string): void => void (now = instantFromIso(iso) as Instant);
const on = (day: string): void => to(`${year}-${day}T09:00:00Z`);

beforeAll(async () => {
  house = await makeHouse({ clock: { now: () => now }, movesTime: true, promotions: [BASE_EARN, gift()] });
});
// Each test has a year and a day of its own.
beforeEach(async () => {
  to(`${++year}-01-02T09:00:00Z`);
  must(await house.publish([BASE_EARN, gift()]));
});
afterAll(async () => {
  await house.close();
});

let number = 0;
const join = async (day: string): Promise<{ member: string; owner: bigint }> => {
  const name = `person-${++number}`;
  const body = {
    reference: name,
    program: 'club',
    channel: 'web',
    externalId: name,
    profile: { bornOn: `1990-${day}` },
  };
  const answer = await house.request('POST /v1/members', body, { secret: house.secrets.tenant });
  assert(answer.status === 201, JSON.stringify(answer.body));
  const { member } = answer.body as { member: string };
  return { member, owner: house.tokens.decode('mem', member)!.id };
};
const joinAll = (count: number, day: string) => Promise.all(Array.from({ length: count }, () => join(day)));

const deps = (over: Partial<CelebrateDeps> = {}): CelebrateDeps => ({ ...house, tiers: house.tiers.members, ...over });
const celebrate = (over?: Partial<CelebrateDeps>): Promise<number> => celebrateBirthdays(deps(over));

/** How many birthdays each of them was given, by the journal. */
const givenTo = async (people: readonly { owner: bigint }[]): Promise<number[]> => {
  const rows = await house.database.query<{ owner: bigint; count: number }>(
    `select owner, count(*)::int as count from ledger.journal where kind = 'occasions.occasion' and owner = any($1::bigint[]) group by 1`,
    [people.map(({ owner }) => owner)],
  );
  return people.map(({ owner }) => rows.find((row) => row.owner === owner)?.count ?? 0);
};
const sum = (counts: readonly number[]): number => counts.reduce((all, one) => all + one, 0);
const points = async (people: readonly { owner: bigint }[]): Promise<number> => {
  const [row] = await house.database.query<{ sum: number }>(
    'select coalesce(sum(booked), 0)::int as sum from points.wallet where owner = any($1::bigint[])',
    [people.map(({ owner }) => owner)],
  );
  return row?.sum ?? 0;
};

const named = (what: string) => ({ space: 0n, family: FAMILY.member, reference: `${what}-${++number}` }) as const;
const merge = async (member: string, other: string): Promise<void> => {
  const input = { tenant: house.tenant, member, other, reason: 'duplicate' };
  must(await house.machine.submit(createMerge(house), memberArrival(house.keys, named('merge'), input, input)));
};
const erase = async (member: string): Promise<void> => {
  const input = { tenant: house.tenant, member, scope: 'staff' } as const;
  must(await house.machine.submit(createErasure(house), memberArrival(house.keys, named('erase'), input, input)));
};

test('who is erased or merged between being found and his turn has nothing, and the survivor has one', async () => {
  const [erased, goes, stays, other] = await Promise.all([join('01-20'), join('01-20'), join('01-20'), join('01-20')]);
  on('01-20');
  const found: unknown[] = [];
  let gone: Promise<void> | undefined;
  await celebrate({
    machine: {
      submit: async (operation, arrival) => {
        found.push((arrival.input as { owner?: bigint }).owner);
        gone ??= erase(erased.member).then(() => merge(stays.member, goes.member));
        await gone;
        return house.machine.submit(operation, arrival);
      },
    },
  });
  for (const { owner } of [erased, goes, stays, other]) expect(found).toContain(owner);
  expect(await givenTo([erased, goes, stays, other])).toEqual([0, 0, 1, 1]);
  await assertBooks(house);
});

describe('on two servers at once', () => {
  const bothAtOnce = async (
    day: string,
    people: readonly { owner: bigint }[],
    as: (of: CelebrateDeps['machine']) => CelebrateDeps['machine'],
  ): Promise<number[]> => {
    on(day);
    const second = await openServer({ url: house.url, keys: house.keys, now });
    const there = { ...second.house, tiers: second.house.tiers.members, machine: as(second.house.machine) };
    const here = { machine: as(house.machine) };
    await Promise.all([celebrate(here), celebrateBirthdays(there), celebrate(here), celebrateBirthdays(there)]);
    await second.close();
    return givenTo(people);
  };

  test('everybody has his birthday once', async () => {
    const people = await joinAll(30, '02-10');
    expect(await bothAtOnce('02-10', people, (machine) => machine)).toEqual(people.map(() => 1));
    await assertBooks(house);
  });

  test('control: where it is not noted with what was given, they have more than one', async () => {
    const people = await joinAll(10, '02-20');
    expect(sum(await bothAtOnce('02-20', people, forgetful))).toBeGreaterThan(10);
  });
});

describe('what ends in the middle', () => {
  test('a budget gives what it has, and the year of who had nothing of it counts', async () => {
    const limits = [{ per: 'program', of: 'points', max: '450', period: 'day', over: 'clip' }];
    must(await house.publish([BASE_EARN, gift({ code: 'budgeted', limits } as never)]));
    const people = await joinAll(12, '05-05');
    on('05-05');
    await celebrate();
    expect(await points(people)).toBe(450);
    expect(sum(await givenTo(people))).toBe(5);
    // The budget is there again tomorrow, and nobody has a second turn.
    on('05-06');
    await celebrate();
    expect(await points(people)).toBe(450);
    await assertPots(house);
    await assertBooks(house);
  });

  test('a prepaid block that refuses leaves the others their year: they have it as soon as there is another', async () => {
    const ask = (what: string, body: object) => house.request(what, body, { secret: house.secrets.tenant });
    const price = { points: '100', money: '0.80' };
    const strict = {
      code: 'strict',
      terms: 'prepaid',
      unit: 'PTS',
      price,
      partner: 'farmacia',
      whenEmpty: 'refuse_sale',
    };
    const path = 'POST /v1/programs/club/funding-contracts';
    expect((await ask(path, { ...strict, firstOn: '2020-01-01' })).status).toBe(201);
    const block = (reference: string) =>
      ask(`${path}/strict/blocks`, { reference, points: '300', firstOn: '2020-01-01' });
    expect((await block('one')).status).toBe(201);
    must(await house.publish([BASE_EARN, gift({ code: 'paid', funding: 'strict' })]));
    const people = await joinAll(5, '05-25');
    on('05-25');
    await celebrate();
    await celebrate();
    expect(sum(await givenTo(people))).toBe(3);
    expect((await block('two')).status).toBe(201);
    on('05-28');
    await celebrate();
    expect(await givenTo(people)).toEqual([1, 1, 1, 1, 1]);
    expect(await points(people)).toBe(500);
    await assertPots(house);
    await assertBooks(house);
  });
});

test('who was celebrated as somebody who is merged into him has no second birthday in that year, and has the next', async () => {
  const [goes, stays] = [await join('06-15'), await join('06-20')];
  on('06-15');
  await celebrate();
  expect(await givenTo([goes, stays])).toEqual([1, 0]);
  await merge(stays.member, goes.member);
  on('06-20');
  await celebrate();
  expect(await givenTo([goes, stays])).toEqual([1, 0]);
  year += 1;
  on('06-20');
  await celebrate();
  expect(await givenTo([goes, stays])).toEqual([1, 1]);
});

test('a program that is closed celebrates nobody, and makes up for it within the week when it is opened again', async () => {
  const people = await joinAll(2, '07-15');
  on('07-15');
  must(await house.programs.closeProgram(house.tenant, 'club'));
  await house.refresh();
  expect(await celebrate()).toBe(0);
  must(await house.programs.reopenProgram(house.tenant, 'club'));
  await house.refresh();
  on('07-18');
  await celebrate();
  expect(await givenTo(people)).toEqual([1, 1]);
});

test('one with whom it fails keeps nobody else from his birthday, and has his own when it is tried again', async () => {
  // His is made up for, before anybody is looked at whose birthday is today.
  const one = await join('08-07');
  const people = [one, ...(await joinAll(3, '08-08'))];
  on('08-08');
  const failing: CelebrateDeps['machine'] = {
    submit: (operation, arrival) =>
      (arrival.input as { owner?: bigint }).owner === one.owner
        ? Promise.reject(new Error('this one is broken'))
        : house.machine.submit(operation, arrival),
  };
  await expect(celebrate({ machine: failing })).rejects.toThrow('this one is broken');
  expect(await givenTo(people)).toEqual([0, 1, 1, 1]);
  await celebrate();
  expect(await givenTo(people)).toEqual([1, 1, 1, 1]);
});

describe('killed in the middle', () => {
  const COUNT = 300;
  const killedAndAgain = async (day: string, forgets: boolean): Promise<{ atKill: number[]; after: number[] }> => {
    const people = await joinAll(COUNT, day);
    on(day);
    const run: BirthdaysRun = { url: house.url, keys: keysAsText(house.keys), now, forgets };
    const child = spawn(
      process.execPath,
      [joinPath(import.meta.dirname, '../../test/crash-birthdays.ts'), JSON.stringify(run)],
      {
        env: inheritedEnvironment(),
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const ended = new Promise<void>((done) => child.once('exit', () => done()));
    for (let tries = 0; tries < 6_000 && sum(await givenTo(people)) < 20; tries++) await sleep(2);
    child.kill('SIGKILL');
    await ended;
    // What it had sent may still be under way.
    await sleep(500);
    const atKill = await givenTo(people);
    await celebrate(forgets ? { machine: forgetful(house.machine) } : {});
    return { atKill, after: await givenTo(people) };
  };

  test('it is taken up where it was, and everybody has his birthday once', async () => {
    const { atKill, after } = await killedAndAgain('03-10', false);
    expect(sum(atKill)).toBeGreaterThan(0);
    expect(sum(atKill)).toBeLessThan(COUNT);
    expect(after).toEqual(after.map(() => 1));
    await celebrate();
    await assertBooks(house);
  }, 60_000);

  test('control: where it is not noted with what was given, those of before the kill have two', async () => {
    const { atKill, after } = await killedAndAgain('03-20', true);
    expect(sum(atKill)).toBeGreaterThan(0);
    expect(sum(after)).toBe(COUNT + sum(atKill));
  }, 60_000);
});
