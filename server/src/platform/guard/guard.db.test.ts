import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { instantFromIso, MICROSECONDS_PER_SECOND, type Instant } from '../../kernel/instant.ts';
import { manualClock } from '../clock.ts';
import { freshDatabase, type FreshDatabase } from '../database/template.ts';
import type { Keys } from '../keys.ts';
import { ANSWER_STEP_MS, createGuard } from './index.ts';
import { secondsUntilFree } from './limits.ts';
import { networkOf } from './network-of.ts';

const one = (bytes: number) => [{ number: 1, secret: randomBytes(bytes) }];
const keys: Keys = { wrapping: one(32), digest: one(32), signing: one(32), token: one(16) };
const start = instantFromIso('2026-11-22T10:00:00Z') as Instant;

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase({ connections: 8 });
});
afterAll(() => fresh.drop());

let tenants = 0;
const house = (limits = {}) => {
  const clock = manualClock(start);
  tenants += 1;
  return { clock, tenant: tenants, guard: createGuard({ database: fresh.database, keys, clock, limits }) };
};

describe('attempts', () => {
  test('beyond the limit of an address are refused until the window has slid on', async () => {
    const { clock, tenant, guard } = house({ address: { max: 5, seconds: 60 } });
    const attempt = { tenant, address: '198.51.100.7' };
    for (let n = 0; n < 5; n++) expect((await guard.attempt(attempt)).ok).toBe(true);
    const refused = await guard.attempt(attempt);
    expect(refused).toMatchObject({ ok: false, refusal: 'guards.attempts.too_many' });
    const wait = Number(!refused.ok && refused.facts?.['retry_after_s']);
    expect(wait).toBeGreaterThan(0);
    clock.advance((wait - 1) * MICROSECONDS_PER_SECOND);
    expect((await guard.attempt(attempt)).ok).toBe(false);
    clock.advance(MICROSECONDS_PER_SECOND);
    expect((await guard.attempt(attempt)).ok).toBe(true);
  });

  test('in any stretch of a window stay below twice the limit even around its seam', async () => {
    const { clock, tenant, guard } = house({ address: { max: 10, seconds: 60 } });
    clock.advance(59 * MICROSECONDS_PER_SECOND);
    let inside = 0;
    for (let n = 0; n < 40; n++) {
      if (n === 20) clock.advance(2 * MICROSECONDS_PER_SECOND);
      if ((await guard.attempt({ tenant, address: '198.51.100.8' })).ok) inside += 1;
    }
    expect(inside).toBeLessThanOrEqual(11);
  });

  test('of one address use up nothing of the tenant once they are refused', async () => {
    const { tenant, guard } = house({ address: { max: 5, seconds: 60 }, tenant: { max: 10, seconds: 60 } });
    for (let n = 0; n < 100; n++) await guard.attempt({ tenant, address: '198.51.100.9' });
    for (let n = 0; n < 5; n++) {
      expect((await guard.attempt({ tenant, address: `203.0.113.${n}` })).ok, `customer ${n}`).toBe(true);
    }
  });

  test('of many addresses meet the limit of the tenant, and a device that proved its key goes on', async () => {
    const { tenant, guard } = house({ tenant: { max: 10, seconds: 60 } });
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, (_, n) => guard.attempt({ tenant, address: `203.0.113.${n}` })),
    );
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(10);
    expect((await guard.attempt({ tenant, address: '203.0.113.1', knownDevice: 'dev_1' })).ok).toBe(true);
  });

  test('of fifty at once at one counter let in exactly the limit', async () => {
    const { tenant, guard } = house({ address: { max: 7, seconds: 60 } });
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () => guard.attempt({ tenant, address: '192.0.2.1', device: 'phone' })),
    );
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(7);
  });

  test('of another tenant are counted apart', async () => {
    const { tenant, guard } = house({ address: { max: 1, seconds: 60 } });
    expect((await guard.attempt({ tenant, address: '192.0.2.2' })).ok).toBe(true);
    expect((await guard.attempt({ tenant: tenant + 1_000, address: '192.0.2.2' })).ok).toBe(true);
    expect((await guard.attempt({ tenant, address: '192.0.2.2' })).ok).toBe(false);
  });
});

describe('velocity', () => {
  test('counts misses of a terminal and spares what was right', async () => {
    const { tenant, guard } = house({ terminal: { max: 3, seconds: 60 } });
    for (let n = 0; n < 20; n++) {
      const asked = await guard.velocity({ tenant, terminal: 4, partner: 2 });
      expect(asked.ok).toBe(true);
      if (asked.ok) await asked.spare();
    }
    for (let n = 0; n < 3; n++) expect((await guard.velocity({ tenant, terminal: 4, partner: 2 })).ok).toBe(true);
    expect((await guard.velocity({ tenant, terminal: 4, partner: 2 })).ok).toBe(false);
    expect((await guard.velocity({ tenant, terminal: 5, partner: 2 })).ok).toBe(true);
  });

  test('is refused to all terminals of a partner together', async () => {
    const { tenant, guard } = house({ partner: { max: 4, seconds: 60 } });
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, terminal) => guard.velocity({ tenant, terminal, partner: 9 })),
    );
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(4);
  });
});

