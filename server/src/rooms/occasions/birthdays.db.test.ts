import { afterAll, beforeAll, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { BASE_EARN, makeHouse, must, type TestHouse } from '../../../test/house.ts';
import { instantFromIso, type Instant } from '../../kernel/instant.ts';
import type { LocalDate } from '../../kernel/local-date.ts';
import { birthdaysOn } from './celebrate.ts';
import { celebrateBirthdays } from './jobs/index.ts';

// A birthday is seen by the program itself: once a year, on its day, whatever becomes of the date that is known.

const GIFT = {
  code: 'gift',
  on: 'birthday',
  priority: 10,
  firstOn: '2020-01-01',
  effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points: '100' } }],
};

let now = instantFromIso('2027-02-01T09:00:00Z')!;
const to = (iso: string): void => void (now = instantFromIso(iso) as Instant);
let house: TestHouse;
beforeAll(async () => {
  house = await makeHouse({ clock: { now: () => now }, movesTime: true, promotions: [BASE_EARN, GIFT] });
});
afterAll(async () => {
  await assertBooks(house);
  await house.close();
});

let number = 0;
const ask = (what: string, body?: object) => house.request(what, body, { secret: house.secrets.tenant });
const born = async (bornOn: string): Promise<string> => {
  const { status, body } = await ask('POST /v1/members', {
    ...{ reference: `born-${++number}`, program: 'club', channel: 'web', externalId: `born-${number}` },
    profile: { bornOn },
  });
  expect(status).toBe(201);
  return (body as { member: string }).member;
};
const changes = async (member: string, bornOn: string): Promise<void> => {
  const reference = `changes-${++number}`;
  const answer = await ask(`PATCH /v1/members/${member}`, { reference, channel: 'web', profile: { bornOn } });
  expect(answer.status).toBeLessThan(300);
};
const has = async (member: string): Promise<string> => {
  const { body } = await ask(`GET /v1/members/${member}/balance`);
  return (body as { wallets: { available: string }[] }).wallets[0]?.available ?? '0';
};
const celebrate = () => celebrateBirthdays({ ...house, tiers: house.tiers.members });

test('a birthday brings its points on its day and in its zone, however often it is looked at', async () => {
  const ana = await born('1990-02-10');
  to('2027-02-09T22:59:00Z');
  await celebrate();
  expect(await has(ana)).toBe('0');
  // Midnight in Madrid.
  to('2027-02-09T23:00:00Z');
  expect(await Promise.all([celebrate(), celebrate(), celebrate()])).toContain(1);
  await celebrate();
  expect(await has(ana)).toBe('100');
  to('2027-02-10T20:00:00Z');
  await celebrate();
  expect(await has(ana)).toBe('100');
  to('2028-02-10T10:00:00Z');
  await celebrate();
  // What was given a year ago ends with its month.
  expect(await has(ana)).toBe('200');
});

test('who moves his birthday has no second one in that year', async () => {
  to('2029-03-03T10:00:00Z');
  const bob = await born('1980-03-03');
  await celebrate();
  expect(await has(bob)).toBe('100');
  await changes(bob, '1980-03-04');
  to('2029-03-04T10:00:00Z');
  await celebrate();
  expect(await has(bob)).toBe('100');
});

test('a day that was missed is made up for within a week, and not for who joined after it', async () => {
  to('2029-05-01T10:00:00Z');
  const eva = await born('1970-05-02');
  to('2029-05-05T10:00:00Z');
  const late = await born('1970-05-02');
  await celebrate();
  expect([await has(eva), await has(late)]).toEqual(['100', '0']);
  const old = await born('1970-05-10');
  to('2029-05-18T10:00:00Z');
  await celebrate();
  expect(await has(old)).toBe('0');
});

test('who is born on 29 February has it on 1 March of other years, or on the 28th where the program says so', async () => {
  to('2030-02-01T10:00:00Z');
  const leap = await born('2000-02-29');
  to('2030-02-28T10:00:00Z');
  await celebrate();
  expect(await has(leap)).toBe('0');
  to('2030-03-01T10:00:00Z');
  await celebrate();
  expect(await has(leap)).toBe('100');
  await house.setPolicy({ leapDayBirthday: 'feb_28' });
  to('2031-02-27T22:30:00Z');
  await celebrate();
  expect(await has(leap)).toBe('100');
  to('2031-02-28T10:00:00Z');
  await celebrate();
  expect(await has(leap)).toBe('200');
  // Those of 2030 have ended with their month; in a leap year there is the day itself.
  to('2032-02-28T10:00:00Z');
  await celebrate();
  expect(await has(leap)).toBe('100');
  to('2032-02-29T10:00:00Z');
  await celebrate();
  expect(await has(leap)).toBe('200');
  const day = (text: string): LocalDate => text as LocalDate;
  expect(birthdaysOn(day('2031-02-28'), 'feb_28')).toEqual(['02-28', '02-29']);
  expect(birthdaysOn(day('2031-03-01'), 'feb_28')).toEqual(['03-01']);
  expect(birthdaysOn(day('2031-03-01'), 'mar_1')).toEqual(['03-01', '02-29']);
  expect(birthdaysOn(day('2032-02-29'), 'feb_28')).toEqual(['02-29']);
  expect(birthdaysOn(day('2032-03-01'), 'mar_1')).toEqual(['03-01']);
});

test('nobody is asked where no promotion answers birthdays, and a first one makes up for no day before it', async () => {
  to('2033-06-01T10:00:00Z');
  must(await house.publish([BASE_EARN]));
  const before = await born('1990-06-02');
  const on = await born('1990-06-05');
  to('2033-06-05T10:00:00Z');
  expect(await celebrate()).toBe(0);
  must(await house.publish([BASE_EARN, GIFT]));
  to('2033-06-05T11:00:00Z');
  await celebrate();
  expect([await has(before), await has(on)]).toEqual(['0', '100']);
});
