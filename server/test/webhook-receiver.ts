import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A message as it arrived. */
export type Received = {
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly body: { readonly type: string; readonly owner: string; readonly seq: string; readonly data: unknown };
  readonly atMs: number;
};

/** Answers one message; true from `answer` is 204. A number is that status; a function does it itself. */
type Answer = number | ((response: ServerResponse) => void);

/** A receiver of webhooks on a free port of this machine. */
export type Receiver = {
  readonly url: string;
  readonly port: number;
  readonly received: Received[];
  /** Says how messages are answered from now on; 204 until then. */
  answerWith(answer: (message: Received) => Answer | Promise<Answer>): void;
  close(): Promise<void>;
};

/** Starts one; with a certificate it speaks TLS. */
export async function startReceiver(secure?: { key: string; cert: string }): Promise<Receiver> {
  const received: Received[] = [];
  let answer: (message: Received) => Answer | Promise<Answer> = () => 204;
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const headers = request.headers as Record<string, string>;
    const body = JSON.parse(text === '' ? '{}' : text) as Received['body'];
    const message = { id: headers['webhook-id'] ?? '', headers, text, body, atMs: performance.now() };
    received.push(message);
    const given = await answer(message);
    if (typeof given === 'function') given(response);
    else response.writeHead(given).end();
  };
  const handler = (request: IncomingMessage, response: ServerResponse): void => {
    take(request, response).catch(() => response.destroy());
  };
  const server: Server = secure ? createSecureServer(secure, handler) : createServer(handler);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http${secure ? 's' : ''}://127.0.0.1:${port}/hooks?from=test`,
    port,
    received,
    answerWith: (next) => {
      answer = next;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Waits until it is so, at most ten seconds. */
export async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 10_000;
  while (!(await what())) {
    if (performance.now() > end) throw new Error('it did not come to that within ten seconds');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
