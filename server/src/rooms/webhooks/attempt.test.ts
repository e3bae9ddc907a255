import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RECEIVER_CERTIFICATE } from '../../../test/receiver-certificate.ts';
import { startReceiver, until, type Receiver } from '../../../test/webhook-receiver.ts';
import { ANSWER_BYTES_MAX, createSender, type Sender, type SenderOptions } from './attempt.ts';

let receiver: Receiver;
const senders: Sender[] = [];

const local: SenderOptions = { allowHttp: () => true, allowAddress: (address) => address === '127.0.0.1' };
const parcel = { headers: { 'content-type': 'application/json', 'webhook-id': '1-1-1' }, body: '{"type":"test"}' };

const senderWith = (options: SenderOptions = {}): Sender => {
  const sender = createSender({ ...local, ...options });
  senders.push(sender);
  return sender;
};

beforeEach(async () => {
  receiver = await startReceiver();
});

afterEach(async () => {
  for (const sender of senders.splice(0)) sender.close();
  await receiver.close();
});

describe('an attempt', () => {
  test('posts body and headers to the path, under the name of the host, on a connection that is kept', async () => {
    const sender = senderWith({ resolve: async () => ['127.0.0.1'] });
    const ports = new Set<string>();
    receiver.answerWith(() => (response) => {
      ports.add(String(response.socket?.remotePort));
      response.writeHead(200).end('thanks');
    });
    for (let i = 0; i < 3; i++) {
      const url = `http://receiver.test:${receiver.port}/hooks?a=1`;
      expect(await sender.send(url, parcel)).toEqual({ outcome: 'delivered', status: 200 });
    }
    expect(receiver.received[0]).toMatchObject({
      text: parcel.body,
      headers: { host: `receiver.test:${receiver.port}` },
    });
    expect(ports.size).toBe(1);
  });

  test.each([
    [204, { outcome: 'delivered', status: 204 }],
    [400, { outcome: 'failed', error: 'status', status: 400 }],
    [410, { outcome: 'failed', error: 'gone', status: 410 }],
    [500, { outcome: 'failed', error: 'status', status: 500 }],
  ])('answered with %i is what that says', async (status, expected) => {
    receiver.answerWith(() => status);
    expect(await senderWith().send(receiver.url, parcel)).toMatchObject(expected);
  });

  test('follows no redirect, neither inside nor outside', async () => {
    const other = await startReceiver();
    for (const status of [301, 302, 303, 307, 308]) {
      receiver.answerWith(() => (response) => response.writeHead(status, { location: other.url }).end());
      expect(await senderWith().send(receiver.url, parcel)).toEqual({ outcome: 'failed', error: 'redirected', status });
    }
    expect(other.received).toEqual([]);
    await other.close();
  });

  test('keeps to what a busy receiver asks for', async () => {
    receiver.answerWith(() => (response) => response.writeHead(503, { 'retry-after': '120' }).end());
    expect(await senderWith().send(receiver.url, parcel)).toMatchObject({ status: 503, retryAfterSeconds: 120 });
    receiver.answerWith(() => (response) => response.writeHead(503, { 'retry-after': 'tomorrow' }).end());
    expect(await senderWith().send(receiver.url, parcel)).toMatchObject({ status: 503, retryAfterSeconds: undefined });
  });

  test('ends after its time when no answer comes, or no connection', async () => {
    receiver.answerWith(() => () => undefined);
    const startedMs = performance.now();
    expect(await senderWith({ attemptMsMax: 150 }).send(receiver.url, parcel)).toEqual({
      outcome: 'failed',
      error: 'timeout',
    });
    expect(performance.now() - startedMs).toBeLessThan(1_500);
    const deaf = senderWith({ attemptMsMax: 150, resolve: () => new Promise(() => undefined) });
    expect(await deaf.send('http://slow-dns.test/', parcel)).toEqual({ outcome: 'failed', error: 'timeout' });
  });

  test('reads so much of an answer and no more, and believes its status', async () => {
    let sent = 0;
    receiver.answerWith(() => (response) => {
      response.writeHead(200);
      const pour = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(16_384))) sent += 16_384;
        if (!response.destroyed) response.once('drain', pour);
      };
      pour();
    });
    expect(await senderWith().send(receiver.url, parcel)).toEqual({ outcome: 'delivered', status: 200 });
    expect(sent).toBeLessThan(ANSWER_BYTES_MAX * 200);
    receiver.answerWith(() => (response) => response.writeHead(200).write('for ever'));
    expect(await senderWith({ attemptMsMax: 200 }).send(receiver.url, parcel)).toMatchObject({ outcome: 'delivered' });
  });

  test('tells a receiver that is not there, or talks nonsense, from one that says no', async () => {
    const nonsense = createServer((socket) => {
      socket.on('error', () => undefined).once('data', () => socket.end('SSH-2.0-nonsense\r\n'));
    }).listen(0, '127.0.0.1');
    await once(nonsense, 'listening');
    const { port } = nonsense.address() as AddressInfo;
    expect(await senderWith().send(`http://127.0.0.1:${port}/`, parcel)).toEqual({
      outcome: 'failed',
      error: 'broken',
    });
    nonsense.close();
    await once(nonsense, 'close');
    expect(await senderWith().send(`http://127.0.0.1:${port}/`, parcel)).toEqual({
      outcome: 'failed',
      error: 'unreachable',
    });
  });

  test('on a kept connection that the receiver has closed is made again on a fresh one', async () => {
    const sender = senderWith();
    let answers = 0;
    receiver.answerWith(() => (answers++ === 1 ? (response) => response.destroy() : 204));
    expect(await sender.send(receiver.url, parcel)).toMatchObject({ outcome: 'delivered' });
    expect(await sender.send(receiver.url, parcel)).toMatchObject({ outcome: 'delivered' });
    expect(answers).toBe(3);
  });

  test('that we break off is no failure', async () => {
    const stop = new AbortController();
    receiver.answerWith(() => () => undefined);
    const sent = senderWith().send(receiver.url, parcel, stop.signal);
    await until(() => receiver.received.length === 1);
    stop.abort();
    expect(await sent).toEqual({ outcome: 'aborted' });
  });
});

