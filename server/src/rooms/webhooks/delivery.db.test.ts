import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startReceiver, until, type Receiver } from '../../../test/webhook-receiver.ts';
import { openWebhookHouse, type WebhookHouse } from '../../../test/webhook-house.ts';
import { assert } from '../../kernel/assert.ts';
import { instantFromIso } from '../../kernel/instant.ts';
import { registeredStatements } from '../../platform/database/sql.ts';
import type { FailedEvent } from './failed-event.ts';
import type { Webhooks } from './index.ts';

let house: WebhookHouse;
let receiver: Receiver;
let webhooks: Webhooks;

beforeEach(async () => {
  house = await openWebhookHouse();
  receiver = await startReceiver();
  webhooks = house.open();
});

afterEach(async () => {
  await house.close();
  await receiver.close();
});

const add = async (input: { url?: string; events?: string[] } = {}) => {
  const added = await webhooks.add(house.tenant, { url: receiver.url, ...input });
  assert(added.ok, `the endpoint is added, not refused: ${JSON.stringify(added)}`);
  return { id: added.endpoint.endpoint, secret: added.secret };
};

const failures = async (id: number): Promise<readonly FailedEvent[]> => {
  const found = await webhooks.failures(house.tenant, id, {
    state: undefined,
    after: { lane: 0, seq: 0n },
    limit: 100,
  });
  assert(found.ok, 'the endpoint is there');
  return found.events;
};

const stateOf = async (id: number) => {
  const found = await webhooks.find(house.tenant, id);
  assert(found.ok, 'the endpoint is there');
  return found.endpoint;
};

/** Lets time pass. A change of nothing has the room look at once, not up to a second later. */
const pass = async (id: number, seconds: number): Promise<void> => {
  house.clock.skip(seconds);
  await webhooks.change(house.tenant, id, {});
};

const told = (): string[] => receiver.received.map(({ body }) => `${body.owner}${body.seq}`);
const ids = (): string[] => receiver.received.map(({ id }) => id);
const toldAtLeast = (count: number) => until(() => receiver.received.length >= count);
const isSettled = () => until(async () => (await webhooks.lag()).every((lag) => lag.rows === 0n));

