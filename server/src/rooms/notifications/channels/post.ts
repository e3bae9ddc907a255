import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { ATTEMPT_MS_MAX } from './channel.ts';
import { reach, type Guard } from './reach.ts';

/** What a POST came to. `not_sent`: nothing was said to anybody. `unknown`: it was said, and no answer came. */
export type Posted =
  | { readonly came: 'answer'; readonly status: number; readonly body: string; readonly retryAfterSeconds?: number }
  | { readonly came: 'not_sent'; readonly reason: string }
  | { readonly came: 'unknown'; readonly reason: string };

type ToPost = {
  readonly url: URL;
  readonly method?: 'POST' | 'PUT' | 'GET';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
};

const ANSWER_BYTES_MAX = 64 * 1024;

/** One request to an address that was checked. Redirects are answers. Never throws. */
export async function post({ url, method = 'POST', headers, body }: ToPost, guard: Guard): Promise<Posted> {
  const isSecure = url.protocol === 'https:';
  const port = url.port === '' ? (isSecure ? 443 : 80) : Number(url.port);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const reached = await reach(host, port, guard);
  if (!reached.ok) return { came: 'not_sent', reason: 'inside' };
  const { address } = reached;
  if (address === undefined) return { came: 'not_sent', reason: 'unresolved' };
  return new Promise((resolve) => {
    let isConnected = false;
    const ask = isSecure ? httpsRequest : httpRequest;
    const sent = ask(
      {
        host: address,
        port,
        method,
        path: `${url.pathname}${url.search}`,
        headers: { ...headers, host: url.host, 'content-length': String(Buffer.byteLength(body)) },
        agent: false,
        signal: AbortSignal.timeout(ATTEMPT_MS_MAX),
        ...(isSecure && { servername: isIP(host) === 0 ? host : '', ...(guard.trust && { ca: guard.trust }) }),
      },
      (answer) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > ANSWER_BYTES_MAX) answer.destroy();
          else chunks.push(chunk);
        });
        answer.on('error', () => undefined);
        // Once there is an answer its status counts, and not how its body ended.
        answer.once('close', () => {
          const after = answer.headers['retry-after'];
          resolve({
            came: 'answer',
            status: answer.statusCode ?? 0,
            body: Buffer.concat(chunks).toString('utf8'),
            ...(after !== undefined && /^\d{1,6}$/.test(after) && { retryAfterSeconds: Number(after) }),
          });
        });
      },
    );
    sent.once('socket', (socket) => socket.once(isSecure ? 'secureConnect' : 'connect', () => (isConnected = true)));
    sent.once('error', () =>
      resolve(isConnected ? { came: 'unknown', reason: 'no_answer' } : { came: 'not_sent', reason: 'unreachable' }),
    );
    sent.end(body);
  });
}
