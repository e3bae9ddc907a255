import { afterAll, beforeAll, expect, test } from 'vitest';
import { BASE_EARN, makeHouse, type TestHouse } from '../../../test/house.ts';
import { assert } from '../../kernel/assert.ts';
import { INSTANT_NEVER, instantFromIso, type Instant } from '../../kernel/instant.ts';
import type { LocalDate } from '../../kernel/local-date.ts';
import { ownerKeyText } from '../../platform/lanes/index.ts';
import { counterOf } from './count-stretch.ts';
import { birthdayPages, countEvent, type Page } from './pages.ts';
import type { CountingTask } from './stretch.ts';
import type { Tally } from './tally.ts';

// Everybody of a day does not fit on one page: they come page by page, each once, and the sums are those of one page.

const CAKE = {
  ...{ code: 'cake', on: 'birthday', priority: 10, firstOn: '2020-01-01' },
  effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points: '20' } }],
};
const HERE = 23;
const JOINED_ON_THE_DAY = 9;
const PAGE = 4n;

let house: TestHouse;
let now = instantFromIso('2026-03-01T09:00:00Z') as Instant;
const to = (iso: string): void => void (now = instantFromIso(iso) as Instant);
let number = 0;
const join = async (bornOn: string): Promise<void> => {
  const name = `person-${++number}`;
  const body = { reference: name, program: 'club', channel: 'web', externalId: name, profile: { bornOn } };
  const { status } = await house.request('POST /v1/members', body, { secret: house.secrets.tenant });
  assert(status === 201, 'somebody joins');
};

beforeAll(async () => {
  house = await makeHouse({ clock: { now: () => now }, movesTime: true, promotions: [BASE_EARN] });
  for (let n = 0; n < HERE; n++) await join(n % 3 === 0 ? '2000-02-29' : '1990-03-01');
  to('2027-03-01T09:00:00Z');
  // In both lanes, so that the order of their keys is not that in which they came.
  for (let n = 0; n < JOINED_ON_THE_DAY; n++) {
    to(`2027-03-01T1${n}:00:00Z`);
    await join('1980-03-01');
  }
  to('2027-03-05T09:00:00Z');
}, 60_000);
afterAll(() => house.close());

const taskOf = (limits: readonly object[] = []): CountingTask => {
  const { program, tenant, zone, currency, policy } = house.program();
  const content = { earnBase: 'net_of_points', promotions: [BASE_EARN, { ...CAKE, limits }] };
  const checked = house.promotions.check(program, content);
  assert(checked.ok && 'content' in checked, 'it can be published');
  const today = house.promotions.rulebookAt(program, now);
  return {
    ...{ url: house.url, program, draft: checked.content, today: today.content, todayNumber: today.rulebook },
    ...{ from: 0 as Instant, before: INSTANT_NEVER, until: now, obeysLimits: true },
    calendar: {
      ...{ tenant, zone: zone.name, leapDay: policy.leapDayBirthday },
      currency: { code: currency.code, decimals: currency.decimals },
    },
  };
};

const DAYS = { first: '2027-02-27' as LocalDate, last: '2027-03-03' as LocalDate };
const pagesOf = async (task: CountingTask, pageRows?: bigint): Promise<Page[]> => {
  const next = birthdayPages({ queries: house.database, task, answers: new Set(['birthday']) }, DAYS, pageRows);
  const pages: Page[] = [];
  for (let page = await next(); page !== undefined; page = await next()) pages.push(page);
  return pages;
};
const whoOf = (pages: readonly Page[]): string[] =>
  pages.flatMap(({ events }) => events.map((event) => ('open' in event ? ownerKeyText(event) : '')));
const tallyOf = (task: CountingTask, pages: readonly Page[]): Tally => {
  const counter = counterOf(task);
  for (const page of pages) for (const event of page.events) countEvent(counter, 0, event, page);
  return counter.finish();
};

test('more than one page has come each once, on pages that are no larger than was asked', async () => {
  const pages = await pagesOf(taskOf(), PAGE);
  expect(Math.max(...pages.map(({ events }) => events.length))).toBe(Number(PAGE));
  const who = whoOf(pages);
  expect(who).toHaveLength(HERE + JOINED_ON_THE_DAY);
  expect(new Set(who).size).toBe(HERE + JOINED_ON_THE_DAY);
});

test('they come in the order in which they occurred: who joined on the day behind everybody who was there', async () => {
  const at = (await pagesOf(taskOf(), PAGE)).flatMap(({ events }) => events.map(({ occurredAt }) => occurredAt));
  expect(at).toEqual([...at].sort((a, b) => a - b));
  expect(new Set(at).size).toBe(1 + JOINED_ON_THE_DAY);
});

test('pages of one, of four and one of all have the same sums, with a budget that ends among them too', async () => {
  for (const limits of [[], [{ per: 'program', of: 'points', max: '310', period: 'ever', over: 'clip' }]]) {
    const task = taskOf(limits);
    const whole = tallyOf(task, await pagesOf(task));
    expect(whole.occasions.byName.get('birthday')).toMatchObject({ occasions: 32, unkept: 32 });
    for (const size of [1n, PAGE]) expect(tallyOf(task, await pagesOf(task, size))).toEqual(whole);
  }
});
