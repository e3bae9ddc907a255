import { afterEach, describe, expect, test } from 'vitest';
import { BASE_EARN, must } from '../../../test/house.ts';
import { besides, daysAgo, done, freshName, line, type SaleInput } from '../../../test/sales.ts';
import { makeWatchedHouse, TWO_A_DAY, type Watched, type WatchedHouse } from '../../../test/watched-house.ts';
import { addSeconds } from '../../kernel/instant.ts';
import { createZone } from '../../kernel/zone.ts';
import { recordSheet } from '../ledger/index.ts';
import { forgetCounts } from './jobs/index.ts';

const houses: WatchedHouse[] = [];
let at: WatchedHouse;
const open = async (...signals: Watched[]): Promise<void> => {
  at = await makeWatchedHouse(signals);
  houses.push(at);
};
afterEach(async () => {
  for (const one of houses.splice(0)) await one.house.close();
});
const TENTH_OFF = [line(1, 10_000, { discount: 1_000n, byPromotions: 1_000n })];
/** A promotion that takes a tenth off instead. */
const openDiscount = async (...signals: Watched[]): Promise<void> => {
  const effects = [{ kind: 'percent-discount', params: { percent: '10' } }];
  at = await makeWatchedHouse([], { promotions: [{ ...BASE_EARN, effects, signals }] });
  houses.push(at);
};
// On the wall of the outlets, which late in the evening is a day ahead.
const dayOf = (days: number): string => createZone('Europe/Madrid').localOf(daysAgo(days)).date;
const shown = async () =>
  (await at.signals()).map(({ watch, subject, count, from, until }) => ({
    ...{ watch, count: Number(count), from, until, cashier: subject.cashier },
    ...{ outlet: subject.outlet, terminal: subject.terminal },
  }));

