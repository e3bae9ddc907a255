/** A no in words, or no line at all. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
  /** Nobody answered. */
  get isOffline(): boolean {
    return this.status === 0;
  }
}

let csrf = '';
/** The header that every change must carry; given with the page and at sign-in. */
export const keepCsrf = (token: string): void => {
  csrf = token;
};

let language = 'en';
export const askIn = (spoken: string): void => {
  language = spoken;
};

const ANSWER_MS_MAX = 15_000;

/** Asks the server: `ask('GET /v1/me')`. Throws `Refused` with the sentence that the server says. */
export async function ask<Answer>(what: string, body?: unknown): Promise<Answer> {
  const [method, url] = what.split(' ') as [string, string];
  let answer: Response;
  try {
    answer = await fetch(url, {
      method,
      headers: {
        'accept-language': language,
        ...(method === 'GET' ? {} : { 'x-csrf-token': csrf }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    });
  } catch {
    throw new Refused(0, 'offline', '');
  }
  const isJson = (answer.headers.get('content-type') ?? '').includes('json');
  const told = (isJson ? await answer.json() : {}) as Record<string, unknown>;
  if (!answer.ok) {
    const { code, detail } = told as { readonly code?: string; readonly detail?: string };
    throw new Refused(answer.status, code ?? '', detail ?? '');
  }
  return told as Answer;
}

/** A name for something that is to happen once, however often it is sent. */
export const newReference = (): string => `page-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 12)}`;
