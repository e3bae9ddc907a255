import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTenantWithLanes } from '../../../test/journal-rows.ts';
import { LOCAL, openWebhookHouse, describeRecord, type WebhookHouse } from '../../../test/webhook-house.ts';
import { startReceiver, until, type Receiver } from '../../../test/webhook-receiver.ts';
import { assert } from '../../kernel/assert.ts';
import { UNDELIVERED_MAX } from './failed-event.ts';
import { createWebhooks, type Webhooks } from './index.ts';

let house: WebhookHouse;
const receivers: Receiver[] = [];

beforeEach(async () => {
  house = await openWebhookHouse();
});

afterEach(async () => {
  await house.close();
  await Promise.all(receivers.splice(0).map((one) => one.close()));
});

const receive = async (): Promise<Receiver> => {
  const receiver = await startReceiver();
  receivers.push(receiver);
  return receiver;
};

const add = async (webhooks: Webhooks, url: string, tenant = house.tenant): Promise<number> => {
  const added = await webhooks.add(tenant, { url });
  assert(added.ok, `the endpoint is added, not refused: ${JSON.stringify(added)}`);
  return added.endpoint.endpoint;
};

const lagOf = async (webhooks: Webhooks, endpoint: number) => {
  const lag = (await webhooks.lag()).find((one) => one.endpoint === endpoint);
  assert(lag, 'every endpoint has a lag');
  return lag;
};

const owners = (count: number): string[] => Array.from({ length: count }, (_, i) => `m${i}`);

describe('a receiver in trouble delays nobody else', () => {
  test('neither one that never answers, nor one that is not there, nor one that takes its time', async () => {
    const webhooks = house.open({ guard: { ...LOCAL, attemptMsMax: 12_000 } });
    const [hanging, gone, slow, well] = [await receive(), await receive(), await receive(), await receive()];
    hanging.answerWith(() => () => undefined);
    slow.answerWith(async () => {
      await new Promise((resolve) => setTimeout(resolve, 400));
      return 204;
    });
    await gone.close();
    receivers.splice(receivers.indexOf(gone), 1);
    // Enough of the dead to fill every slot, if each took as many as it may.
    for (let i = 0; i < 25; i++) await add(webhooks, hanging.url);
    for (const receiver of [gone, slow]) await add(webhooks, receiver.url);
    await house.sell(owners(100));
    await until(() => hanging.received.length > 25);
    const id = await add(webhooks, well.url);
    const startedMs = performance.now();
    await house.sell(owners(200));
    await until(() => well.received.length >= 200);
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    await until(async () => (await lagOf(webhooks, id)).rows === 0n);
    expect(slow.received.length).toBeGreaterThan(0);
    expect(slow.received.length).toBeLessThan(200);
  });

  test('and stopping does not wait for it; what was under way is told after the next start', async () => {
    const receiver = await receive();
    receiver.answerWith(() => () => undefined);
    const webhooks = house.open();
    const id = await add(webhooks, receiver.url);
    await house.sell(owners(20));
    await until(() => receiver.received.length >= 1);
    const startedMs = performance.now();
    await webhooks.stop();
    expect(performance.now() - startedMs).toBeLessThan(5_000);
    receiver.received.length = 0;
    receiver.answerWith(() => 204);
    const next = house.open();
    await until(() => new Set(receiver.received.map((one) => one.id)).size === 20);
    await until(async () => (await lagOf(next, id)).undelivered === 0n);
    expect((await lagOf(next, id)).rows).toBe(0n);
  });
});