describe('an endpoint', () => {
  test('is told what happens from its adding on, signed so that the library of Standard Webhooks believes it', async () => {
    await house.sell(['before']);
    const { id, secret } = await add();
    await house.sell(['ana', 'ben']);
    await toldAtLeast(2);
    const [first] = receiver.received.filter(({ body }) => body.owner === 'ana');
    expect(new Webhook(secret).verify(first.text, { ...first.headers })).toEqual({
      type: 'checkout.sale.confirmed',
      timestamp: '2026-03-01T12:00:00.000000Z',
      recordedAt: '2026-03-01T12:00:00.000000Z',
      data: { n: 2 },
      seq: '2',
      stream: expect.stringMatching(/^stream_[0-9a-z]{26}$/) as string,
      owner: 'ana',
    });
    expect(first.id).toBe(`${house.lanes[0]}-2-${id}`);
    expect(first.headers['content-type']).toBe('application/json');
    const forged = { ...first.headers, 'webhook-id': '1-1-1' };
    expect(() => new Webhook(secret).verify(first.text, forged)).toThrow('No matching signature');
    expect(told().toSorted()).toEqual(['ana2', 'ben3']);
  });

  test('gets each owner in order, home rows only, and only the events that it asked for', async () => {
    await add({ events: ['checkout.*', 'points.lots.expired'] });
    const owners = Array.from({ length: 60 }, (_, i) => `m${i % 6}-`);
    await house.sell(owners);
    await house.append([{ owner: 1n, home: { lane: house.lanes[1], seq: 1n } }, { owner: 1n }]);
    await house.sell(['zoe'], { type: 'members.member.enrolled' });
    await house.sell(['zoe'], { type: 'points.lots.expired', lane: house.lanes[1] });
    await toldAtLeast(61);
    await isSettled();
    expect(receiver.received).toHaveLength(61);
    for (const owner of new Set(owners)) {
      const seqs = receiver.received.filter(({ body }) => body.owner === owner).map(({ body }) => Number(body.seq));
      expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
      expect(seqs).toHaveLength(10);
    }
  });

  test('hears of a lane that is opened later, from its beginning', async () => {
    await add();
    const [{ lane }] = await house.fresh.database.query<{ lane: number }>(
      'insert into lanes.lane (tenant_id) values ($1) returning lane',
      [house.tenant],
    );
    await house.sell(['new'], { lane });
    await toldAtLeast(1);
    expect(told()).toEqual(['new1']);
  });

  test('with two keys signs with both until the previous one ends', async () => {
    const { id, secret: old } = await add();
    const rotated = await webhooks.rotateKey(house.tenant, id, 1);
    assert(rotated.ok, 'the key is rotated');
    const verifies = (secret: string): boolean => {
      const { text, headers } = receiver.received.at(-1) ?? expect.fail();
      try {
        new Webhook(secret).verify(text, { ...headers });
        return true;
      } catch {
        return false;
      }
    };
    await house.sell(['ana']);
    await toldAtLeast(1);
    expect([verifies(old), verifies(rotated.secret)]).toEqual([true, true]);
    expect(receiver.received[0].headers['webhook-signature'].split(' ')).toHaveLength(2);
    // An hour later; the library compares with the clock of this machine, so the signatures are only counted.
    house.clock.skip(3_601);
    await house.sell(['ana']);
    await toldAtLeast(2);
    expect(receiver.received[1].headers['webhook-signature'].split(' ')).toHaveLength(1);
    // The very first key ends when the key is changed again, whatever time it had left.
    house.clock.skip(-3_601);
    const again = await webhooks.rotateKey(house.tenant, id, 1);
    assert(again.ok, 'the key is rotated again');
    await house.sell(['ana']);
    await toldAtLeast(3);
    expect([verifies(old), verifies(rotated.secret), verifies(again.secret)]).toEqual([false, true, true]);
  });

  test('that is paused keeps its place, and is told what it missed when it is resumed', async () => {
    const { id } = await add();
    await house.sell(['ana']);
    await toldAtLeast(1);
    await isSettled();
    await webhooks.pause(house.tenant, id);
    await until(async () => (await stateOf(id)).state === 'paused');
    await house.sell(['ben']);
    expect((await webhooks.lag())[0]).toMatchObject({ endpoint: id, state: 'paused' });
    await until(async () => (await webhooks.lag())[0].rows === 1n);
    await webhooks.resume(house.tenant, id);
    await toldAtLeast(2);
    expect(told()).toEqual(['ana1', 'ben2']);
  });

  test('that answers 410 is disabled and bothered no more, until somebody resumes it', async () => {
    const { id } = await add();
    receiver.answerWith(() => 410);
    await house.sell(['ana', 'ana', 'ben']);
    await until(async () => (await stateOf(id)).state === 'disabled');
    expect(await stateOf(id)).toMatchObject({ reason: 'gone' });
    const before = receiver.received.length;
    await house.sell(['cyd']);
    expect(await webhooks.pause(house.tenant, id)).toMatchObject({ refusal: 'webhooks.endpoint.disabled' });
    receiver.answerWith(() => 204);
    expect(receiver.received.length).toBe(before);
    await webhooks.resume(house.tenant, id);
    house.clock.skip(60);
    await until(() => new Set(ids()).size === 4);
  });

  test('that is removed is forgotten with all that it had', async () => {
    const { id } = await add();
    receiver.answerWith(() => 500);
    await house.sell(['ana']);
    await until(async () => (await failures(id)).length === 1);
    expect(await webhooks.remove(house.tenant, id)).toEqual({ ok: true });
    expect(await webhooks.find(house.tenant, id)).toMatchObject({ refusal: 'webhooks.endpoint.not_found' });
    const left = await house.fresh.database.query(
      `select 1 from webhooks.failed_event union all select 1 from followers.follower_cursor`,
    );
    expect(left).toEqual([]);
  });

  test('is served by one of several processes, and by another when that one is gone', async () => {
    const other = house.open();
    await add();
    await house.sell(['ana', 'ben', 'cyd']);
    await toldAtLeast(3);
    await webhooks.stop();
    await house.sell(['dan']);
    await toldAtLeast(4);
    await other.stop();
    expect(told().toSorted()).toEqual(['ana1', 'ben2', 'cyd3', 'dan4']);
  });
});

