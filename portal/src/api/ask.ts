import i18next from 'i18next';
import { answered, nameOfAct } from './act-names.ts';
import { line } from './line.ts';

/** What the API refuses, in words that a cashier can say aloud (RFC 9457). */
export type Problem = {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
};

/** Thrown by `ask` when the API says no; what was typed stays where it is. */
export class Refused extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
  }
}

/** Thrown by `ask` when nobody answered: the outcome is not known, which is no refusal. */
export class Unreachable extends Error {}

/** Called when the session is over in the middle of work; the shell then asks who is there, over what was being done. */
let whenSignedOut: () => void = () => undefined;
export const onSignedOut = (listener: () => void): void => {
  whenSignedOut = listener;
};

let csrf = '';
/** Tells what every change has to carry; the session says it anew after each sign-in. */
export const setCsrf = (token: string): void => {
  csrf = token;
};

type Query = Readonly<Record<string, string | number | boolean | undefined>>;
type Asked = { readonly query?: Query; readonly body?: unknown };

const address = (path: string, query: Query = {}): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== '') search.set(name, String(value));
  const text = search.toString();
  return text ? `${path}?${text}` : path;
};

type What = `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;

/** What goes out as it is, a file for one, and under which media type. */
type Raw = { readonly content: Blob | string; readonly type: string };

/**
 * What a write is told apart by, where it goes by a name of the portal's own. A file is named in its address, and what carries a
 * `reference` by that.
 */
const contentOf = (what: What, query: Query | undefined, raw: Raw | undefined): string | undefined => {
  if (what.startsWith('GET ') || typeof (raw?.content ?? '') !== 'string') return undefined;
  const body = (raw?.content ?? '') as string;
  if (raw?.type === 'application/json' && 'reference' in (JSON.parse(body) as object)) return undefined;
  return `${what} ${JSON.stringify(query ?? {})} ${body}`;
};

/** An answer after which nobody knows whether it was done, or it is still being done. */
const isOpen = (response: Response, code: string | undefined): boolean =>
  response.status >= 500 || code === 'operation.under_way';

/**
 * Sends a request and gives the response when it is a yes; throws as `ask` does. For files in and out; everything else asks by `ask`.
 */
export async function send(what: What, { query, raw }: { query?: Query; raw?: Raw } = {}): Promise<Response> {
  const [method, path] = what.split(' ') as [string, string];
  const content = contentOf(what, query, raw);
  let response: Response;
  try {
    response = await fetch(address(path, query), {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json, */*',
        // Refusals come in the language of the screen, not in that of the browser.
        'accept-language': document.documentElement.lang,
        ...(method === 'GET' ? {} : { 'x-csrf-token': csrf }),
        ...(raw ? { 'content-type': raw.type } : {}),
        // One press is one act, however often it is sent until its answer arrives.
        ...(content === undefined ? {} : { 'idempotency-key': nameOfAct(content) }),
      },
      ...(raw ? { body: raw.content } : {}),
    });
  } catch {
    line.tell(false);
    throw new Unreachable(i18next.t('shell.noAnswer'));
  }
  line.tell(true);
  if (response.ok) {
    if (content !== undefined) answered(content);
    return response;
  }
  // Of the portal's own endpoints 401 is an answer: a wrong password, nobody signed in.
  if (response.status === 401 && !path.startsWith('/v1/portal/')) whenSignedOut();
  const told = (await response.json().catch(() => undefined)) as Problem | undefined;
  if (content !== undefined && !isOpen(response, told?.code)) answered(content);
  const { status } = response;
  throw new Refused(told ?? { status, code: 'http.unknown', title: 'The server did not answer in its words' });
}

/**
 * Asks the API: `ask('POST /v1/members/find', { body: { phone } })`. Gives the answer's body; throws Refused for a no and Unreachable for
 * silence. The session travels in its cookie, a change carries the token that only this page knows.
 */
export async function ask<Answer>(what: What, { query, body }: Asked = {}): Promise<Answer> {
  const response = await send(what, {
    ...(query ? { query } : {}),
    ...(body === undefined ? {} : { raw: { content: JSON.stringify(body), type: 'application/json' } }),
  });
  if (response.status === 204) return undefined as Answer;
  const answer: unknown = await response.json().catch(() => undefined);
  return answer as Answer;
}

/** A name for one act, so that pressing twice does it once. */
export const newReference = (): string => crypto.randomUUID();
