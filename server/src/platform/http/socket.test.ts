import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestServer } from './test-server.ts';
import type { TestServer } from './test-server.ts';

const IN_FLIGHT_MAX = 3;
let server: TestServer;
let base: string;
const sockets: Socket[] = [];

beforeEach(async () => {
  server = await startTestServer({ inFlightMax: IN_FLIGHT_MAX });
  base = await server.app.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(async () => {
  server.openGate();
  for (const socket of sockets.splice(0)) socket.destroy();
  await server.app.close();
});

const open = (): Socket => {
  const socket = connect((server.app.server.address() as AddressInfo).port, '127.0.0.1');
  sockets.push(socket);
  return socket;
};
const send = (text: string): Promise<string> =>
  new Promise((done, fail) => {
    const socket = open();
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.on('close', () => done(answer));
    socket.on('error', fail);
    socket.write(text);
  });
const codeOf = async (answer: Response): Promise<unknown> => ((await answer.json()) as { code?: string }).code;
const wait = () => fetch(`${base}/v1/broken/wait`, { method: 'POST' });
const go = () => fetch(`${base}/v1/broken/go`, { method: 'POST' });
/** Asks until the door answers so; what is under way inside has no other sign. */
const until = async (ask: () => Promise<Response>, status: number): Promise<Response> => {
  for (;;) {
    const answer = await ask();
    if (answer.status === status) return answer;
    await answer.text();
  }
};

describe('on a real socket', () => {
  it('one request too many is told to come again, and the probes still answer', async () => {
    const waiting = Array.from({ length: IN_FLIGHT_MAX }, () => wait());
    const refused = await until(go, 503);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await codeOf(refused)).toBe('http.server.overloaded');
    expect((await fetch(`${base}/healthz`)).status).toBe(200);
    server.openGate();
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await until(go, 200)).status).toBe(200);
  });

  it('callers that hang up do not make room while their operations are worked on', async () => {
    for (let at = 0; at < IN_FLIGHT_MAX; at += 1) open().write('POST /v1/broken/wait HTTP/1.1\r\nHost: x\r\n\r\n');
    await until(go, 503);
    for (const socket of sockets.splice(0)) socket.destroy();
    // The server has seen a hang-up once the count of its connections says so.
    await expect.poll(() => connections(server)).toBeLessThanOrEqual(1);
    expect((await go()).status).toBe(503);
    server.openGate();
    expect((await until(go, 200)).status).toBe(200);
  });

  it('a place is free again after every kind of refusal', async () => {
    const headers = { authorization: 'Bearer good', 'content-type': 'application/json' };
    for (let at = 0; at < IN_FLIGHT_MAX * 3; at += 1) {
      await (await fetch(`${base}/v1/sales`, { method: 'POST', headers, body: '{"a":1,"a":2}' })).text();
      await (await fetch(`${base}/v1/sales`, { method: 'POST', body: 'x' })).text();
      await (await fetch(`${base}/nothing`)).text();
      await (await fetch(`${base}/v1/sales`)).text();
      open().end(
        'POST /v1/sales HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"cut',
      );
    }
    expect((await until(go, 200)).status).toBe(200);
    const waiting = Array.from({ length: IN_FLIGHT_MAX }, () => wait());
    await until(go, 503);
    server.openGate();
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it('a body over the limit is refused, announced or not', async () => {
    const headers = { authorization: 'Bearer good', 'content-type': 'application/json' };
    const body = JSON.stringify({ lines: [], pad: 'x'.repeat(300_000) });
    const announced = await fetch(`${base}/v1/sales`, { method: 'POST', headers, body });
    expect([announced.status, await codeOf(announced)]).toEqual([413, 'http.body.too_large']);
    const chunks = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
    const head =
      'POST /v1/sales HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\nContent-Type: application/json\r\n' +
      'Transfer-Encoding: chunked\r\n\r\n';
    expect(await send(head + chunks)).toContain('"code":"http.body.too_large"');
    const lines = Array.from({ length: 5_000 }, () => ({ sku: 'x'.repeat(60), price: '1' }));
    const batch = await fetch(`${base}/v1/batches`, { method: 'POST', headers, body: JSON.stringify({ lines }) });
    expect(batch.status).toBe(200);
  });

  it('what is no HTTP is answered with a problem', async () => {
    expect(await send('GET\u0000 / nonsense\r\n\r\n')).toContain('"code":"http.request.malformed"');
  });

  it('a malformed body does not cost the connection', async () => {
    const request = (body: string) =>
      `POST /v1/sales HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${body.length}\r\n`;
    const bad = '{"a":';
    const good = '{"lines":[]}';
    const answer = await send(`${request(bad)}\r\n${bad}${request(good)}Connection: close\r\n\r\n${good}`);
    expect(answer).toContain('http.body.malformed');
    expect(answer).toContain('"lines":0');
  });

  it('a stop finishes what is inside and takes nothing more', async () => {
    const inside = [wait(), wait(), wait()];
    await until(go, 503);
    const closed = server.app.close();
    await expect.poll(() => fetch(`${base}/readyz`).then(String, () => 'refused')).toBe('refused');
    server.openGate();
    expect((await Promise.all(inside)).map(({ status }) => status)).toEqual([200, 200, 200]);
    await closed;
  });

  it('a stop tells those inside that their connection ends', async () => {
    const answer = send('POST /v1/broken/wait HTTP/1.1\r\nHost: x\r\n\r\n');
    const waiting = [wait(), wait()];
    await until(go, 503);
    const closed = server.app.close();
    await expect.poll(() => fetch(`${base}/readyz`).then(String, () => 'refused')).toBe('refused');
    server.openGate();
    expect(await answer).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*connection: close\r\n/i);
    await Promise.all(waiting);
    await closed;
  });
});

const connections = (from: TestServer): Promise<number> =>
  new Promise((done, fail) => {
    from.app.server.getConnections((error, count) => (error ? fail(error) : done(count)));
  });
