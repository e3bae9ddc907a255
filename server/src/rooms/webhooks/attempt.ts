import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { findDestination, type Destination, type GuardOptions } from './destination.ts';

/** Why an attempt failed, in one word for the list of failures. */
export type AttemptError =
  | 'status'
  | 'redirected'
  | 'gone'
  | 'timeout'
  | 'unreachable'
  | 'tls'
  | 'broken'
  | 'unresolved'
  | 'inside';

/** What came of one attempt. Aborted: we stopped, and it is as if it had not been made. */
export type Attempt =
  | { readonly outcome: 'delivered'; readonly status: number }
  | {
      readonly outcome: 'failed';
      readonly error: AttemptError;
      readonly status?: number | undefined;
      /** What the receiver asked for by Retry-After. */
      readonly retryAfterSeconds?: number | undefined;
    }
  | { readonly outcome: 'aborted' };

export type Parcel = { readonly headers: Readonly<Record<string, string>>; readonly body: string };

/** Sends to one endpoint; keeps its connections. */
export type Sender = {
  /** One attempt, at most ATTEMPT_MS_MAX long in all. Never throws. */
  send(url: string, parcel: Parcel, signal?: AbortSignal): Promise<Attempt>;
  close(): void;
};

export type SenderOptions = GuardOptions & {
  readonly attemptMsMax?: number;
  /** Certificates to trust besides the usual ones: PEM. */
  readonly trust?: string | undefined;
};

export const ATTEMPT_MS_MAX = 10_000;
/** What is read of an answer; more closes the connection and changes nothing about the outcome. */
export const ANSWER_BYTES_MAX = 64 * 1024;
const IDLE_MS_MAX = 15_000;

/**
 * A sender with connections of its own. A kept connection leads to an address that was checked, and is used only for an attempt
 * whose own check gave that address. Redirects are answers like any other: nothing is followed.
 */
export const createSender = (options: SenderOptions): Sender => {
  const plain = new HttpAgent({ keepAlive: true, timeout: IDLE_MS_MAX });
  const secure = new HttpsAgent({ keepAlive: true, timeout: IDLE_MS_MAX, ...(options.trust && { ca: options.trust }) });

  const post = (to: Destination, parcel: Parcel, signal: AbortSignal, isFresh: boolean): Promise<Attempt> =>
    new Promise((resolve) => {
      const isSecure = to.url.protocol === 'https:';
      let isAnswered = false;
      const ask = isSecure ? httpsRequest : httpRequest;
      const sent = ask(
        {
          // The address itself: no name is looked up any more. The name stands in Host and is what the certificate must say.
          host: to.address,
          port: to.port,
          ...(isSecure && {
            servername: isIP(to.host) === 0 ? to.host : '',
            ...(options.trust && { ca: options.trust }),
          }),
          method: 'POST',
          path: `${to.url.pathname}${to.url.search}`,
          headers: { ...parcel.headers, host: to.url.host },
          agent: isFresh ? false : isSecure ? secure : plain,
          signal,
        },
        (answer) => {
          isAnswered = true;
          drain(answer);
          answer.once('close', () => resolve(attemptOfAnswer(answer)));
        },
      );
      sent.on('error', (error) => {
        // Once there is an answer its status counts, and not how its body ended.
        if (isAnswered) return;
        // A kept connection that the receiver had closed meanwhile says nothing about the receiver.
        if (sent.reusedSocket && !isFresh && isReset(error)) resolve(post(to, parcel, signal, true));
        else resolve({ outcome: 'failed', error: signal.aborted ? 'timeout' : errorOf(error) });
      });
      sent.end(parcel.body);
    });

  return {
    send: async (url, parcel, stop) => {
      const deadline = AbortSignal.timeout(options.attemptMsMax ?? ATTEMPT_MS_MAX);
      const signal = stop ? AbortSignal.any([stop, deadline]) : deadline;
      // A name server that does not answer is under the deadline too.
      const found = await Promise.race([findDestination(url, options), abortOf(signal)]);
      if (stop?.aborted) return { outcome: 'aborted' };
      if (found === undefined) return { outcome: 'failed', error: 'timeout' };
      if (!found.ok) {
        return { outcome: 'failed', error: found.refusal === 'webhooks.url.unresolved' ? 'unresolved' : 'inside' };
      }
      const attempt = await post(found.destination, parcel, signal, false);
      return stop?.aborted && attempt.outcome === 'failed' ? { outcome: 'aborted' } : attempt;
    },
    close: () => {
      plain.destroy();
      secure.destroy();
    },
  };
};

/** Resolves when the signal says so. */
const abortOf = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });

/** Reads an answer's body only so that the connection can be used again. */
const drain = (answer: IncomingMessage): void => {
  let bytes = 0;
  answer.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES_MAX) answer.destroy();
  });
  answer.on('error', () => undefined);
};

const attemptOfAnswer = (answer: IncomingMessage): Attempt => {
  const status = answer.statusCode ?? 0;
  if (status >= 200 && status < 300) return { outcome: 'delivered', status };
  if (status === 410) return { outcome: 'failed', error: 'gone', status };
  if (status >= 300 && status < 400) return { outcome: 'failed', error: 'redirected', status };
  return { outcome: 'failed', error: 'status', status, retryAfterSeconds: secondsOf(answer.headers['retry-after']) };
};

/** Only seconds; a date would have to be believed about both clocks. */
const secondsOf = (retryAfter: string | undefined): number | undefined =>
  retryAfter !== undefined && /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) : undefined;

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : '');

const isReset = (error: Error): boolean => ['ECONNRESET', 'EPIPE'].includes(codeOf(error));

const errorOf = (error: Error): AttemptError => {
  const code = codeOf(error);
  if (/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|ETIMEDOUT|EACCES|EPERM)$/.test(code)) return 'unreachable';
  if (/CERT|TLS|SSL|ALTNAME|SIGNED|SIGNATURE|ISSUER/.test(code)) return 'tls';
  return 'broken';
};
