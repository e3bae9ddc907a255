import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createAsker, type Question } from './ask.ts';

const ask = createAsker({ allowAddress: (one) => one === '127.0.0.1', allowHttp: () => true });
const question = (url: string, more: Partial<Question> = {}): Question => ({
  ...{ url, method: 'POST', headers: {}, body: 'money', timeoutMs: 300 },
  ...more,
});

let server: Server | undefined;
const serve = async (listener: RequestListener): Promise<string> => {
  server = createServer(listener);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
};
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

describe('a question to somebody outside', () => {
  test('is answered with whatever status it gets', async () => {
    const url = await serve((_, response) => response.writeHead(500).end('no'));
    expect(await ask(question(url))).toEqual({ outcome: 'answered', status: 500, body: Buffer.from('no') });
  });

  test('that reached nobody was not sent', async () => {
    const url = await serve(() => undefined);
    server?.close();
    await new Promise((resolve) => server?.once('close', resolve));
    expect(await ask(question(url))).toEqual({ outcome: 'not_sent', why: 'unreachable' });
    expect(await ask(question('http://10.0.0.7/'))).toEqual({ outcome: 'not_sent', why: 'refused' });
    expect(await ask(question('https://nowhere.invalid/'))).toMatchObject({ outcome: 'not_sent' });
    expect(await ask(question(url, { headers: { 'x-a': 'b\r\nx-c: d' } }))).toEqual({
      outcome: 'not_sent',
      why: 'refused',
    });
  });

  test('to a server that speaks no TLS was not sent, since nothing of it was read', async () => {
    const url = await serve(() => undefined);
    expect((await ask(question(url.replace('http:', 'https:')))).outcome).toBe('not_sent');
  });

  test('whose answer does not come, breaks off or never ends is lost: it may have been done', async () => {
    const heard: string[] = [];
    const url = await serve((request, response) => {
      request.on('data', (part: Buffer) => heard.push(String(part)));
      if (request.url === '/hang-up') request.on('end', () => request.socket.destroy());
      if (request.url === '/half')
        response.writeHead(200, { 'content-length': '9' }).write('half', () => request.socket.destroy());
      if (request.url === '/endless') {
        const more = (): void => void response.write('x'.repeat(65_536), (error) => !error && more());
        more();
      }
    });
    expect(await ask(question(url))).toEqual({ outcome: 'lost', why: 'timeout' });
    expect(await ask(question(`${url}hang-up`))).toEqual({ outcome: 'lost', why: 'broken' });
    expect(await ask(question(`${url}half`))).toEqual({ outcome: 'lost', why: 'broken' });
    expect(await ask(question(`${url}endless`, { timeoutMs: 5_000 }))).toEqual({ outcome: 'lost', why: 'too_large' });
    expect(heard.length).toBeGreaterThanOrEqual(3);
  });
});