describe('the guard', () => {
  test('asks anew for each attempt: a name that turns inside the second time reaches nobody', async () => {
    const answers = [['127.0.0.1'], ['10.0.0.1'], ['169.254.169.254'], ['127.0.0.1', '10.0.0.1']];
    const sender = senderWith({ resolve: async () => answers.shift() ?? [] });
    const url = `http://rebinding.test:${receiver.port}/`;
    expect(await sender.send(url, parcel)).toMatchObject({ outcome: 'delivered' });
    for (let i = 0; i < 3; i++) expect(await sender.send(url, parcel)).toEqual({ outcome: 'failed', error: 'inside' });
    expect(await sender.send(url, parcel)).toEqual({ outcome: 'failed', error: 'unresolved' });
    expect(receiver.received).toHaveLength(1);
  });

  test('connects to the very address that it checked: nobody resolves the name a second time', async () => {
    let asked = 0;
    const resolve = async (): Promise<string[]> => {
      asked += 1;
      return [asked === 1 ? '127.0.0.1' : '10.0.0.1'];
    };
    // No server of names knows it, so a second look-up would fail.
    const url = `http://checked-once.invalid:${receiver.port}/`;
    expect(await senderWith({ resolve }).send(url, parcel)).toMatchObject({ outcome: 'delivered' });
    expect(asked).toBe(1);
  });

  test('lets nothing inside through that is not opened, and refuses plain http', async () => {
    const closed = createSender({});
    senders.push(closed);
    expect(await closed.send(receiver.url, parcel)).toEqual({ outcome: 'failed', error: 'inside' });
    expect(await closed.send(receiver.url.replace('http:', 'https:'), parcel)).toEqual({
      outcome: 'failed',
      error: 'inside',
    });
    expect(receiver.received).toEqual([]);
  });
});

describe('over TLS', () => {
  test('the certificate must say the name of the address, not the address that is connected to', async () => {
    const secure = await startReceiver(RECEIVER_CERTIFICATE);
    const resolve = async (): Promise<string[]> => ['127.0.0.1'];
    const trusting = senderWith({ resolve, trust: RECEIVER_CERTIFICATE.cert });
    const url = (host: string): string => `https://${host}:${secure.port}/`;
    expect(await trusting.send(url('receiver.test'), parcel)).toMatchObject({ outcome: 'delivered' });
    expect(await trusting.send(url('receiver.test'), parcel)).toMatchObject({ outcome: 'delivered' });
    expect(await trusting.send(url('other.test'), parcel)).toEqual({ outcome: 'failed', error: 'tls' });
    expect(await trusting.send(url('127.0.0.1'), parcel)).toEqual({ outcome: 'failed', error: 'tls' });
    expect(await senderWith({ resolve }).send(url('receiver.test'), parcel)).toEqual({
      outcome: 'failed',
      error: 'tls',
    });
    expect(secure.received).toHaveLength(2);
    await secure.close();
  });
});
