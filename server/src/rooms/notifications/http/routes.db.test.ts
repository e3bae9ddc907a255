import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeHouse, type TestHouse } from '../../../../test/house.ts';
import { openPushService } from '../../../../test/push-service.ts';

let house: TestHouse;
let push: Awaited<ReturnType<typeof openPushService>>;

beforeAll(async () => {
  house = await makeHouse();
  push = await openPushService();
});

afterAll(async () => {
  await house.close();
  await push.close();
});

const ask = async (what: string, body?: unknown, secret = house.secrets.tenant) => {
  const { status, body: answer } = await house.request(what, body, { secret });
  return { status, body: answer as Record<string, never> };
};

test('before any channel is set, a phone code stands in the outbox of its tenant and of no other', async () => {
  expect((await ask('POST /v1/phone-codes', { phone: '+34600123456', purpose: 'enrol' })).status).toBe(202);
  const { body } = await ask('GET /v1/outbox');
  expect(body['items']).toMatchObject([
    { kind: 'sms', to: '+34600123456', text: expect.stringMatching(/code is \d{6}/) },
  ]);
  expect((await ask('GET /v1/outbox', undefined, house.secrets.vecino)).body).toEqual({ items: [] });
  expect((await ask('GET /v1/outbox', undefined, house.secrets.till)).body['code']).toBe(
    'notifications.channel.not_for_bound',
  );
  const listed = await ask('GET /v1/messages?kind=sms');
  expect(JSON.stringify(listed.body)).not.toContain('600123456');
  expect(listed.body['items']).toMatchObject([{ to: '+34•••••3456', state: 'queued', canBeResent: false }]);
});

test('a channel is set without ever showing its secrets; one that leads inside, or cannot work, is refused', async () => {
  const settings = { protocol: 'smtp', host: '127.0.0.1', port: 25, fromAddress: 'club@example.com' };
  expect((await ask('PUT /v1/channels/email', { settings })).body['code']).toBe('notifications.channel.inside');
  const outside = { ...settings, host: '93.184.216.34', user: 'club', password: 'very-secret' };
  const set = await ask('PUT /v1/channels/email', { settings: outside });
  expect(set).toMatchObject({ status: 200, body: { kind: 'email', secretsSet: ['password'], health: 'up' } });
  const listed = await ask('GET /v1/channels');
  expect(JSON.stringify([set, listed])).not.toContain('very-secret');
  expect(await ask('GET /v1/channels', undefined, house.secrets.vecino)).toMatchObject({ body: { items: [] } });
  const wrong = await ask('PUT /v1/channels/sms', { settings: outside });
  expect(wrong.body['code']).toBe('notifications.channel.settings_wrong');
  expect((await ask('DELETE /v1/channels/email')).status).toBe(204);
  expect((await ask('DELETE /v1/channels/email')).body['code']).toBe('notifications.channel.not_set');
});

test('a test message is one message however often it is asked for, and can be sent again', async () => {
  const body = { reference: 'try-1', phone: '600 123 456' };
  const first = await ask('POST /v1/channels/sms/test', body);
  expect(first).toMatchObject({ status: 202, body: { state: 'queued', repeated: false } });
  expect(await ask('POST /v1/channels/sms/test', body)).toMatchObject({
    body: { id: first.body['id'], repeated: true },
  });
  const other = await ask('POST /v1/channels/sms/test', { ...body, phone: '600 123 457' });
  expect(other.body['code']).toBe('notifications.message.reference_reused');
  expect((await ask('POST /v1/channels/email/test', body)).body['code']).toBe('notifications.channel.address_missing');
  const id = String(first.body['id']);
  expect((await ask(`GET /v1/messages/${id}`)).body).toMatchObject({ id, template: 'test', canBeResent: true });
  expect((await ask(`GET /v1/messages/${id}`, undefined, house.secrets.vecino)).status).toBe(404);
  const again = await ask(`POST /v1/messages/${id}/resend`, { reference: 'again-1' });
  expect(again).toMatchObject({ status: 202, body: { repeated: false } });
  expect(again.body['id']).not.toBe(id);
  expect(await ask(`POST /v1/messages/${id}/resend`, { reference: 'again-1' })).toMatchObject({
    body: { id: again.body['id'], repeated: true },
  });
});

test('own words go before those of the house, are previewed, and hold no other template', async () => {
  const key = { template: 'gift-card', kind: 'sms', language: 'es' };
  const facts = { amount: '25 €', tenant: 'Demo', url: 'https://x.example/a' };
  const before = await ask('POST /v1/templates/preview', { ...key, facts });
  expect(before.body['text']).toBe('Tiene una tarjeta regalo de 25 € de Demo. Ábrala aquí: https://x.example/a');
  expect((await ask('PUT /v1/templates/gift-card/sms/es', { body: 'Regalo: {{ amount }} {{ url }}' })).status).toBe(
    200,
  );
  expect((await ask('POST /v1/templates/preview', { ...key, facts })).body['text']).toBe(
    'Regalo: 25 € https://x.example/a',
  );
  const words = { body: '{% include "other" %}' };
  expect((await ask('POST /v1/templates/preview', { ...key, facts, words })).status).toBe(422);
  expect((await ask('PUT /v1/templates/gift-card/sms/es', { body: '{% if %}' })).status).toBe(422);
  expect((await ask('DELETE /v1/templates/gift-card/sms/es')).status).toBe(204);
  expect((await ask('POST /v1/templates/preview', { ...key, template: 'nothing', facts })).status).toBe(404);
});

