import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer } from './test-server.ts';
import type { TestServer } from './test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => {
  await server.app.close();
});

const json = { authorization: 'Bearer good', 'content-type': 'application/json' };
const post = (url: string, payload: string | object, headers: Record<string, string> = {}) =>
  server.app.inject({
    method: 'POST',
    url,
    headers: { ...json, ...headers },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  });
const sale = { reference: 'R1', lines: [{ sku: 'A', price: '1.50' }] };

describe('a request is answered', () => {
  it('with what the handler made of the validated body', async () => {
    const answer = await post('/v1/sales', sale);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({ reference: 'R1', lines: 1, till: '1' });
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answer.headers['x-lane']).toBe('3');
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-z]+-[0-9a-z]+$/);
  });

  it.each(['K-1', '"K-1"'])('with the Idempotency-Key %s as its reference', async (key) => {
    const answer = await post('/v1/sales', { lines: [] }, { 'idempotency-key': key });
    expect(answer.json()).toMatchObject({ reference: 'K-1' });
  });

  it('without a body where there is none', async () => {
    const answer = await server.app.inject({ method: 'DELETE', url: '/v1/sales/1' });
    expect([answer.statusCode, answer.payload]).toEqual([204, '']);
  });

  it('with the page size that it asks for, from 1 to 200', async () => {
    const get = async (url: string) => (await server.app.inject({ url })).json() as unknown;
    expect(await get('/v1/items')).toEqual({ items: [{ limit: 50 }] });
    expect(await get('/v1/items?limit=200')).toEqual({ items: [{ limit: 200 }] });
    expect(await get('/v1/items?limit=201')).toMatchObject({ status: 400, errors: [{ path: 'query.limit' }] });
    expect(await get('/v1/items?limit=1&limit=2')).toMatchObject({ status: 400, errors: [{ path: 'query.limit' }] });
    expect(await get('/v1/items?color=red')).toMatchObject({ status: 400, errors: [{ path: 'query' }] });
  });
});

describe('a request is refused with a problem', () => {
  it('that says what, where, and what to do', async () => {
    const answer = await post(
      '/v1/sales',
      { ...sale, lines: [{ sku: 'A', price: '1000.50' }] },
      { 'accept-language': 'es-ES' },
    );
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.json()).toEqual({
      type: 'urn:tallystick:refusal:sales.sale.too_dear',
      title: 'Unprocessable Entity',
      status: 422,
      code: 'sales.sale.too_dear',
      detail: '1.000,50 es demasiado caro.',
      till: 'declined',
      retry: 'changed',
      facts: { price: '1000.50' },
      requestId: answer.headers['x-request-id'],
    });
  });

  it.each([
    ['malformed JSON', '{"reference":', 'http.body.malformed', 400],
    ['a key that stands twice', '{"lines":[{"sku":"A","price":"1","price":"2"}]}', 'http.body.duplicate_key', 400],
    ['__proto__', '{"__proto__":{},"lines":[]}', 'http.body.key_forbidden', 400],
    ['an integer beyond 2^53', '{"lines":[],"n":9007199254740993}', 'http.body.number_imprecise', 400],
    ['no body at all', '', 'http.input.invalid', 400],
    ['a body over the limit', JSON.stringify({ lines: [], pad: 'x'.repeat(256 * 1024) }), 'http.body.too_large', 413],
  ])('for %s', async (_, payload, code, status) => {
    const answer = await post('/v1/sales', payload);
    expect(answer.json()).toMatchObject({ code, status });
    expect(answer.statusCode).toBe(status);
  });

  it('for a body of the wrong form, with every place that is wrong', async () => {
    const answer = await post('/v1/sales', {
      lines: [
        { sku: 'A', price: 1.5 },
        { sku: '', price: '1', colour: 1 },
      ],
    });
    expect(answer.json()).toMatchObject({
      code: 'http.input.invalid',
      errors: [{ path: 'body.lines.0.price' }, { path: 'body.lines.1.sku' }, { path: 'body.lines.1' }],
    });
  });

  it('for a field that was left out, which is said to be missing', async () => {
    const answer = await post('/v1/sales', { lines: [{ price: '1.00' }] });
    expect(answer.json()).toMatchObject({
      errors: [{ path: 'body.lines.0.sku', message: 'Missing: expected string' }],
    });
  });

  it('for a thousand wrong lines, with twenty of them', async () => {
    const answer = await post('/v1/batches', { lines: Array.from({ length: 1_000 }, () => ({ sku: 1 })) });
    expect((answer.json() as { errors: unknown[] }).errors).toHaveLength(20);
  });

  it('for an Idempotency-Key that is no reference', async () => {
    const answer = await post('/v1/sales', sale, { 'idempotency-key': 'x'.repeat(129) });
    expect(answer.json()).toMatchObject({ errors: [{ path: 'headers.idempotency-key' }] });
  });

  it('for another media type', async () => {
    const answer = await post('/v1/sales', 'a=1', { 'content-type': 'application/x-www-form-urlencoded' });
    expect(answer.json()).toMatchObject({ code: 'http.media_type.unsupported', status: 415 });
  });

  it('for an unknown address, a wrong method and an address that is no text', async () => {
    const of = async (method: 'GET' | 'PUT', url: string) => {
      const answer = await server.app.inject({ method, url });
      return [(answer.json() as { code: string }).code, answer.headers['allow']];
    };
    expect(await of('GET', '/v1/nothing')).toEqual(['http.route.unknown', undefined]);
    expect(await of('GET', '/v1/sales')).toEqual(['http.method.not_allowed', 'POST']);
    expect(await of('PUT', '/v1/sales/1')).toEqual(['http.method.not_allowed', 'GET, DELETE']);
    expect(await of('GET', '/v1/sales/%zz')).toEqual(['http.route.unknown', undefined]);
  });

  it.each([
    [undefined, 'http.credential.missing', 401],
    ['Basic Zm9vOmJhcg==', 'http.credential.invalid', 401],
    ['Bearer bad', 'http.credential.invalid', 401],
    ['Bearer good', 'http.scope.missing', 403],
  ])('for the credential %s where sales:read is needed', async (authorization, code, status) => {
    const answer = await server.app.inject({
      url: '/v1/sales/1',
      ...(authorization && { headers: { authorization } }),
    });
    expect(answer.json()).toMatchObject({ code, status });
    expect(answer.headers['www-authenticate']).toBe(status === 401 ? 'Bearer' : undefined);
  });
});

