import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { assert } from '../../kernel/assert.ts';
import { openMessageHouse, until, type MessageHouse } from '../../../test/message-house.ts';
import { openPushService } from '../../../test/push-service.ts';

let house: MessageHouse;
let service: Awaited<ReturnType<typeof openPushService>>;

beforeAll(async () => {
  house = await openMessageHouse();
  service = await openPushService();
  const settings = { protocol: 'web_push', subject: 'mailto:it@acme.example' } as const;
  assert((await house.room.setSender(house.tenant, 'push', settings, 100)).ok, 'it is set');
  house.room.start();
});

beforeEach(() => {
  service.pushed.length = 0;
});

afterAll(async () => {
  await house.close();
  await service.close();
});

const subscribe = async (member: string, name: string) => {
  const made = await house.room.subscribe(house.tenant, { member, platform: 'android', ...service.browser(name) });
  expect(made).toMatchObject({ ok: true });
};

test('a push reaches all browsers of the member, encrypted for each and signed by the key of the tenant', async () => {
  await subscribe('mem_one', 'one-a');
  await subscribe('mem_one', 'one-b');
  const reference = await house.say({
    kind: 'push',
    to: { member: 'mem_one' },
    facts: { tenant: 'Acme', url: 'https://acme.example/card' },
  });
  const { message } = await house.stateOf(reference, 'sent');
  expect(service.pushed.map(({ browser }) => browser).sort()).toEqual(['one-a', 'one-b']);
  const [push] = service.pushed;
  expect(push?.payload).toEqual({
    id: house.room.messageToken(message),
    title: 'Acme',
    body: 'This is a test message. Nothing has to be done.',
    url: 'https://acme.example/card',
  });
  const sender = await house.room.findSender(house.tenant, 'push');
  expect(sender?.settings).toMatchObject({ publicKey: push?.vapidKey });
  expect(push?.claims).toMatchObject({ sub: 'mailto:it@acme.example' });
  expect(push?.headers['topic']).toMatch(/^[\w-]{32}$/);
});

test('a browser that is gone ends its subscription; the message of a member without one fails', async () => {
  await subscribe('mem_two', 'two');
  service.answers.set('two', 410);
  const reference = await house.say({ kind: 'push', to: { member: 'mem_two' } });
  expect(await house.stateOf(reference, 'failed')).toMatchObject({ reason: 'push_410' });
  expect(await house.room.subscriptionsOf(house.tenant, 'mem_two')).toEqual([]);
  const next = await house.say({ kind: 'push', to: { member: 'mem_two' } });
  expect(await house.stateOf(next, 'failed')).toMatchObject({ reason: 'no_subscription' });
});

test('one browser of two is enough, and the dead one is not asked again', async () => {
  await subscribe('mem_three', 'three-dead');
  await subscribe('mem_three', 'three');
  service.answers.set('three-dead', 404);
  await house.stateOf(await house.say({ kind: 'push', to: { member: 'mem_three' } }), 'sent');
  expect(await house.room.subscriptionsOf(house.tenant, 'mem_three')).toHaveLength(1);
});

test('a push service that is busy is asked again, and opens no breaker for others', async () => {
  await subscribe('mem_four', 'four');
  service.answers.set('four', 503);
  const reference = await house.say({ kind: 'push', to: { member: 'mem_four' } });
  await until(async () => (await house.find(reference))?.reason === 'push_503' || undefined);
  expect(await house.room.findSender(house.tenant, 'push')).toMatchObject({ failures: 0 });
  service.answers.delete('four');
  house.clock.skip(10);
  await house.stateOf(reference, 'sent');
});

test('a subscription that leads inside, or is none, is not kept', async () => {
  const { keys } = service.browser('evil');
  const ask = (endpoint: string, own = keys) =>
    house.another().subscribe(house.tenant, { member: 'mem_five', platform: 'other', endpoint, keys: own });
  const malformed = { ok: false, refusal: 'notifications.subscription.malformed' };
  expect(await ask('https://10.0.0.1/x')).toEqual(malformed);
  expect(await ask('http://receiver.test/x')).toEqual(malformed);
  expect(await ask('https://[::1]/x')).toEqual(malformed);
  expect(await ask('https://receiver.test/x', { p256dh: 'AAAA', auth: 'AAAA' })).toEqual(malformed);
});
