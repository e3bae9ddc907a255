import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { noteOf, readName, type Note } from './note.ts';

/** A line between somebody's till and the API, which breaks now and then and remembers what went over it. */
export type WatchedLine = {
  readonly url: URL;
  /** What went over it so far, in its order. */
  readonly notes: () => readonly Note[];
  close(): Promise<void>;
};

// Of three new messages one loses its line: in turn before it has come, and after it was answered.
const CUT_EVERY = 3;
// As the API itself allows a batch to be.
const MESSAGE_BYTES_MAX = 8 * 1_024 * 1_024;
// Days of a busy till; what comes after is passed on and not looked at.
const NOTES_MAX = 100_000;
const ANSWER_MS_MAX = 30_000;
// What says something about a message or answer, not about one connection.
const PASSED_ON = ['authorization', 'content-type', 'idempotency-key', 'accept-language', 'retry-after'] as const;

/** Opens the line on an address of this machine; a port of 0 takes a free one. */
export async function openWatchedLine(
  api: URL,
  { host, port, onNote }: { host: string; port: number; onNote?: (note: Note) => void },
): Promise<WatchedLine> {
  const notes: Note[] = [];
  const known = new Set<string>();
  let fresh = 0;
  const note = (one: Note): void => {
    if (notes.length >= NOTES_MAX) return;
    notes.push(one);
    onNote?.(one);
  };

  const handle = async (message: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const body = await bodyOf(message);
    const path = message.url ?? '/';
    const name = message.method === 'POST' ? readName(path, message.headers['idempotency-key'], body) : undefined;
    const isNew = name !== undefined && !known.has(name.key);
    if (isNew) known.add(name.key);
    const cut = isNew && ++fresh % CUT_EVERY === 0 ? (fresh % (2 * CUT_EVERY) === 0 ? 'before' : 'after') : undefined;
    if (name && cut === 'before') {
      note(noteOf(name, 'cut'));
      answer.destroy();
      return;
    }
    // Put together as text: resolved, a path of //elsewhere would be another server, which must not get the credential.
    const from = new URL(api.origin + api.pathname.replace(/\/$/, '') + path);
    const told = await fetch(from, {
      method: message.method ?? 'GET',
      headers: PASSED_ON.flatMap((header): [string, string][] => {
        const value = message.headers[header];
        return typeof value === 'string' ? [[header, value]] : [];
      }),
      ...(body.length === 0 ? {} : { body }),
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    });
    const text = Buffer.from(await told.arrayBuffer());
    if (name) note(noteOf(name, cut === undefined ? { status: told.status, text } : 'cut'));
    if (cut !== undefined) {
      answer.destroy();
      return;
    }
    for (const header of PASSED_ON) {
      const value = told.headers.get(header);
      if (value !== null) answer.setHeader(header, value);
    }
    answer.writeHead(told.status).end(text);
  };

  // A server that is away, or a till that has hung up: for the till a line that broke, which is what it is about.
  const server = createServer((message, answer) => void handle(message, answer).catch(() => answer.destroy()));
  await new Promise<void>((done, fail) => server.once('error', fail).listen(port, host, done));
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: new URL(`http://${host.includes(':') ? `[${host}]` : host}:${taken}`),
    notes: () => notes,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of message as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > MESSAGE_BYTES_MAX) throw new Error('the message is larger than 8 MiB');
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