describe('misses around a look-up', () => {
  const guess = (
    guard: ReturnType<typeof house>['guard'],
    till: { tenant: number; terminal?: number; partner?: number },
  ) => {
    let looked = 0;
    return {
      looked: () => looked,
      ask: (isRight: boolean) =>
        guard.misses(
          till,
          async () => ({ ok: (looked++, isRight) }) as { ok: boolean },
          (done) => !done.ok,
        ),
    };
  };

  test('of fifty guesses at once no more look than the limit says', async () => {
    const { tenant, guard } = house({ terminal: { max: 7, seconds: 60 } });
    const till = guess(guard, { tenant, terminal: 4, partner: 2 });
    const told = await Promise.all(Array.from({ length: 50 }, () => till.ask(false)));
    expect(till.looked()).toBe(7);
    expect(told.filter((one) => 'refusal' in one)).toHaveLength(43);
  });

  test('cost a till that is right nothing, and nobody else of its partner', async () => {
    const { tenant, guard } = house({ terminal: { max: 3, seconds: 60 }, partner: { max: 5, seconds: 60 } });
    const honest = guess(guard, { tenant, terminal: 1, partner: 2 });
    const told = await Promise.all(Array.from({ length: 200 }, () => honest.ask(true)));
    expect(told.every((one) => one.ok)).toBe(true);
    const guesser = guess(guard, { tenant, terminal: 2, partner: 2 });
    for (let n = 0; n < 10; n++) await guesser.ask(false);
    expect(guesser.looked()).toBe(3);
    expect((await honest.ask(true)).ok).toBe(true);
  });

  test('that another process counted are known a second later, and the window slides on', async () => {
    const { clock, tenant, guard } = house({ terminal: { max: 3, seconds: 60 } });
    const other = createGuard({ database: fresh.database, keys, clock, limits: { terminal: { max: 3, seconds: 60 } } });
    const here = guess(guard, { tenant, terminal: 4 });
    const there = guess(other, { tenant, terminal: 4 });
    await here.ask(true);
    for (let n = 0; n < 3; n++) await there.ask(false);
    clock.advance(MICROSECONDS_PER_SECOND);
    expect(await here.ask(true)).toMatchObject({ refusal: 'guards.attempts.too_many' });
    clock.advance(120 * MICROSECONDS_PER_SECOND);
    expect(await here.ask(true)).toMatchObject({ ok: true });
  });

  test('are given free by a look-up that fails', async () => {
    const { tenant, guard } = house({ terminal: { max: 1, seconds: 60 } });
    const failing = () =>
      guard.misses(
        { tenant, terminal: 4 },
        () => Promise.reject(new Error('no')),
        () => true,
      );
    for (let n = 0; n < 3; n++) await expect(failing()).rejects.toThrow('no');
  });
});

/** A pace whose time is spent by `work` and by sleeping, and by nothing else. */
function tellPace() {
  let nowMs = 1_000;
  const spend = async (ms: number): Promise<void> => {
    nowMs += ms;
  };
  return { nowMs: () => nowMs, sleep: spend, spend };
}

describe('an answer', () => {
  const leaves = async (workMs: number, isFailing = false): Promise<number> => {
    const pace = tellPace();
    const guard = createGuard({ database: fresh.database, keys, clock: manualClock(start), pace });
    const began = pace.nowMs();
    const work = async () => {
      await pace.spend(workMs);
      if (isFailing) throw new Error('no');
    };
    await guard.level(work).catch(() => undefined);
    return pace.nowMs() - began;
  };

  test('leaves at one moment, whatever the work took within a step, and whether it failed', async () => {
    for (const ms of [0, 0.4, 1, 17, 120, 249, 249.9, 250]) {
      expect(await leaves(ms)).toBeCloseTo(ANSWER_STEP_MS, 6);
      expect(await leaves(ms, true)).toBeCloseTo(ANSWER_STEP_MS, 6);
    }
  });

  test('leaves at the next step where the work took longer, and never as soon as it is done', async () => {
    for (const ms of [250.1, 251, 400, 499, 500]) expect(await leaves(ms)).toBeCloseTo(2 * ANSWER_STEP_MS, 6);
    expect(await leaves(1_730)).toBeCloseTo(7 * ANSWER_STEP_MS, 6);
  });

  test('waits by the real clock where no other is given', async () => {
    const { guard } = house();
    const began = performance.now();
    await guard.level(async () => undefined);
    expect(performance.now() - began).toBeGreaterThanOrEqual(ANSWER_STEP_MS - 2);
  });
});

test('counters that nobody met for a quarter of an hour are forgotten', async () => {
  const { clock, tenant, guard } = house();
  await guard.attempt({ tenant, address: '192.0.2.3' });
  clock.advance(1_000 * MICROSECONDS_PER_SECOND);
  expect(await guard.sweep()).toBeGreaterThan(0);
  expect(await guard.sweep()).toBe(0);
});

test('the neighbours in one IPv6 network are one', () => {
  expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
  expect(networkOf('2001:0db8:1:2::1')).toBe('2001:db8:1:2::/64');
  expect(networkOf('::1')).toBe('0:0:0:0::/64');
  expect(networkOf('::ffff:192.0.2.1')).toBe('192.0.2.1');
  expect(networkOf('192.0.2.1')).toBe('192.0.2.1');
});

test('the wait that is told is the first whole second at which one more fits', () => {
  const limit = { max: 10, seconds: 60 };
  expect(secondsUntilFree({ now: 10, before: 0 }, limit, 0.5)).toBe(36);
  expect(secondsUntilFree({ now: 0, before: 10 }, limit, 0)).toBe(6);
});
