import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../../platform/clock.ts';
import { textAt, type Tree } from '../adapter/answer-tree.ts';
import { readJson } from '../adapter/read-json.ts';
import { readXml } from '../adapter/read-xml.ts';
import { createStandInBooks, type StandInAnswer, type StandInBooks } from './books.ts';

/** How it treats the next questions. `silent`: it does what it is asked and never says so. `deaf`: it hangs up before doing it. */
export type Mood = {
  readonly slowMs?: number;
  readonly manner?: 'silent' | 'deaf' | 'broken' | 'failing' | 'garbled';
  /** Only these questions; all when left out. */
  readonly questions?: readonly string[];
  /** So many, then it is itself again. */
  readonly times?: number;
};

/** A processor of another company, played by a real server: for tests, and for a demonstration without one. */
export type StandIn = {
  readonly url: string;
  readonly books: StandInBooks;
  /** Questions that have come, in order. */
  readonly heard: readonly {
    readonly question: string;
    readonly atMs: number;
    readonly headers: Record<string, unknown>;
  }[];
  readonly setMood: (mood: Mood | undefined) => void;
  readonly stop: () => Promise<void>;
};

const HOST = '127.0.0.1';
const BODY_BYTES_MAX = 64 * 1024;
/** Longer than anybody waits. */
const SILENCE_MS = 60_000;

/** Starts it on a free port of the loopback. `POST /json/<question>` and `POST /xml/<question>` speak of the same books. */
export async function startStandIn(
  clock: Clock,
  options: { readonly key?: string; readonly port?: number } = {},
): Promise<StandIn> {
  const books = createStandInBooks(clock);
  const heard: { question: string; atMs: number; headers: Record<string, unknown> }[] = [];
  const stopping = new AbortController();
  let mood: Mood | undefined;
  let left = 0;

  const moodFor = (question: string): Mood | undefined => {
    if (!mood || left === 0 || mood.questions?.includes(question) === false) return undefined;
    left--;
    return mood;
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, format, question = ''] = (request.url ?? '').split('/');
    const body = await bodyOf(request);
    heard.push({ question, atMs: performance.now(), headers: request.headers });
    const now = moodFor(question);
    if (now?.manner === 'deaf') return void request.socket.destroy();
    if (now?.slowMs !== undefined)
      await sleep(now.slowMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    if (options.key !== undefined && request.headers['x-key'] !== options.key) return end(response, 401, '{}');
    const read = format === 'xml' ? readXml(body) : readJson(body);
    const said = read === undefined ? { code: 'WHAT' } : answerTo(books, question, read, format === 'xml');
    switch (now?.manner) {
      case 'silent':
        await sleep(SILENCE_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
        return void request.socket.destroy();
      case 'broken':
        response.writeHead(200, { 'content-length': '1000' });
        return void response.write('{"code":', () => request.socket.destroy());
      case 'failing':
        return end(response, 502, 'bad gateway');
      case 'garbled':
        return end(response, 200, 'Everything is fine.');
      default:
        return end(response, 200, format === 'xml' ? xmlOf(said) : JSON.stringify(said));
    }
  };

  const server = createServer((request, response) => {
    void serve(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, HOST, resolve));
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}`,
    books,
    heard,
    setMood: (next) => {
      mood = next;
      left = next?.times ?? Number.POSITIVE_INFINITY;
    },
    stop: async () => {
      stopping.abort();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += (part as Buffer).length;
    if (bytes > BODY_BYTES_MAX) throw new Error('too large');
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts).toString();
};

const end = (response: ServerResponse, status: number, body: string): void => void response.writeHead(status).end(body);

const NAMES = ['card', 'reference', 'payment', 'from', 'cursor', 'amount', 'partial'] as const;

function answerTo(books: StandInBooks, question: string, read: Tree, isXml: boolean): StandInAnswer {
  const given: Record<string, string> = {};
  for (const name of NAMES) given[name] = textAt(read, isXml ? `Envelope.Body.Question.${name}` : name) ?? '';
  const amount = /^\d+\.\d\d$/.test(given.amount) ? BigInt(given.amount.replace('.', '')) : 0n;
  return books.answer(question, given, amount);
}

/** The same answer as XML with a namespace, lines as attributes: what XML services like to do. */
function xmlOf({ items = [], ...rest }: StandInAnswer): string {
  const escape = (value: unknown): string => String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const fields = Object.entries(rest).map(([name, value]) => `<p:${name}>${escape(value)}</p:${name}>`);
  const lines = (items as Record<string, string>[]).map(
    ({ amount, ...attributes }) =>
      `<p:Line${Object.entries(attributes)
        .map(([name, value]) => ` ${name}="${escape(value).replaceAll('"', '&quot;')}"`)
        .join('')}>${amount}</p:Line>`,
  );
  return `<?xml version="1.0"?><s:Envelope xmlns:s="urn:s" xmlns:p="urn:p"><s:Body>${fields.join('')}<p:Lines>${lines.join('')}</p:Lines></s:Body></s:Envelope>`;
}
