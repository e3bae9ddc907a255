import i18next from 'i18next';
import { actNames } from './act-names.ts';
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

/** Questions that met the end of a session, and go on with the next one. */
const whenSignedIn: (() => void)[] = [];

let csrf = '';
/** Tells what every change has to carry; the session says it anew after each sign-in. */
export const setCsrf = (token: string): void => {
  csrf = token;
  for (const goOn of whenSignedIn.splice(0)) goOn();
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

/** References that were made here: by others, typed or told, somebody else means something. */
const ours = new Set<string>();

/** What is only asked, in a body because of what it says. Nothing is done twice by asking twice. */
const QUESTION = /\/(search|find|quote|totals|preview|balance)$|^POST \/v1\/reports\/operations$/;

/** A write, what tells it from others, and how it is sent: by one name as long as nobody knows what became of it. */
type Write = { readonly content: string; readonly body: string | undefined; readonly key?: string };

/**
 * The write as it goes out, under the name that it had before where nobody knows yet what became of it: in the header, or as the body's
 * own `reference`, and then with the moment that it told. A file is named in its address, and a question changes nothing.
 */
async function nameWrite(what: What, query: Query | undefined, raw: Raw | undefined): Promise<Write | undefined> {
  if (what.startsWith('GET ') || QUESTION.test(what) || typeof (raw?.content ?? '') !== 'string') return undefined;
  const text = raw?.content as string | undefined;
  const where = `${what} ${JSON.stringify(query ?? {})}`;
  const told = (raw?.type === 'application/json' ? JSON.parse(text ?? '{}') : {}) as Record<string, unknown>;
  if (typeof told['reference'] !== 'string') {
    // Signing in and passwords: no trace of them stays in the browser, and the door keeps no answers to them.
    const content = `${where} ${text ?? ''}`;
    if (what.includes(' /v1/portal/')) return { content, body: text, key: crypto.randomUUID() };
    const { name } = await actNames.nameOf(content, { name: crypto.randomUUID() });
    return { content, body: text, key: name };
  }
  if (!ours.has(told['reference'])) return undefined;
  const { reference, occurredAt, ...rest } = told as { reference: string; occurredAt?: string };
  const content = `${where} ${JSON.stringify(rest)}`;
  const { name, at } = await actNames.nameOf(content, { name: reference, at: occurredAt });
  const body = JSON.stringify({ ...rest, reference: name, ...(at !== undefined && { occurredAt: at }) });
  return { content, body };
}

const sessionWasOver = (): Problem => ({
  ...{ status: 401, code: 'portal.session.over', title: i18next.t('shell.sessionWasOver') },
});

/** An answer after which nobody knows whether it was done, or it is still being done. */
const isOpen = (response: Response, code: string | undefined): boolean =>
  response.status >= 500 || code === 'operation.under_way';

/**
 * Sends a request and gives the response when it is a yes; throws as `ask` does. For files in and out; everything else asks by `ask`.
 */
export async function send(what: What, { query, raw }: { query?: Query; raw?: Raw } = {}): Promise<Response> {
  const [method, path] = what.split(' ') as [string, string];
  const write = await nameWrite(what, query, raw);
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
        ...(write?.key === undefined ? {} : { 'idempotency-key': write.key }),
      },
      ...(raw ? { body: write?.body ?? raw.content } : {}),
    });
  } catch {
    line.tell(false);
    throw new Unreachable(i18next.t('shell.noAnswer'));
  }
  line.tell(true);
  if (response.ok) {
    if (write) await actNames.answered(write.content);
    return response;
  }
  // Of the portal's own endpoints 401 is an answer: a wrong password, nobody signed in. What it says of others is meant for tills.
  if (response.status === 401 && !path.startsWith('/v1/portal/')) {
    whenSignedOut();
    if (write) await actNames.answered(write.content);
    // What only asks stands behind the sign-in, and is asked again after it; what does something waits for whoever pressed.
    if (!what.startsWith('GET ') && !QUESTION.test(what)) throw new Refused(sessionWasOver());
    await new Promise<void>((goOn) => whenSignedIn.push(goOn));
    return await send(what, { ...(query && { query }), ...(raw && { raw }) });
  }
  const told = (await response.json().catch(() => undefined)) as Problem | undefined;
  if (write && !isOpen(response, told?.code)) await actNames.answered(write.content);
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
export const newReference = (): string => {
  const reference = crypto.randomUUID();
  ours.add(reference);
  return reference;
};

/** Whoever signs out leaves no write behind that the next would go on with. */
export const forgetActs = (): void => actNames.forget();
