import type { FastifyRequest } from 'fastify';
import type { HttpCaller } from './endpoint.ts';

/** The cookie of the portal's session. */
export const SESSION_COOKIE = 'tallystick_session';
/** The cookie of a member's session: its path keeps it from every other endpoint. */
export const MEMBER_COOKIE = 'tallystick_member';
export const MEMBER_COOKIE_PATH = '/v1/me';
/** The header that a form of another site cannot set, nor a script of it without our leave. */
export const CSRF_HEADER = 'x-csrf-token';

const HEADER_LENGTH_MAX = 4_096;
const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/;

/** The session's token among the cookies; undefined where there is none, or two that contradict each other. */
export const sessionTokenOf = (cookies: string | undefined, cookie = SESSION_COOKIE): string | undefined => {
  if (cookies === undefined || cookies.length > HEADER_LENGTH_MAX) return undefined;
  const found = cookies
    .split(';')
    .map((one) => one.trim())
    .filter((one) => one.startsWith(`${cookie}=`))
    .map((one) => one.slice(cookie.length + 1));
  // A second cookie of that name is one that somebody else planted.
  return found.length === 1 ? found[0] : undefined;
};

/** Where the request comes from. */
export const callerOf = (request: FastifyRequest): HttpCaller => {
  const csrf = request.headers[CSRF_HEADER];
  return {
    device: request.headers['user-agent'] ?? '',
    sessionToken: sessionTokenOf(request.headers.cookie),
    memberToken: sessionTokenOf(request.headers.cookie, MEMBER_COOKIE),
    csrf: typeof csrf === 'string' ? csrf : undefined,
    isLoopback: LOOPBACK_HOST.test(request.headers.host ?? ''),
  };
};

type CookieFor = Pick<HttpCaller, 'isLoopback'>;

/** The cookie to set; an empty token takes it away. Without `Secure` only on this very machine. */
const cookieOf = (name: string, path: string, token: string, caller: CookieFor, maxAgeSeconds: number): string =>
  [
    `${name}=${token}`,
    `Path=${path}`,
    'HttpOnly',
    'SameSite=Strict',
    `Max-Age=${token === '' ? 0 : maxAgeSeconds}`,
    ...(caller.isLoopback ? [] : ['Secure']),
  ].join('; ');

/** The cookie of a portal session. */
export const sessionCookie = (token: string, caller: CookieFor, maxAgeSeconds: number): string =>
  cookieOf(SESSION_COOKIE, '/', token, caller, maxAgeSeconds);

/** The cookie of a member's session. */
export const memberCookie = (token: string, caller: CookieFor, maxAgeSeconds: number): string =>
  cookieOf(MEMBER_COOKIE, MEMBER_COOKIE_PATH, token, caller, maxAgeSeconds);