describe('an endpoint that fails as a whole', () => {
  test('is tried with little, keeps its place in the journal, and catches up when it is back', async () => {
    const receiver = await receive();
    receiver.answerWith(() => 503);
    const webhooks = house.open();
    const id = await add(webhooks, receiver.url);
    await house.sell(owners(500));
    await until(() => receiver.received.length >= 5);
    await until(async () => (await lagOf(webhooks, id)).undelivered > 0n);
    const { rows, undelivered } = await lagOf(webhooks, id);
    expect(rows).toBeGreaterThan(0n);
    expect(undelivered).toBeLessThan(BigInt(UNDELIVERED_MAX));
    receiver.received.length = 0;
    receiver.answerWith(() => 204);
    house.clock.skip(60);
    await until(async () => {
      const lag = await lagOf(webhooks, id);
      return lag.rows === 0n && lag.undelivered === 0n;
    });
    expect(new Set(receiver.received.map((one) => one.id)).size).toBe(500);
  });

  test('is paused after so many failures in so long a time, and loses nothing by it', async () => {
    const receiver = await receive();
    receiver.answerWith(() => 500);
    const webhooks = house.open({ pauseRule: { failures: 6, minutes: 10 } });
    const id = await add(webhooks, receiver.url);
    await house.sell(owners(30));
    await until(() => receiver.received.length >= 6);
    expect((await lagOf(webhooks, id)).state).toBe('active');
    house.clock.skip(11 * 60);
    await until(async () => (await lagOf(webhooks, id)).state === 'paused');
    expect(await webhooks.find(house.tenant, id)).toMatchObject({ endpoint: { state: 'paused', reason: 'failing' } });
    receiver.received.length = 0;
    receiver.answerWith(() => 204);
    await house.sell(owners(30));
    await webhooks.resume(house.tenant, id);
    house.clock.skip(3_600);
    await until(async () => {
      const lag = await lagOf(webhooks, id);
      return lag.rows === 0n && lag.undelivered === 0n;
    });
    expect(new Set(receiver.received.map((one) => one.id)).size).toBe(60);
  });
});

describe('a mistake of ours', () => {
  test('in telling one tenant’s operations stops nobody else, skips nothing, and is told', async () => {
    const receiver = await receive();
    let isWrong = true;
    const webhooks = house.open({
      describe: (kept) => {
        if (isWrong && kept.lane === house.lanes[0]) throw new RangeError('no words for it');
        return describeRecord(kept);
      },
    });
    await add(webhooks, receiver.url);
    const other = await openTenantWithLanes(house.fresh.database, 'other', 1);
    const others = await receive();
    await add(webhooks, others.url, other.tenant);
    await house.sell(['ana']);
    await house.append([{ owner: 1n, record: { type: 'a.b.c', owner: 'zoe', data: {} } }], other.lanes[0]);
    await until(() => others.received.length === 1);
    await until(() => house.failures.length > 0);
    expect(String(house.failures[0])).toContain('no words for it');
    expect(receiver.received).toEqual([]);
    isWrong = false;
    await until(() => receiver.received.length === 1);
    // And nobody is told of another tenant's lanes.
    expect(others.received.map(({ body }) => body.owner)).toEqual(['zoe']);
  });

  test('in the keys of one endpoint keeps no other from being served', async () => {
    const [first, second] = [await receive(), await receive()];
    const keep = createWebhooks({
      database: house.fresh.database,
      clock: house.clock,
      keys: { wrapping: [{ number: 9, secret: Buffer.alloc(32, 1) }], digest: [], signing: [], token: [] },
      tokens: { encode: () => '', decode: () => undefined },
      describe: describeRecord,
      guard: LOCAL,
    });
    await add(keep, first.url);
    const webhooks = house.open();
    await add(webhooks, second.url);
    await house.sell(['ana']);
    await until(() => second.received.length === 1);
    expect(first.received).toEqual([]);
    expect(String(house.failures[0])).toContain('wrapping key 9');
  });
});

test('an address that turned inside gets nothing, and is told again when it is outside', async () => {
  const receiver = await receive();
  let address = '127.0.0.1';
  const guard = { ...LOCAL, resolve: async () => [address] };
  const webhooks = house.open({ guard });
  const id = await add(webhooks, `http://moving.test:${receiver.port}/`);
  address = '10.0.0.1';
  await house.sell(['ana']);
  await until(async () => (await lagOf(webhooks, id)).undelivered === 1n);
  expect(receiver.received).toEqual([]);
  const listed = await webhooks.failures(house.tenant, id, { state: 'failing', after: { lane: 0, seq: 0n }, limit: 9 });
  expect(listed).toMatchObject({ events: [{ lastError: 'inside', lastStatus: undefined }] });
  address = '127.0.0.1';
  house.clock.skip(10);
  await until(() => receiver.received.length === 1);
});