describe('what goes wrong inside', () => {
  const broken = async (how: string) => {
    const answer = await server.app.inject({ method: 'POST', url: `/v1/broken/${how}` });
    return {
      code: (answer.json() as { code: string }).code,
      wait: answer.headers['retry-after'],
      text: answer.payload,
    };
  };

  it('is never called a decline when the outcome is not known', async () => {
    expect(await broken('unknown')).toMatchObject({ code: 'operation.outcome_unknown', wait: '1' });
  });

  it('is told as a fault when the world failed, and as a bug when we did, without inner words', async () => {
    expect(await broken('safe')).toMatchObject({ code: 'http.server.fault', wait: '1' });
    const bug = await broken('bug');
    expect(bug).toMatchObject({ code: 'http.server.bug', wait: undefined });
    expect(bug.text).not.toContain('4711');
    const { requestId } = JSON.parse(bug.text) as { requestId: string };
    const line = server
      .logged()
      .split('\n')
      .find((text) => text.includes(requestId));
    expect(line).toContain('4711');
    expect(server.logged()).not.toContain('Bearer');
  });

  it('is a bug when an answer or a refusal is not what the endpoint promises', async () => {
    expect((await broken('form')).code).toBe('http.server.bug');
    expect((await broken('unsaid')).code).toBe('http.server.bug');
    expect((await broken('fine')).code).toBeUndefined();
  });
});

describe('the probes', () => {
  const get = async (url: string) => (await server.app.inject({ url })).statusCode;

  it('tell alive from ready', async () => {
    server.setReady(false);
    expect([await get('/healthz'), await get('/readyz')]).toEqual([200, 503]);
    server.setReady(true);
    expect([await get('/healthz'), await get('/readyz')]).toEqual([200, 200]);
  });

  it('give the figures by route and refusal', async () => {
    await post('/v1/sales', sale);
    const { payload } = await server.app.inject({ url: '/metrics' });
    expect(payload).toMatch(
      /tallystick_http_duration_seconds_count\{method="POST",route="\/v1\/sales",status="2xx"\} [1-9]/,
    );
    expect(payload).toMatch(/tallystick_refusals_total\{code="http.body.malformed"\} [1-9]/);
    expect(payload).toContain('nodejs_eventloop_lag_seconds');
  });
});
