import { request as overHttp, type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as overHttps } from 'node:https';
import { Fault } from '../../kernel/fault.ts';

/** What a server answered; `body` is empty where it was no JSON object. */
export type Answer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };

/** When a line breaks: as soon as the message is away, so that nobody knows; or when the answer begins, so that it stands. */
export type Cut = 'sent' | 'answering';

/** Outlet and terminal, where the credential is not bound to one. */
export type Place = { readonly outlet?: string; readonly terminal?: string };

/** A till as the other side sees it: messages on a line that may break. */
export type Till = {
  readonly place: Place;
  /** Sends a message and reads the answer. A Fault where none comes: the server is away, or answers no JSON. */
  ask(path: string, body: object): Promise<Answer>;
  /** Sends a message and lets the line break without reading what came of it. */
  cut(path: string, body: object, when: Cut): Promise<void>;
};

// A till with a queue in front of it has given up by then.
const ANSWER_MS_MAX = 30_000;
const BATCH = '/v1/batch';
// Far more than any answer that is asked for here.
const ANSWER_BYTES_MAX = 4 * 1_024 * 1_024;

/** A till with this credential in front of a server. Every message is sent over a connection of its own. */
export function openTill(url: URL, credential: string, place: Place): Till {
  const send = (path: string, body: object): ClientRequest => {
    // A batch names no place: each of its operations does.
    const payload = JSON.stringify(path === BATCH ? body : { ...place, ...body });
    const options: RequestOptions = {
      method: 'POST',
      agent: false,
      headers: {
        authorization: `Bearer ${credential}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(payload),
      },
    };
    const target = new URL(url.pathname.replace(/\/$/, '') + path, url);
    const sent = url.protocol === 'https:' ? overHttps(target, options) : overHttp(target, options);
    sent.setTimeout(ANSWER_MS_MAX, () => sent.destroy(new Error('no answer within 30 seconds')));
    sent.end(payload);
    return sent;
  };
  return {
    place,
    ask: (path, body) =>
      new Promise((resolve, reject) => {
        const lost = (cause: Error): void =>
          reject(new Fault(`POST ${path} at ${url.origin}: ${cause.message}`, { retry: 'unknown', cause }));
        send(path, body)
          .on('error', lost)
          .on('response', (answer) => readAnswer(answer).then(resolve, lost));
      }),
    cut: (path, body, when) =>
      new Promise((resolve) => {
        const sent = send(path, body);
        const end = (): void => {
          sent.destroy();
          resolve();
        };
        // A line that breaks by itself is a broken line too.
        sent.on('error', end).on(when === 'sent' ? 'finish' : 'response', end);
      }),
  };
}

async function readAnswer(answer: IncomingMessage): Promise<Answer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of answer as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > ANSWER_BYTES_MAX) throw new Error('the answer is larger than 4 MiB');
    pieces.push(piece);
  }
  let body: unknown;
  try {
    body = JSON.parse(Buffer.concat(pieces).toString('utf8'));
  } catch {
    throw new Error(`status ${answer.statusCode} with something that is not JSON`);
  }
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  return { status: answer.statusCode ?? 0, body: isObject ? (body as Record<string, unknown>) : {} };
}
