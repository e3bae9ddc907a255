import { afterAll, beforeAll, expect, test } from 'vitest';
import { BASE_EARN, makeHouse, type TestHouse } from '../../test/house.ts';
import { assert } from '../kernel/assert.ts';
import { instantFromIso, type Instant } from '../kernel/instant.ts';
import { celebrateBirthdays } from '../rooms/occasions/jobs/index.ts';
import { simulate, type SimulationAsked, type SimulationReport } from '../rooms/simulation/index.ts';

// Points without a receipt in a simulation: who joined, had his birthday or did what was told, by a draft and by today's version. Two members
// join before anything answers, then a version is published that welcomes with 10 and celebrates with 20 and answers reviews with 5.

let house: TestHouse;
let now = instantFromIso('2026-03-02T09:00:00Z') as Instant;
const to = (iso: string): void => void (now = instantFromIso(iso) as Instant);
const firstOn = '2020-01-01';
const gives = (code: string, on: string, points: string, more: object = {}) => ({
  ...{ code, on, priority: 10, firstOn },
  effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points } }],
  ...more,
});
const PUBLISHED = [
  BASE_EARN,
  gives('hello', 'enrolment', '10'),
  gives('cake', 'birthday', '20'),
  gives('review', 'review', '5'),
];

let number = 0;
const ask = async (what: string, body?: object) => {
  const { status, body: answer } = await house.request(what, body, { secret: house.secrets.tenant });
  assert(status < 300, JSON.stringify(answer));
  return answer as { member: string; operation: string };
};
const join = async (bornOn?: string): Promise<string> => {
  const name = `person-${++number}`;
  const body = { reference: name, program: 'club', channel: 'web', externalId: name };
  return (await ask('POST /v1/members', { ...body, ...(bornOn && { profile: { bornOn } }) })).member;
};
const tell = (member: string, name: string) =>
  ask('POST /v1/occasions', { reference: `told-${++number}`, program: 'club', member: { member }, name });

let reversed: string;
beforeAll(async () => {
  house = await makeHouse({ clock: { now: () => now }, movesTime: true });
  const celebrate = () => celebrateBirthdays({ ...house, tiers: house.tiers.members });
  const ana = await join('1990-03-03');
  const ben = await join('1980-03-10');
  // Nobody answers her birthday yet: it leaves nothing in the journal.
  to('2026-03-03T12:00:00Z');
  await celebrate();
  to('2026-03-05T09:00:00Z');
  const content = { earnBase: 'net_of_points', promotions: PUBLISHED };
  const published = await house.promotions.publish({ program: house.program().program, content });
  assert(published.ok, JSON.stringify(published));
  await house.refresh();
  to('2026-03-06T09:00:00Z');
  await join('1985-12-24');
  to('2026-03-10T12:00:00Z');
  await celebrate();
  to('2026-03-11T12:00:00Z');
  await tell(ana, 'review');
  await tell(ben, 'review');
  reversed = (await tell(ben, 'review')).operation;
  await ask(`POST /v1/occasions/${reversed}/reversal`, { reference: 'not-his', reason: 'fraud' });
  await ask('POST /v1/sales', {
    ...{ reference: 's-1', outlet: 'centro', terminal: 'T1', occurredAt: '2026-03-11T12:00:00Z', manner: 'notice' },
    ...{ currency: 'EUR', member: { card: house.people[0].card } },
    lines: [{ sku: 'bread', category: 'food', quantity: '1', amount: '10.00' }],
  });
  to('2026-03-12T09:00:00Z');
});
afterAll(() => house.close());

const run = async (
  promotions: readonly object[],
  asked: Partial<Omit<SimulationAsked, 'program'>> = {},
): Promise<SimulationReport> => {
  const content = { earnBase: 'net_of_points', promotions };
  const outcome = await simulate(house, { program: house.program().program, content, ...asked });
  assert(outcome.ok, JSON.stringify(outcome));
  return outcome.report;
};
// Members of the test house have joined too, when it was made.
const HOUSE_PEOPLE = 3;

