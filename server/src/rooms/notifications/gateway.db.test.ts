import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { assert } from '../../kernel/assert.ts';
import { openMessageHouse, phoneOf, until, type MessageHouse } from '../../../test/message-house.ts';
import { openGateway } from '../../../test/push-service.ts';
import type { SenderInput } from './index.ts';

let house: MessageHouse;
let gateway: Awaited<ReturnType<typeof openGateway>>;
const phone = phoneOf('+34600123456');

const settings = (): Extract<SenderInput, { protocol: 'http' }> => ({
  ...{ protocol: 'http', method: 'POST', format: 'json', senderId: 'Acme', onUnknown: 'hold' },
  url: `http://127.0.0.1:${gateway.port}/send?v=2`,
  fields: { 'message.to': '{to}', 'message.from': '{sender}', text: '{text}', ref: '{id}' },
  headers: { authorization: 'Bearer gateway-secret' },
  idPath: 'messages.0.id',
  receipts: { idPath: 'id', statePath: 'status', delivered: ['DELIVERED'], failed: ['FAILED'], secret: 'sign-me' },
});

beforeAll(async () => {
  house = await openMessageHouse();
  gateway = await openGateway();
  assert((await house.room.setSender(house.tenant, 'sms', settings(), 100)).ok, 'it is set');
  house.room.start();
});

beforeEach(() => {
  gateway.asked.length = 0;
  gateway.answer = undefined;
});

afterAll(async () => {
  await house.close();
  await gateway.close();
});

const say = (facts = { tenant: 'Acme' }) => house.say({ kind: 'sms', to: { phone }, facts });

const callBack = (body: string, { secret = 'sign-me', late = 0 } = {}) => {
  const atSeconds = Math.floor(house.clock.now() / 1_000_000) - late;
  const signature = createHmac('sha256', secret).update(`${atSeconds}.${body}`).digest('hex');
  return house.room.acceptCallback({ gateway: house.room.gatewayToken(house.tenant), atSeconds, signature, body });
};

test('a gateway is asked in its own words, and a text in quotes ends no string of them', async () => {
  const reference = await say({ tenant: '"}, "to": "+34999" \\ ' });
  const { message } = await house.stateOf(reference, 'sent');
  const [asked] = gateway.asked;
  expect(asked?.path).toBe('/send?v=2');
  expect(asked?.headers['authorization']).toBe('Bearer gateway-secret');
  expect(asked?.headers['idempotency-key']).toBe(house.room.messageToken(message));
  expect(JSON.parse(asked?.body ?? '')).toEqual({
    message: { to: '+34600123456', from: 'Acme' },
    text: '"}, "to": "+34999" \\ : this is a test message. Nothing has to be done.',
    ref: house.room.messageToken(message),
  });
});

test('its signed call back makes the message delivered; a wrong or old signature changes nothing', async () => {
  const reference = await say();
  await house.stateOf(reference, 'sent');
  const body = JSON.stringify({ id: `gw-${gateway.asked.length}`, status: 'DELIVERED' });
  const no = { ok: false, refusal: 'notifications.receipt.not_signed' };
  expect(await callBack(body, { secret: 'guess' })).toEqual(no);
  expect(await callBack(body, { late: 400 })).toEqual(no);
  expect((await house.find(reference))?.state).toBe('sent');
  expect(await callBack('{"id":"gw-1","status":"ON_ITS_WAY"}')).toEqual({ ok: true });
  expect(await callBack(body)).toEqual({ ok: true });
  expect((await house.find(reference))?.state).toBe('delivered');
});

test('a refusal fails, a full gateway is asked again, one that hangs up or breaks is not asked twice', async () => {
  gateway.answer = 422;
  expect(await house.stateOf(await say(), 'failed')).toMatchObject({ reason: 'http_422' });
  gateway.answer = 429;
  const later = await say();
  await until(async () => (await house.find(later))?.reason === 'http_429' || undefined);
  gateway.answer = undefined;
  house.clock.skip(10);
  await house.stateOf(later, 'sent');
  gateway.answer = 'silent';
  expect(await house.stateOf(await say(), 'failed')).toMatchObject({ reason: 'outcome_unknown' });
  gateway.answer = 500;
  expect(await house.stateOf(await say(), 'failed')).toMatchObject({ reason: 'outcome_unknown' });
});

test('settings that cannot work are refused, and secrets that are left out stay', async () => {
  const set = (change: object) =>
    house.room.setSender(house.tenant, 'sms', { ...settings(), ...change } as SenderInput, 100);
  for (const change of [
    { url: 'https://user:pass@gateway.example/' },
    { url: 'http://gateway.example/' },
    { url: 'https://gateway.example:5432/' },
    { fields: { to: '{to}' } },
    { senderId: 'much too long a name' },
    { headers: { 'bad header': 'x' } },
    { headers: { authorization: 'a\r\nb' } },
    { protocol: 'smtp' },
  ]) {
    expect(await set(change), JSON.stringify(change)).toMatchObject({ ok: false });
  }
  const { headers: _, ...withoutHeaders } = settings();
  expect(await house.room.setSender(house.tenant, 'sms', withoutHeaders, 100)).toMatchObject({ ok: true });
  await house.stateOf(await say(), 'sent');
  expect(gateway.asked[0]?.headers['authorization']).toBe('Bearer gateway-secret');
  const [row] = await house.database.query<{ text: string }>('select settings::text as text from notifications.sender');
  expect(row?.text).not.toMatch(/gateway-secret|sign-me/);
});
