import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callerOf } from '../../../../test/call-endpoint.ts';
import { openTenantWithLanes } from '../../../../test/journal-rows.ts';
import { openWebhookHouse, type WebhookHouse } from '../../../../test/webhook-house.ts';
import { startReceiver, until, type Receiver } from '../../../../test/webhook-receiver.ts';
import { createTokens } from '../../../kernel/token.ts';
import { createRefusalCatalogue } from '../../../platform/http/catalogue.ts';
import type { Principal } from '../../partners/index.ts';
import { webhooksRefusals, type Webhooks } from '../index.ts';
import { webhookRoutes } from './routes.ts';

let house: WebhookHouse;
let receiver: Receiver;
let webhooks: Webhooks;
let call: ReturnType<typeof callerOf<Principal>>;
let mine: Principal;
let foreign: Principal;

const principalOf = (tenant: number, more: Partial<Principal> = {}): Principal => ({
  tenant,
  credential: 1n,
  name: 'test',
  scopes: new Set(['webhooks:write']),
  ...more,
});

beforeAll(async () => {
  house = await openWebhookHouse();
  receiver = await startReceiver();
  webhooks = house.open();
  const routes = webhookRoutes({ webhooks, tokens: createTokens(Buffer.alloc(16, 7)) });
  const catalogue = createRefusalCatalogue(webhooksRefusals);
  for (const { refusals } of routes) for (const code of refusals) catalogue.entry(code);
  call = callerOf(routes);
  mine = principalOf(house.tenant);
  foreign = principalOf((await openTenantWithLanes(house.fresh.database, 'other', 1)).tenant);
});

afterAll(async () => {
  await house.close();
  await receiver.close();
});

type Body = { id: string; secret: string; items: { id: string; state: string }[]; next?: string };

const bodyOf = async (called: ReturnType<typeof call>): Promise<Body> => {
  const outcome = await called;
  if ('refusal' in outcome) return expect.fail(outcome.refusal);
  return outcome.body as Body;
};

const add = (input = {}): Promise<Body> =>
  bodyOf(call(mine, 'POST /v1/webhooks', { body: { url: receiver.url, ...input } }));