test('a draft meets who joined, who had his birthday and what was told, told apart from receipts', async () => {
  const before = await house.journalCount();
  const draft = [
    BASE_EARN,
    gives('hello', 'enrolment', '100'),
    gives('cake', 'birthday', '200'),
    gives('review', 'review', '5'),
    gives('install', 'app-installed', '7'),
    gives('far', 'review', '7', { conditions: [{ kind: 'outlet-in', params: { outlets: ['moon'] } }] }),
  ];
  const report = await run(draft, { threads: 2 });
  const joined = 3 + HOUSE_PEOPLE;
  expect(report).toMatchObject({
    // Receipts are as if there were no occasions.
    ...{ receipts: 1, amounts: { points: { draft: '10', today: '10', difference: '0' } } },
    occasions: {
      // Two birthdays lie in the time, of whom one was celebrated; three reviews, of which one was taken back.
      ...{ occasions: joined + 2 + 3, reversed: 1 },
      byName: [
        { name: 'birthday', occasions: 2, unkept: 1, amounts: { points: { draft: '400', today: '40' } } },
        { name: 'enrolment', occasions: joined, amounts: { points: { draft: String(joined * 100) } } },
        { name: 'review', occasions: 3, unkept: 0, amounts: { points: { draft: '10', today: '10' } } },
      ],
    },
    promotions: [
      { code: 'base-earn', on: null, receipts: 1, occasions: 0 },
      { code: 'cake', on: 'birthday', receipts: 0, occasions: 2, amounts: { points: '400' }, firstOn: '2026-03-03' },
      { code: 'far', occasions: 0 },
      { code: 'hello', occasions: joined },
      { code: 'install', occasions: 0 },
      { code: 'review', occasions: 3, amounts: { points: '10' } },
    ],
    neverFired: [
      { code: 'far', reasons: [{ reason: 'promotions.condition.not_held outlet-in', share: 100 }] },
      { code: 'install', reasons: [{ reason: 'promotions.promotion.never_happened' }] },
    ],
  });
  const { occasions, cost, costInAll } = report;
  assert(occasions, 'they are told');
  // By day and by member, the same in other sums.
  expect(occasions.byDay.map(({ key, occasions: n }) => [key, n])).toContainEqual(['2026-03-03', 1]);
  expect(occasions.byDay.find(({ key }) => key === '2026-03-11')?.amounts['points']).toMatchObject({ draft: '10' });
  expect(occasions.members).toMatchObject([{ amount: 'points', win: joined, lose: 0 }]);
  expect(Number(costInAll.draft)).toBeCloseTo(Number(cost.draft) + Number(occasions.cost.draft), 2);
  expect(await house.journalCount()).toBe(before);
});

test('the version in force simulated against itself changes nothing, and a draft without occasions loses them all', async () => {
  const same = await run(PUBLISHED);
  assert(same.occasions, 'they are told');
  expect(same.occasions.amounts['points']?.difference).toBe('0');
  expect(same.occasions.members).toEqual([]);
  const without = await run([BASE_EARN]);
  expect(without.occasions?.amounts['points']).toMatchObject({ draft: '0' });
  expect(without.occasions?.members).toMatchObject([{ win: 0 }]);
  expect(Number(without.costInAll.difference)).toBeLessThan(0);
});

test('occasions and receipts share what limits leave, in the order in which they were', async () => {
  const capped = [BASE_EARN, gives('hello', 'enrolment', '10'), gives('cake', 'birthday', '100')];
  const limits = [{ per: 'program', of: 'points', max: '150', period: 'month', over: 'clip' }];
  const report = await run(capped.map((one, i) => (i === 2 ? { ...one, limits } : one)));
  expect(report.promotions.find(({ code }) => code === 'cake')).toMatchObject({
    ...{ occasions: 2, limited: 1, amounts: { points: '150' } },
  });
  expect(report.budgetEnds).toEqual([
    { promotion: 'cake', of: 'points', max: '150', period: '2026-03-01', endsOn: '2026-03-10' },
  ]);
  // What the buyer got for joining is no more left under his cap when he buys.
  const content = {
    ...{ earnBase: 'net_of_points', promotions: [BASE_EARN, gives('hello', 'enrolment', '10')] },
    caps: [{ code: 'all', wallet: 'points', per: 'member', max: '13', period: 'ever', over: 'clip' }],
  };
  const outcome = await simulate(house, { program: house.program().program, content });
  assert(outcome.ok, JSON.stringify(outcome));
  expect(outcome.report.occasions?.amounts['points']?.draft).toBe(String((3 + HOUSE_PEOPLE) * 10));
  expect(outcome.report.amounts['points']?.draft).toBe('3');
});

test('stamps of occasions fill the card that receipts fill', async () => {
  const stamped = (code: string, on?: string) => ({
    ...{ code, priority: 20, firstOn, ...(on && { on }) },
    effects: [
      { kind: 'stamp-card', wallet: 'points', params: { card: 'tea', size: 2, points: '40', stampFor: 'receipt' } },
    ],
  });
  const report = await run([stamped('by-review', 'review'), stamped('by-receipt')]);
  // Ana and Ben have a review each that stands; the buyer of the receipt is somebody else.
  expect(report.occasions?.amounts['points']?.draft).toBe('0');
  const twice = await run([stamped('by-birthday', 'birthday'), { ...stamped('by-review', 'review'), priority: 30 }]);
  expect(twice.occasions?.byName.find(({ name }) => name === 'review')?.amounts['points']?.draft).toBe('80');
});

test('occasions outside of the asked time are left alone', async () => {
  const draft = [gives('cake', 'birthday', '200'), gives('hello', 'enrolment', '10')];
  const from = instantFromIso('2026-03-04T00:00:00Z') as Instant;
  const before = instantFromIso('2026-03-09T00:00:00Z') as Instant;
  const report = await run(draft, { from, before });
  expect(report.occasions).toMatchObject({ occasions: 1, byName: [{ name: 'enrolment', occasions: 1 }] });
});
