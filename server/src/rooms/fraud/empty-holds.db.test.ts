import { afterEach, beforeEach, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { byPoints, done, line } from '../../../test/sales.ts';
import { twoPeople } from '../../../test/two-people.ts';
import { makeWatchedHouse, TWO_A_DAY, type WatchedHouse } from '../../../test/watched-house.ts';

// A hold whose points were spent before it came: there is nothing to let go, and still it stops what comes in its window.

let at: WatchedHouse;
let two: Awaited<ReturnType<typeof twoPeople>>;
beforeEach(async () => {
  at = await makeWatchedHouse([{ ...TWO_A_DAY, action: 'hold' }]);
  two = await twoPeople(at.house, 1_000);
});
afterEach(async () => {
  await assertBooks(at.house);
  await at.house.close();
});

/** Three receipts of Ana's till, all of it spent elsewhere before anybody counts; gives the signal. */
const raise = async () => {
  await at.ring(3);
  const spent = { lines: [line(1, 300)], tenders: [byPoints(300)] };
  await done(at.till.sell({ of: at.house.people[0], cashier: 'berta', ...spent }));
  const [signal] = await at.signals();
  expect(signal).toMatchObject({ action: 'hold', held: { freezing: 0, frozen: 0, thawing: 0 } });
  return at.house.tokens.encode('sig', 0, signal!.signal);
};
const say = (signal: string, decision: 'confirmed' | 'released') =>
  two.ask(`POST /v1/signals/${signal}/review`, { decision, note: 'Looked at.' });

test('is released by two, though it has found nothing, and is confirmed by one', async () => {
  const signal = await raise();
  expect((await say(signal, 'confirmed')).status).toBe(200);
  const asked = await say(signal, 'released');
  expect(asked.status).toBe(202);
  expect(await at.signals()).toMatchObject([{ state: 'confirmed' }]);
  const { seen, yes } = await two.approve(asked);
  expect([seen['kind'], seen['facts'], yes.status]).toEqual([
    'fraud.signal_release',
    { signal, promotion: 'base-earn', operations: 0, reason: 'Looked at.' },
    200,
  ]);
  await at.house.fraud.catchUp();
  await at.ring(1);
  await at.signals();
  expect(await at.available()).toEqual({ available: 100n, frozen: 0n });
});

test('stops what comes in its window until then, and the yes to nothing is none to that', async () => {
  const signal = await raise();
  const asked = await say(signal, 'released');
  expect(asked.status).toBe(202);
  await at.ring(1);
  await at.signals();
  expect(await at.available()).toEqual({ available: 0n, frozen: 100n });
  expect((await two.approve(asked)).yes.body['code']).toBe('staff.approval.effect_changed');
});
