import type { FastifyRequest } from 'fastify';
import type { HttpCaller } from './endpoint.ts';

/** The cookie of the portal's session. */
export const SESSION_COOKIE = 'tallystick_session';
/** The header that a form of another site cannot set, nor a script of it without our leave. */
export const CSRF_HEADER = 'x-csrf-token';

const HEADER_LENGTH_MAX = 4_096;
const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/;

/** The session's token among the cookies; undefined where there is none, or two that contradict each other. */
export const sessionTokenOf = (cookies: string | undefined): string | undefined => {
  if (cookies === undefined || cookies.length > HEADER_LENGTH_MAX) return undefined;
  const found = cookies
    .split(';')
    .map((one) => one.trim())
    .filter((one) => one.startsWith(`${SESSION_COOKIE}=`))
    .map((one) => one.slice(SESSION_COOKIE.length + 1));
  // A second cookie of that name is one that somebody else planted.
  return found.length === 1 ? found[0] : undefined;
};

/** Where the request comes from. */
export const callerOf = (request: FastifyRequest): HttpCaller => {
  const csrf = request.headers[CSRF_HEADER];
  return {
    address: request.ip,
    device: request.headers['user-agent'] ?? '',
    sessionToken: sessionTokenOf(request.headers.cookie),
    csrf: typeof csrf === 'string' ? csrf : undefined,
    isLoopback: LOOPBACK_HOST.test(request.headers.host ?? ''),
  };
};

/** The cookie to set; an empty token takes it away. Without `Secure` only on this very machine. */
export const sessionCookie = (token: string, caller: Pick<HttpCaller, 'isLoopback'>, maxAgeSeconds: number): string =>
  [
    `${SESSION_COOKIE}=${token}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Strict',
    `Max-Age=${token === '' ? 0 : maxAgeSeconds}`,
    ...(caller.isLoopback ? [] : ['Secure']),
  ].join('; ');