describe('a signal', () => {
  test('is raised by the receipt over the limit, once for its key and window, and no sale is refused or hears of it', async () => {
    await open({ ...TWO_A_DAY, action: 'hold' });
    const before = await done(at.till.sell({ of: at.house.people[0], cashier: 'ana', reference: 'first' }));
    await at.ring(1);
    expect(await at.signals()).toEqual([]);
    await at.ring(1);
    expect(await at.signals()).toMatchObject([{ watch: 'cashier.uses.day.hold', count: 3n, max: 2n, state: 'open' }]);
    const after = await done(at.till.sell({ of: at.house.people[0], cashier: 'ana' }));
    expect(Object.keys(after)).toEqual(Object.keys(before));
    expect(after.earned).toEqual(before.earned);
    expect(JSON.stringify(after)).not.toMatch(/signal|hold|review/);
    expect(await at.signals()).toMatchObject([{ count: 3n, countNow: 4n }]);
  });

  test('counts each cashier at each outlet by himself, receipts without a cashier for nobody, and none of what gave nothing', async () => {
    await open(TWO_A_DAY);
    await at.ring(2);
    await at.ring(2, { cashier: 'berta' });
    await at.ring(4, { cashier: undefined });
    // Below a euro nothing is earned, and without a buyer nothing is given.
    await at.ring(4, { lines: [line(1, 50)] });
    await at.ring(4, { of: undefined as never });
    for (let n = 0; n < 2; n++) await done(at.playa.sell({ of: at.house.people[0], cashier: 'ana' }));
    expect(await at.signals()).toEqual([]);
    await done(at.playa.sell({ of: at.house.people[1], cashier: 'ana' }));
    const { outlet } = at.house.partners.settings().outletByCode(at.house.tenant, 'playa')!;
    expect(await shown()).toMatchObject([{ cashier: 'ana', outlet, count: 3 }]);
  });

  test('by till and by outlet counts whoever rings up, in points as in receipts', async () => {
    await open(
      { per: 'terminal', of: 'points', max: '250', period: 'day', action: 'review' },
      { per: 'outlet', of: 'uses', max: '3', period: 'week', action: 'flag' },
    );
    await at.ring(2);
    expect(await at.signals()).toEqual([]);
    await at.ring(2, { of: at.house.people[1], cashier: 'berta' });
    const signals = await shown();
    expect(signals.map(({ watch, count }) => [watch, count]).sort()).toEqual([
      ['outlet.uses.week.flag', 4],
      ['terminal.points.day.review', expect.any(Number)],
    ]);
    expect(signals.find(({ watch }) => watch.startsWith('terminal'))!.count).toBeGreaterThanOrEqual(300);
    expect(signals.find(({ watch }) => watch.startsWith('outlet'))).toMatchObject({ terminal: 0, cashier: '' });
  });

  test('in money counts what was taken off, also for somebody whom nobody knows', async () => {
    await openDiscount({ per: 'cashier', of: 'money', max: '25.00', period: 'month', action: 'review' });
    await at.ring(2, { lines: TENTH_OFF, of: undefined as never });
    expect(await at.signals()).toEqual([]);
    await at.ring(1, { lines: TENTH_OFF });
    expect(await at.signals()).toMatchObject([{ counts: 'money', count: 3_000n, max: 2_500n, decimals: 2 }]);
  });

  test('of what comes late counts on the day of the purchase: a till that was cut off for three days raises nothing by sending all at once', async () => {
    await open(TWO_A_DAY, { ...TWO_A_DAY, time: 'arrival' });
    const late = (days: number) => ({ occurredAt: daysAgo(days), manner: 'notice', isOffline: true }) as const;
    for (const days of [1, 2, 3]) await at.ring(2, late(days));
    expect(await at.signals()).toEqual([]);
    // Three on one of these days do, whenever they come.
    await at.ring(1, late(2));
    expect(await shown()).toMatchObject([{ watch: 'cashier.uses.day.flag', from: dayOf(2), count: 3 }]);
  });

  test('by arrival counts what comes online in one day, whatever day the till says that it is', async () => {
    await open({ ...TWO_A_DAY, time: 'arrival' });
    const dated = (days: number) => ({ occurredAt: daysAgo(days), manner: 'notice' }) as const;
    for (const days of [1, 2, 3]) await at.ring(1, dated(days));
    expect(await shown()).toMatchObject([{ watch: 'cashier.uses.day.flag.arrival', count: 3 }]);
  });

  test('over days that roll is raised by any so many in a row, and not again while the days are the same', async () => {
    await open({ ...TWO_A_DAY, period: { days: 3 } });
    const on = (days: number) => ({ occurredAt: daysAgo(days), manner: 'notice', isOffline: true }) as const;
    await at.ring(1, on(6));
    await at.ring(1, on(4));
    expect(await at.signals()).toEqual([]);
    // The one that comes late closes the row behind it.
    await at.ring(1, on(5));
    expect(await shown()).toMatchObject([{ from: dayOf(6), until: dayOf(4), count: 3 }]);
    await at.ring(1, on(3));
    expect(await at.signals()).toHaveLength(1);
    await at.ring(3, on(1));
    expect(await shown()).toMatchObject([{}, { from: dayOf(3), until: dayOf(1), count: 3 }]);
  });

  test('over minutes is raised by any so many in a row at one till for one member, and goes on as long as nobody stops', async () => {
    await open({ per: 'terminal', each: 'member', of: 'uses', max: '2', period: { minutes: 30 }, action: 'hold' });
    const start = daysAgo(1);
    const after = (minutes: number, person = 0): SaleInput => ({
      ...{ occurredAt: addSeconds(start, minutes * 60), isOffline: true, of: at.house.people[person]! },
      manner: 'notice',
    });
    await at.ring(1, after(0));
    await at.ring(1, after(20));
    // Half an hour and a minute after the first; and other people's receipts are theirs.
    await at.ring(1, after(31));
    await at.ring(2, after(25, 1));
    expect(await at.signals()).toEqual([]);
    await at.ring(1, after(32));
    const [raised] = await at.signals();
    const { lane, owner } = at.house.people[0]!;
    expect(raised).toMatchObject({
      ...{ watch: 'terminal.uses.30minutes.hold.member', count: 3n, max: 2n },
      subject: { member: `${lane}/${owner}`, cashier: '' },
      span: { from: addSeconds(start, 20 * 60), until: addSeconds(start, 32 * 60) },
    });
    // Who goes on goes on with the same signal, and what he earns by it is held too.
    await at.ring(2, after(40));
    const [longer, ...others] = await at.signals();
    expect(others).toEqual([]);
    expect(longer).toMatchObject({ count: 3n, countNow: 5n, span: { until: addSeconds(start, 40 * 60) } });
    expect(longer!.held.freezing + longer!.held.frozen).toBe(5);
    // After a pause another one begins.
    await at.ring(3, after(120));
    expect((await at.signals()).map(({ countNow }) => countNow)).toEqual([5n, 3n]);
  });

  test('over minutes counts a day watch of the same till beside it, and a void takes its sale out of both', async () => {
    await open(
      { per: 'terminal', of: 'uses', max: '3', period: { hours: 1 }, action: 'flag' },
      { per: 'terminal', of: 'uses', max: '3', period: 'day', action: 'flag' },
    );
    const first = await done(at.till.sell({ of: at.house.people[0], cashier: 'ana', reference: 'voided' }));
    expect(first.earned).toBeDefined();
    await at.ring(2);
    await done(at.till.void('voided'));
    await at.ring(1);
    expect(await at.signals()).toEqual([]);
    await at.ring(1);
    expect((await at.signals()).map(({ watch, count }) => [watch, count])).toEqual([
      ['terminal.uses.60minutes.flag', 4n],
      ['terminal.uses.day.flag', 4n],
    ]);
  });

  test('goes by the limit of the version that decided the receipt, and goes on counting over versions', async () => {
    await open(TWO_A_DAY);
    await at.ring(2);
    await at.publish([{ ...TWO_A_DAY, max: '4' }]);
    await at.ring(2);
    expect(await at.signals()).toEqual([]);
    await at.ring(1);
    expect(await at.signals()).toMatchObject([{ count: 5n, max: 4n }]);
  });
});