test('words of a code that do not say it are refused when they are kept, and those of before hold', async () => {
  const put = (body: string) => ask('PUT /v1/templates/sign-in-code/email/en', { subject: 'Your code', body });
  const without = await put('Welcome back');
  expect(without).toMatchObject({ status: 422, body: { code: 'notifications.template.malformed' } });
  expect(without.body['detail']).toBe(
    'The template cannot be used: Its body does not say {{ code }}, which is what this message is for.',
  );
  expect((await put('It is {{ kode }}.')).status).toBe(422);
  expect((await put('It is {{ code }}, {{ kode }}.')).status).toBe(422);
  const { items } = (await ask('GET /v1/templates')).body as unknown as {
    items: { template: string; isOwn: boolean }[];
  };
  expect(items.filter((one) => one.template === 'sign-in-code' && one.isOwn)).toEqual([]);
  expect((await put('It is {{ code }}.')).status).toBe(200);
  expect((await ask('DELETE /v1/templates/sign-in-code/email/en')).status).toBe(204);
});

test('an address is put on the list of those that are sent nothing, once, and taken off', async () => {
  const body = { kind: 'email', address: 'Lucia@Example.com', scope: 'marketing' };
  const made = await ask('POST /v1/suppressions', body);
  expect(made).toMatchObject({
    status: 200,
    body: { address: 'L•••@example.com', scope: 'marketing', reason: 'asked' },
  });
  const wider = await ask('POST /v1/suppressions', { ...body, scope: 'all' });
  expect(wider.body).toMatchObject({ id: made.body['id'], scope: 'all' });
  expect((await ask('GET /v1/suppressions')).body['items']).toHaveLength(1);
  const path = `/v1/suppressions/${String(made.body['id'])}`;
  expect((await ask(`DELETE ${path}`, undefined, house.secrets.vecino)).status).toBe(404);
  expect((await ask(`DELETE ${path}`)).status).toBe(204);
  const rows = await house.database.query<{ act: string; before: string | null; after: string | null }>(
    'select act, before, after from staff.audit where subject = $1 order by seq',
    [`suppression ${String(made.body['id'])}`],
  );
  expect(rows.map(({ act }) => act)).toEqual([
    ...['notifications.suppression.set', 'notifications.suppression.set', 'notifications.suppression.removed'],
  ]);
  expect(rows[1]).toMatchObject({
    before: expect.stringContaining('marketing'),
    after: expect.stringContaining('"all"'),
  });
  expect(JSON.stringify(rows).toLowerCase()).not.toContain('lucia@');
});

test('a browser of a member subscribes by the key of the tenant', async () => {
  expect((await ask('GET /v1/push-key')).body['code']).toBe('notifications.channel.not_set');
  const settings = { protocol: 'web_push', subject: 'mailto:it@example.com' };
  const set = await ask('PUT /v1/channels/push', { settings });
  expect(set.body).toMatchObject({ secretsSet: ['privateKey'] });
  const { body: key } = await ask('GET /v1/push-key');
  expect(String(key['publicKey'])).toMatch(/^[\w-]{87}$/);
  await ask('PUT /v1/channels/push', { settings: { ...settings, subject: 'mailto:other@example.com' } });
  expect((await ask('GET /v1/push-key')).body).toEqual(key);
  const { keys } = push.browser('one');
  const body = { member: house.people[0].member, endpoint: 'https://93.184.216.34/push/one', keys };
  const made = await ask('POST /v1/push-subscriptions', body);
  expect(made.status).toBe(200);
  expect((await ask('POST /v1/push-subscriptions', body)).body).toEqual(made.body);
  const inside = await ask('POST /v1/push-subscriptions', { ...body, endpoint: 'https://169.254.169.254/x' });
  expect(inside.body['code']).toBe('notifications.subscription.malformed');
  expect((await ask(`DELETE /v1/push-subscriptions/${String(made.body['id'])}`)).status).toBe(204);
});

test('a receipt is taken by its signature alone', async () => {
  const settings = {
    ...{ protocol: 'http', url: 'https://93.184.216.34/send', senderId: 'Acme' },
    fields: { to: '{to}', text: '{text}' },
    receipts: { idPath: 'id', statePath: 's', delivered: ['D'], failed: [], secret: 'sign-me' },
  };
  const set = await ask('PUT /v1/channels/sms', { settings });
  const path = String(set.body['receiptsPath']);
  const body = '{"id":"x","s":"D"}';
  const at = String(Math.floor(house.clock.now() / 1_000_000));
  const signature = createHmac('sha256', 'sign-me').update(`${at}.${body}`).digest('hex');
  const post = (headers: Record<string, string>) =>
    house.api.inject({
      method: 'POST',
      url: path,
      payload: body,
      headers: { 'content-type': 'application/json', ...headers },
    });
  expect((await post({ 'x-timestamp': at, 'x-signature': signature })).statusCode).toBe(200);
  expect((await post({ 'x-timestamp': at, 'x-signature': signature.replace(/^./, 'g') })).statusCode).toBe(401);
  expect((await post({})).statusCode).toBe(401);
});