describe('a webhook endpoint over HTTP', () => {
  test('is added with a key that is shown once, is shown, changed and removed', async () => {
    const added = await add({ description: 'our shop', events: ['checkout.*'] });
    expect(added.id).toMatch(/^whk_/);
    expect(added.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const path = `/v1/webhooks/${added.id}`;
    const { secret, ...shown } = added;
    expect(secret).toBeDefined();
    expect(await call(mine, `GET ${path}`)).toEqual({ status: 200, body: shown });
    expect(JSON.stringify(await call(mine, 'GET /v1/webhooks'))).not.toContain('whsec_');
    const changed = { url: `${receiver.url}&more`, events: ['*'] };
    expect(await bodyOf(call(mine, `PATCH ${path}`, { body: changed }))).toEqual({ ...shown, ...changed });
    expect(await call(mine, `DELETE ${path}`)).toMatchObject({ status: 204 });
    expect(await call(mine, `GET ${path}`)).toEqual({ refusal: 'webhooks.endpoint.not_found' });
  });

  test('is tested, paused, resumed, given another key, and replayed', async () => {
    const { id, secret } = await add();
    const path = `/v1/webhooks/${id}`;
    receiver.received.length = 0;
    expect(await call(mine, `POST ${path}/test`)).toMatchObject({ body: { delivered: true, status: 204 } });
    const [message] = receiver.received;
    expect(new Webhook(secret).verify(message.text, { ...message.headers })).toMatchObject({
      type: 'webhooks.endpoint.tested',
    });
    expect(await call(mine, `POST ${path}/pause`)).toMatchObject({ body: { state: 'paused', reason: 'asked' } });
    expect(await call(mine, `POST ${path}/resume`)).toMatchObject({ body: { state: 'active' } });
    const rotated = await bodyOf(call(mine, `POST ${path}/rotate-key`, { body: {} }));
    expect(rotated.secret).not.toBe(secret);
    await house.sell(['ana']);
    await until(() => receiver.received.some(({ body }) => body.owner === 'ana'));
    const before = receiver.received.length;
    await call(mine, `POST ${path}/replay`, { body: { from: '2026-01-01T00:00:00+01:00' } });
    await until(() => receiver.received.length > before);
    expect(receiver.received.at(-1)?.id).toBe(receiver.received[before - 1].id);
    await call(mine, `DELETE ${path}`);
  });

  test('lists what it has not got, page by page', async () => {
    const { id } = await add();
    const path = `/v1/webhooks/${id}`;
    receiver.answerWith(() => 500);
    await house.sell(['ana', 'ana', 'ben']);
    const list = (query = {}): Promise<Body> => bodyOf(call(mine, `GET ${path}/failures`, { query }));
    await until(async () => (await list()).items.length === 3);
    const first = await list({ limit: '2' });
    const second = await list({ limit: '2', cursor: first.next });
    expect([...first.items, ...second.items].map(({ state }) => state)).toEqual(['failing', 'waiting', 'failing']);
    expect(second.next).toBeUndefined();
    expect((await list({ state: 'dead' })).items).toEqual([]);
    expect(await call(mine, `GET ${path}/failures`, { query: { cursor: 'WzEsMV0' } })).toEqual({
      refusal: 'http.cursor.malformed',
    });
    expect(await call(mine, `POST ${path}/replay`, { body: { dead: true } })).toMatchObject({ status: 200 });
    await call(mine, `DELETE ${path}`);
    receiver.answerWith(() => 204);
  });

  test.each([
    ['an address inside', { url: 'https://10.1.2.3/' }, 'webhooks.url.inside'],
    ['no address', { url: 'here' }, 'webhooks.url.malformed'],
    ['an address with a password', { url: 'https://me:me@example.com/' }, 'webhooks.url.with_credentials'],
    ['a port of databases', { url: 'https://127.0.0.1:5432/' }, 'webhooks.url.port_refused'],
    ['a filter that is none', { events: ['checkout.sale.confirmed; drop'] }, 'webhooks.event.malformed'],
  ])('refuses %s', async (_, input, refusal) => {
    expect(await call(mine, 'POST /v1/webhooks', { body: { url: receiver.url, ...input } })).toEqual({ refusal });
  });

  test('is one of at most fifty', async () => {
    const made: string[] = [];
    for (let i = 0; i < 50; i++) made.push((await add({ events: ['never.told'] })).id);
    const body = { url: receiver.url };
    expect(await call(mine, 'POST /v1/webhooks', { body })).toEqual({ refusal: 'webhooks.endpoint.too_many' });
    const first = await bodyOf(call(mine, 'GET /v1/webhooks', { query: { limit: '30' } }));
    const second = await bodyOf(call(mine, 'GET /v1/webhooks', { query: { limit: '30', cursor: first.next } }));
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(made);
    for (const id of made) await call(mine, `DELETE /v1/webhooks/${id}`);
  });
});

describe('somebody else', () => {
  test.each([
    ['GET', '', undefined],
    ['PATCH', '', {}],
    ['DELETE', '', undefined],
    ['POST', '/rotate-key', {}],
    ['POST', '/pause', undefined],
    ['POST', '/resume', undefined],
    ['POST', '/replay', { from: '2026-01-01T00:00:00Z' }],
    ['POST', '/replay', { dead: true }],
    ['GET', '/failures', undefined],
    ['POST', '/test', undefined],
  ])('of another tenant does not find it: %s %s', async (method, verb, body) => {
    const { id } = await add({ events: ['never.told'] });
    const what = `${method} /v1/webhooks/${id}${verb}`;
    expect(await call(foreign, what, { body })).toEqual({ refusal: 'webhooks.endpoint.not_found' });
    expect(await call(principalOf(house.tenant, { scopes: new Set(['settings:write']) }), what, { body })).toEqual({
      refusal: 'http.scope.missing',
    });
    expect(await call(principalOf(house.tenant, { partner: 1 }), what, { body })).toEqual({
      refusal: 'webhooks.endpoint.not_for_bound',
    });
    await call(mine, `DELETE /v1/webhooks/${id}`);
  });

  test('with a credential of a partner or a terminal neither lists nor adds', async () => {
    for (const bound of [principalOf(house.tenant, { partner: 1 }), principalOf(house.tenant, { terminal: 1 })]) {
      const refusal = 'webhooks.endpoint.not_for_bound';
      expect(await call(bound, 'GET /v1/webhooks')).toEqual({ refusal });
      expect(await call(bound, 'POST /v1/webhooks', { body: { url: receiver.url } })).toEqual({ refusal });
    }
  });
});
