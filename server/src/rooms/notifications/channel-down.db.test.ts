import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assert } from '../../kernel/assert.ts';
import { isoFromInstant } from '../../kernel/instant.ts';
import { makeHouse, type TestHouse } from '../../../test/house.ts';
import { LOCAL_CHANNELS } from '../../../test/local-channels.ts';
import { phoneOf, until } from '../../../test/message-house.ts';
import { smppSettings } from '../../../test/sms-centre.ts';
import { createNotifications, type Notifications } from './index.ts';

let house: TestHouse;
let worker: Notifications;
const failures: unknown[] = [];
// Takes connections and says nothing: worse than one that is away.
const mute = createServer(() => undefined);

beforeAll(async () => {
  house = await makeHouse();
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  const { database, clock, keys, tokens } = house;
  worker = createNotifications({
    ...{ database, clock, keys, tokens, guard: LOCAL_CHANNELS },
    onFailure: (error) => failures.push(error),
  });
  const { port } = mute.address() as AddressInfo;
  assert((await worker.setSender(house.tenant, 'sms', smppSettings(port), 1_000)).ok, 'it is set');
  worker.start();
});

afterAll(async () => {
  await worker.stop();
  await house.close();
  mute.close();
});

test('a channel that hangs costs no sale and no message', async () => {
  const say = (n: number) =>
    house.database.transaction((tx) =>
      worker.enqueue(tx, {
        ...{ tenant: house.tenant, reference: `down-${n}`, kind: 'sms', to: { phone: phoneOf('+34600123456') } },
        ...{ template: 'test', facts: { tenant: 'Demo' }, language: 'es' },
      }),
    );
  for (let n = 0; n < 20; n++) await say(n);
  const sell = (n: number) =>
    house.request('POST /v1/sales', {
      ...{ reference: `sale-${n}`, occurredAt: isoFromInstant(house.clock.now()), currency: 'EUR' },
      ...{ member: { phone: house.people[0].phone }, lines: [{ sku: 'A', amount: '10.00' }] },
    });
  const startedMs = performance.now();
  const sales = await Promise.all(Array.from({ length: 20 }, (_, n) => sell(n)));
  expect(sales.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 201));
  expect(performance.now() - startedMs).toBeLessThan(5_000);
  // A worker that claims holds the sender's row: who puts a message into the queue does not wait for it.
  await house.database.transaction(async (tx) => {
    await tx.query('select 1 from notifications.sender for update');
    await expect(say(99)).resolves.toMatchObject({ ok: true });
  });
  const codes = await house.request('POST /v1/phone-codes', { phone: '+34600999888', purpose: 'enrol' });
  expect(codes.status).toBe(202);
  await until(async () => ((await worker.findSender(house.tenant, 'sms'))?.failures ?? 0) > 0 || undefined, 20_000);
  const states = await house.database.query<{ state: string }>('select distinct state from notifications.message');
  expect(states.map(({ state }) => state)).not.toContain('failed');
  expect(failures).toEqual([]);
}, 40_000);