describe('a receipt', () => {
  test('that is voided counts no more, and the signal that it raised says so', async () => {
    await open(TWO_A_DAY);
    await at.ring(1);
    await at.ring(1, { reference: 'wrong' });
    await at.house.fraud.catchUp();
    await done(at.till.void('wrong'));
    await at.ring(1);
    expect(await at.signals()).toEqual([]);
    await at.ring(1, { reference: 'third' });
    expect(await at.signals()).toMatchObject([{ count: 3n, countNow: 3n }]);
    await done(at.till.void('third'));
    expect(await at.signals()).toMatchObject([{ count: 3n, countNow: 2n, state: 'open' }]);
  });

  test('of which goods come back counts as before: a signal speaks of what was done', async () => {
    await open(TWO_A_DAY);
    await at.ring(2);
    await at.ring(1, { reference: 'back' });
    await done(at.till.giveBack('back', 'all'));
    expect(await at.signals()).toMatchObject([{ count: 3n, countNow: 3n }]);
  });

  test('that is claimed counts for the cashier who rang it up, on the day of the purchase', async () => {
    await open(TWO_A_DAY);
    for (const name of ['a', 'b', 'c']) {
      await done(at.till.sell({ cashier: 'ana', reference: name, occurredAt: daysAgo(1), manner: 'notice' }));
    }
    expect(await at.signals()).toEqual([]);
    for (const [n, name] of ['a', 'b', 'c'].entries()) await done(at.till.claim(name, at.house.people[n % 3]!));
    expect(await shown()).toMatchObject([{ cashier: 'ana', from: dayOf(1), count: 3 }]);
    // The void stands in the lane of whoever claimed it.
    await done(at.till.void('b'));
    expect(await at.signals()).toMatchObject([{ countNow: 2n }]);
  });

  // A void stands in the lane of whoever claimed the receipt, its sale in that of the outlet: either may be followed first.
  test('whose void is followed before it does not count at all', async () => {
    await openDiscount({ ...TWO_A_DAY, max: '1' });
    const { house, till } = at;
    const centro = house.partners.settings().outletByCode(house.tenant, 'centro')!;
    let n = 3;
    let person = house.people[0];
    while (person.lane === centro.lane) person = await house.enrol(++n);
    for (const name of ['a', 'b']) {
      await done(till.sell({ cashier: 'ana', reference: name, lines: TENTH_OFF }));
      await done(till.claim(name, person));
    }
    await done(till.void('a'));
    const cursor = (upto: string) =>
      house.database.query(
        `update followers.follower_cursor set upto = ${upto} where follower = 'fraud.signals' and lane = $1`,
        [centro.lane],
      );
    const uses = async () =>
      (
        await house.database.query<{ uses: bigint }>('select coalesce(sum(uses), 0)::bigint as uses from fraud.tally')
      )[0]!.uses;
    await at.signals();
    // As if the outlet's lane had not been followed yet, and the other one had.
    for (const table of ['signal', 'tally', 'counted', 'voided'])
      await house.database.query(`delete from fraud.${table}`);
    await house.database.query(
      `update followers.follower_cursor set upto = 0 where follower = 'fraud.signals' and lane <> $1`,
      [centro.lane],
    );
    await house.fraud.catchUp();
    const before = await uses();
    await cursor('0');
    expect(await at.signals()).toEqual([]);
    expect((await uses()) - before).toBe(1n);

    // Negative control: without the mark that the void has left, its sale would count.
    for (const table of ['tally', 'counted', 'voided']) await house.database.query(`delete from fraud.${table}`);
    await cursor('0');
    expect(await at.signals()).toMatchObject([{ count: 2n }]);
  });
});

