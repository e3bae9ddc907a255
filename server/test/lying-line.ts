// A line between a till and a server that lies about repeats: for tests of whoever has to find that out.

import { createServer, request as ask, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * `plainly`: what comes again under a known reference goes on under another one, so that it is booked twice, and says so. `slyly`: the same,
 * but the till is given the first answer, marked as repeated.
 */
export type Lie = 'plainly' | 'slyly';

type Told = { status: number; body: string };

async function textOf(message: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of message as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

/** Opens such a line to a server on this machine; gives its address. Without a lie it only passes on. */
export async function openLyingLine(port: number, lie?: Lie): Promise<{ url: URL; close(): Promise<void> }> {
  const known = new Map<string, Told>();
  let count = 0;
  const passOn = (path: string, credential: string, body: string): Promise<Told> =>
    new Promise((resolve, reject) => {
      const headers = {
        ...{ authorization: credential, 'content-type': 'application/json' },
        'content-length': Buffer.byteLength(body),
      };
      ask({ host: '127.0.0.1', port, path, method: 'POST', headers, agent: false }, (answer) => {
        textOf(answer).then((text) => resolve({ status: answer.statusCode ?? 0, body: text }), reject);
      })
        .on('error', reject)
        .end(body);
    });
  const answerTo = async (path: string, credential: string, body: string): Promise<Told> => {
    const message = JSON.parse(body) as { reference?: string };
    const name = `${path} ${body}`;
    const first = known.get(name);
    if (lie === undefined || message.reference === undefined || first === undefined) {
      const answer = await passOn(path, credential, body);
      if (answer.status === 201) known.set(name, answer);
      return answer;
    }
    const other = JSON.stringify({ ...message, reference: `${message.reference}-again-${++count}` });
    const second = await passOn(path, credential, other);
    if (lie === 'plainly') return second;
    return { status: 200, body: JSON.stringify({ ...(JSON.parse(first.body) as object), repeated: true }) };
  };
  const server = createServer((message, answer) => {
    textOf(message)
      .then((body) => answerTo(message.url ?? '', message.headers.authorization ?? '', body))
      .then(({ status, body }) => answer.writeHead(status, { 'content-type': 'application/json' }).end(body))
      // The till has broken the line: nobody is there to be answered.
      .catch(() => answer.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
