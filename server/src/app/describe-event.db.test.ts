import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callerOf } from '../../test/call-endpoint.ts';
import { makeHouse, type TestHouse } from '../../test/house.ts';
import { byPoints, done, line, openTills } from '../../test/sales.ts';
import { readJournalPage } from '../rooms/ledger/index.ts';
import { pointsRoutes } from '../rooms/points/http/routes.ts';
import { createPoints } from '../rooms/points/index.ts';
import type { Described } from '../rooms/webhooks/index.ts';
import { describeWith, EVENTS } from './describe-event.ts';

const PAGE = join(import.meta.dirname, '../../../docs/reference/events.md');

let house: TestHouse;
beforeAll(async () => {
  house = await makeHouse();
});
afterAll(() => house.close());

/** All that the journal has to tell, lane by lane. */
async function told(): Promise<Described[]> {
  const describe = describeWith({ ...house, points: createPoints(house) });
  const lanes = await house.database.query<{ lane: number }>('select lane from lanes.lane order by lane');
  const events: Described[] = [];
  for (const { lane } of lanes) {
    const { rows } = await house.database.transaction((tx) => readJournalPage(tx, lane, 0n, 1_000));
    events.push(...rows.map(describe).filter((one) => one !== undefined));
  }
  return events;
}

test('the page of events lists what is told, each under one name', () => {
  const rows = [...readFileSync(PAGE, 'utf8').matchAll(/^\| `([a-z._]+)` \| `([a-z._]+)` \|/gm)];
  expect(Object.fromEntries(rows.map(([, event, kind]) => [kind, event]))).toEqual(EVENTS);
  expect(new Set(Object.values(EVENTS)).size).toBe(Object.keys(EVENTS).length);
});

test('every operation on points is announced', () => {
  const { balance, settle, presentKept: _presentKept, ...acts } = createPoints(house);
  expect(Object.values(acts).filter(({ kind }) => EVENTS[kind] === undefined)).toEqual([]);
  // One is only rehearsed, the other books entries of other kinds.
  expect([balance.kind, settle.kind].filter((kind) => kind in EVENTS)).toEqual([]);
});

test('an event of points carries the answer that was given, and nothing stumbles over what a quote held', async () => {
  const [one] = house.people;
  const call = callerOf(pointsRoutes(house));
  const answers: unknown[] = [];
  const ask = async (what: string, more: object): Promise<Record<string, unknown>> => {
    const body = { reference: `act-${answers.length}`, ...more };
    const called = await call(house.principals.tenant, what, { body });
    expect(called).toHaveProperty('body');
    const answer = (called as { body: Record<string, unknown> }).body;
    answers.push(answer);
    return answer;
  };
  const member = { member: one.member };
  const byHand = { program: 'club', member, walletType: 'points', reason: 'goodwill' };
  const given = await ask('POST /v1/adjustments', { ...byHand, points: '500' });
  const till = { member: { card: one.card }, walletType: 'points', outlet: 'centro', terminal: 'T1' };
  await ask('POST /v1/redemptions', { ...till, points: '30' });
  const { hold } = await ask('POST /v1/holds', { ...till, points: '20' });
  await ask('POST /v1/holds/release', { hold, outlet: 'centro', terminal: 'T1' });
  await ask('POST /v1/lots/freeze', { operation: given.operation, reason: 'fraud' });
  const events = await told();
  for (const answer of answers) expect(events.map(({ data }) => data)).toContainEqual(answer);

  const tills = openTills(house);
  await done(tills.sell({ of: house.people[1], lines: [line(1, 10_000)] }));
  await done(tills.quoteAndHold({ of: house.people[1], lines: [line(1, 500)], tenders: [byPoints(50)] }));
  // The two members may stand in different lanes, and lanes have no order among them.
  const opened = (await told()).filter(({ type }) => type === 'points.hold.opened').map(({ data }) => data as object);
  expect(opened.toSorted((a, b) => Number('kind' in a) - Number('kind' in b))).toMatchObject([
    { hold },
    { kind: 'points.hold' },
  ]);
});