describe('counting', () => {
  const tallies = async () =>
    at.house.database.query<{ uses: bigint; points: bigint }>(
      'select sum(uses)::bigint as uses, sum(points)::bigint as points from fraud.tally',
    );
  const setBack = () =>
    at.house.database.query(`update followers.follower_cursor set upto = 0 where follower = 'fraud.signals'`);

  test('begins where the first signal was published, and has all that was sold since', async () => {
    at = await makeWatchedHouse([]);
    houses.push(at);
    await at.ring(3);
    await at.house.fraud.catchUp();
    expect(
      await at.house.database.query('select 1 from followers.follower_cursor where follower = $1', ['fraud.signals']),
    ).toEqual([]);
    await at.publish([TWO_A_DAY]);
    await at.ring(3);
    expect(await at.signals()).toMatchObject([{ count: 3n }]);
  });

  test('counts each receipt once when it is told all of them again', async () => {
    await open(TWO_A_DAY);
    await at.ring(3);
    await done(at.till.sell({ of: at.house.people[0], cashier: 'ana', reference: 'gone' }));
    await done(at.till.void('gone'));
    const signals = await at.signals();
    expect(signals).toMatchObject([{ count: 3n, countNow: 3n }]);
    const before = await tallies();
    await setBack();
    expect(await at.signals()).toEqual(signals);
    expect(await tallies()).toEqual(before);
  });

  // Negative control: what keeps it from counting twice is the place of the receipt, and the test would see it without.
  test('would count twice what it has no memory of', async () => {
    await open(TWO_A_DAY);
    await at.ring(2);
    expect(await at.signals()).toEqual([]);
    await setBack();
    await at.house.database.query('delete from fraud.counted');
    expect(await at.signals()).toMatchObject([{ count: 3n, countNow: 4n }]);
  });

  test('done by several processes at once counts each receipt once and raises each signal once', async () => {
    await open({ ...TWO_A_DAY, max: '20', action: 'hold' });
    const people = await Promise.all([4, 5, 6, 7].map((n) => at.house.enrol(n)));
    await Promise.all(
      people.flatMap((of) =>
        Array.from({ length: 10 }, () => done(at.till.sell({ of, cashier: 'ana', reference: freshName() }))),
      ),
    );
    const others = [await besides(at.house), await besides(at.house)];
    await Promise.all([at.house, ...others].map(({ fraud }) => fraud.catchUp()));
    expect(await at.signals()).toMatchObject([{ countNow: 40n }]);
    for (const other of others) await other.stop();
  });

  test('forgets what is long past, and keeps what a signal stands on', async () => {
    await open(TWO_A_DAY);
    await at.ring(3);
    await at.ring(1, { cashier: 'berta' });
    await done(at.till.sell({ of: at.house.people[0], cashier: 'berta', reference: 'gone' }));
    await done(at.till.void('gone'));
    await at.signals();
    const rows = async () =>
      (
        await at.house.database.query<{ counted: number; tallies: number; voided: number }>(
          `select (select count(*)::int from fraud.counted) as counted, (select count(*)::int from fraud.tally) as tallies,
                  (select count(*)::int from fraud.voided) as voided`,
        )
      )[0];
    expect(await forgetCounts(at.house)).toBe(0);
    expect(await rows()).toEqual({ counted: 5, tallies: 2, voided: 1 });
    const clock = { now: () => daysAgo(-802) };
    expect(await forgetCounts({ ...at.house, clock })).toBe(4);
    expect(await rows()).toEqual({ counted: 3, tallies: 1, voided: 0 });
  });

  test('goes on by itself while the program runs, and says how it stands', async () => {
    await open(TWO_A_DAY);
    at.house.fraud.start();
    await at.ring(3);
    await expect
      .poll(async () => (await at.house.fraud.list(at.sight, {}, { limit: 1 })).length, { timeout: 10_000 })
      .toBe(1);
    expect(await at.house.fraud.figures()).toMatchObject({
      open: [{ tenant: at.house.tenant, action: 'flag', count: 1 }],
    });
    await at.house.fraud.stop();
  });
});