describe('an event that fails', () => {
  test('comes again under the same id by the schedule, and its owner’s later events wait while others go on', async () => {
    const { id } = await add();
    let isBroken = true;
    receiver.answerWith(({ body }) => (isBroken && body.owner === 'ana' ? 500 : 204));
    await house.sell(['ana', 'ana', 'ben']);
    await until(async () => (await failures(id)).length === 2);
    await house.sell(['ana', 'cyd']);
    await until(async () => (await failures(id)).length === 3);
    expect(told().toSorted()).toEqual(['ana1', 'ben3', 'cyd5']);
    expect(
      (await failures(id)).map(({ seq, state, attempts, lastStatus }) => [seq, state, attempts, lastStatus]),
    ).toEqual([
      [1n, 'failing', 1, 500],
      [2n, 'waiting', 0, undefined],
      [4n, 'waiting', 0, undefined],
    ]);
    await pass(id, 7);
    await until(async () => (await failures(id))[0].attempts === 2);
    isBroken = false;
    await pass(id, 40);
    await until(async () => (await failures(id)).length === 0);
    expect(told().filter((one) => one.startsWith('ana'))).toEqual(['ana1', 'ana1', 'ana1', 'ana2', 'ana4']);
    expect(new Set(ids()).size).toBe(5);
    expect(await stateOf(id)).toMatchObject({ consecutiveFailures: 0, failingSince: undefined });
  });

  test('is passed by its owner’s later events after an hour', async () => {
    const { id } = await add();
    receiver.answerWith(({ body }) => (body.seq === '1' ? 500 : 204));
    await house.sell(['ana', 'ana']);
    await until(async () => (await failures(id)).length === 2);
    await pass(id, 3_500);
    await house.sell(['ana']);
    await until(async () => (await failures(id)).length === 3);
    expect(new Set(told())).toEqual(new Set(['ana1']));
    await pass(id, 101);
    await until(async () => (await failures(id)).length === 1);
    await house.sell(['ana']);
    await until(() => told().includes('ana4'));
    expect(told().filter((one) => one !== 'ana1')).toEqual(['ana2', 'ana3', 'ana4']);
    expect(await failures(id)).toMatchObject([{ seq: 1n, state: 'failing' }]);
  });

  test('is given up after three days, can be listed, and tried again from the start', async () => {
    const { id } = await add();
    receiver.answerWith(({ body }) => (body.owner === 'ana' ? 422 : 204));
    await house.sell(['ana']);
    let hours = 0;
    for (let attempts = 1; attempts <= 10; attempts++) {
      await until(async () => (await failures(id))[0]?.attempts === attempts);
      const [{ nextAttemptAt }] = await failures(id);
      const seconds = Math.max(0, (nextAttemptAt - house.clock.now()) / 1_000_000) + 0.1;
      hours += seconds / 3_600;
      await pass(id, seconds);
    }
    await until(async () => (await failures(id))[0].state === 'dead');
    expect(hours).toBeGreaterThan(72);
    expect(hours).toBeLessThan(90);
    expect(await failures(id)).toMatchObject([{ seq: 1n, attempts: 11, lastStatus: 422, lastError: 'status' }]);
    expect((await webhooks.lag())[0]).toMatchObject({ undelivered: 0n, dead: 1n });
    receiver.answerWith(() => 204);
    await webhooks.replayDead(house.tenant, id);
    await until(async () => (await failures(id)).length === 0);
    expect(new Set(ids()).size).toBe(1);
    expect(receiver.received).toHaveLength(12);
  });
});

describe('a replay from a point in time', () => {
  test('tells everything since again under the same ids, and nothing from before', async () => {
    const { id } = await add();
    await house.sell(['ana', 'ben'], { at: '2026-03-01T10:00:00Z' });
    await house.sell(['cyd', 'dan'], { at: '2026-03-01T11:00:00Z' });
    await house.sell(['eve'], { at: '2026-03-01T11:30:00Z', lane: house.lanes[1] });
    await toldAtLeast(5);
    await isSettled();
    const since = receiver.received.filter(({ body }) => ['cyd', 'dan', 'eve'].includes(body.owner));
    receiver.received.length = 0;
    await webhooks.replayFrom(house.tenant, id, instantFromIso('2026-03-01T10:30:00Z') ?? expect.fail());
    await toldAtLeast(3);
    await isSettled();
    expect(ids().toSorted()).toEqual(since.map((one) => one.id).toSorted());
    expect(receiver.received.map(({ text }) => text).toSorted()).toEqual(since.map(({ text }) => text).toSorted());
  });

  test('takes failed events with it, so that none comes twice', async () => {
    const { id } = await add();
    receiver.answerWith(() => 500);
    await house.sell(['ana', 'ana', 'ben'], { at: '2026-03-01T10:00:00Z' });
    await until(async () => (await failures(id)).length === 3);
    receiver.answerWith(() => 204);
    receiver.received.length = 0;
    await webhooks.replayFrom(house.tenant, id, instantFromIso('2026-03-01T09:00:00Z') ?? expect.fail());
    await toldAtLeast(3);
    await isSettled();
    house.clock.skip(600);
    expect(await failures(id)).toEqual([]);
    expect(told().toSorted()).toEqual(['ana1', 'ana2', 'ben3']);
  });
});

test('every statement of the room and of the followers is one that the database understands', async () => {
  const mine = registeredStatements().filter(({ name }) => /^(webhooks|followers)\.|^ledger\.select/.test(name));
  expect(mine.length).toBeGreaterThan(30);
  for (const [i, { name, text }] of mine.entries()) {
    await house.fresh.database.query(`prepare check_${i} as ${text}`).catch((error: unknown) => {
      throw new Error(`${name} is no statement of this schema`, { cause: error });
    });
  }
});
