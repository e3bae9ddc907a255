import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { findDestination, type Destination, type GuardOptions } from './destination.ts';

/** One request to somebody outside. */
export type Question = {
  readonly url: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** From finding the address to the last byte of the answer. */
  readonly timeoutMs: number;
};

/**
 * What came of asking. `not_sent`: for certain nothing of it left this machine. `lost`: it may have been read and done over there,
 * and nobody here knows. The difference is worth money.
 */
export type Asked =
  | { readonly outcome: 'answered'; readonly status: number; readonly body: Buffer }
  | { readonly outcome: 'not_sent'; readonly why: 'refused' | 'unresolved' | 'unreachable' | 'tls' | 'timeout' }
  | { readonly outcome: 'lost'; readonly why: 'timeout' | 'broken' | 'too_large' };

export type Asker = (question: Question, stop?: AbortSignal) => Promise<Asked>;

/** More than this of an answer is not read. */
const ANSWER_BYTES_MAX = 4 * 1024 * 1024;

/**
 * Asks over http and https under the guard: the connection goes to the very address that was checked, and a redirect is an answer
 * like any other. Every question has a connection of its own, since on a kept one nobody knows whether the other side had closed
 * it before or after it read the question. `trust` is certificates besides the usual ones, PEM. Never throws.
 */
export const createAsker =
  (guard: GuardOptions & { readonly trust?: string | undefined }): Asker =>
  async (question, stop) => {
    const deadline = AbortSignal.timeout(question.timeoutMs);
    const signal = stop ? AbortSignal.any([stop, deadline]) : deadline;
    const found = await Promise.race([findDestination(question.url, guard), abortOf(signal)]);
    if (found === undefined) return { outcome: 'not_sent', why: 'timeout' };
    if (!found.ok) return { outcome: 'not_sent', why: found.problem === 'unresolved' ? 'unresolved' : 'refused' };
    return send(found.destination, question, signal, guard.trust);
  };

const send = (to: Destination, question: Question, signal: AbortSignal, trust: string | undefined): Promise<Asked> =>
  new Promise<Asked>((resolve) => {
    const isSecure = to.url.protocol === 'https:';
    let isConnected = false;
    const asked = (isSecure ? httpsRequest : httpRequest)(
      {
        // The address itself: no name is looked up any more. The name stands in Host and is what the certificate must say.
        host: to.address,
        port: to.port,
        ...(isSecure && { servername: isIP(to.host) === 0 ? to.host : '', ...(trust && { ca: trust }) }),
        method: question.method,
        path: `${to.url.pathname}${to.url.search}`,
        headers: {
          ...question.headers,
          host: to.url.host,
          ...(question.body !== undefined && { 'content-length': String(Buffer.byteLength(question.body)) }),
        },
        agent: false,
        signal,
      },
      (answer) => void readAnswer(answer, signal).then(resolve),
    );
    // Only from here on can anything of the question have been read.
    asked.on('socket', (socket) => socket.once(isSecure ? 'secureConnect' : 'connect', () => (isConnected = true)));
    asked.on('error', (error) => {
      if (isConnected) resolve({ outcome: 'lost', why: signal.aborted ? 'timeout' : 'broken' });
      else resolve({ outcome: 'not_sent', why: signal.aborted ? 'timeout' : reasonOf(error) });
    });
    asked.end(question.body);
    // Thrown while the request is made, for a header that cannot be one: nothing was opened yet.
  }).catch((): Asked => ({ outcome: 'not_sent', why: 'refused' }));

const readAnswer = (answer: IncomingMessage, signal: AbortSignal): Promise<Asked> =>
  new Promise((resolve) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    answer.on('data', (part: Buffer) => {
      bytes += part.length;
      if (bytes <= ANSWER_BYTES_MAX) parts.push(part);
      else {
        resolve({ outcome: 'lost', why: 'too_large' });
        answer.destroy();
      }
    });
    answer.on('end', () =>
      resolve({ outcome: 'answered', status: answer.statusCode ?? 0, body: Buffer.concat(parts) }),
    );
    // An answer that ends in the middle says nothing, whatever its status was.
    answer.on('error', () => resolve({ outcome: 'lost', why: signal.aborted ? 'timeout' : 'broken' }));
    answer.on('close', () => resolve({ outcome: 'lost', why: 'broken' }));
  });

const reasonOf = (error: Error): 'unreachable' | 'tls' => {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return /CERT|TLS|SSL|ALTNAME|SIGNED|SIGNATURE|ISSUER/.test(code) ? 'tls' : 'unreachable';
};

const abortOf = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