test('the journal tells of a signal once, however often it is told to, and of what was decided', async () => {
  await open(TWO_A_DAY);
  await at.ring(3);
  const [signal] = await at.signals();
  const told = () =>
    at.house.database.query<{ kind: string; owner: bigint }>(
      `select kind, owner from ledger.journal where kind like 'fraud.%' order by recorded_at, kind desc`,
    );
  const centro = at.house.partners.settings().outletByCode(at.house.tenant, 'centro')!;
  expect(await told()).toEqual([{ kind: 'fraud.signal', owner: centro.owner }]);
  // Killed between the journal and its note of it.
  await at.house.database.query('update fraud.signal set is_told = false');
  await at.house.fraud.catchUp();
  expect(await told()).toHaveLength(1);
  const by = { credential: at.house.principals.tenant.credential };
  must(await at.house.fraud.review(at.sight, { signal: signal!.signal, decision: 'confirmed', note: 'It was.', by }));
  await at.house.fraud.catchUp();
  expect((await told()).map(({ kind }) => kind)).toEqual(['fraud.signal', 'fraud.review']);
  // What webhooks say of them.
  const places = await at.house.database.query<{ lane: number; seq: bigint }>(
    `select lane, seq from ledger.journal where kind like 'fraud.%' order by kind desc`,
  );
  const events = await Promise.all(
    places.map(async (place) => at.house.fraud.presentKept((await at.house.machine.look.row(recordSheet, place))!)),
  );
  const common = {
    ...{ signal: at.house.tokens.encode('sig', 0, signal!.signal), promotion: 'base-earn', program: 'club' },
    ...{ per: 'cashier', cashier: 'ana', outlet: 'centro', counts: 'uses', period: 'day', max: '2', count: '3' },
  };
  expect(events).toMatchObject([common, { ...common, decision: 'confirmed' }]);
  expect(events[0]).not.toHaveProperty('decision');
  expect(JSON.stringify(events)).not.toContain('It was.');
});
