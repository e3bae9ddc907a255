import { STATUS_CODES } from 'node:http';
import { Fault } from '../../kernel/fault.ts';
import { readableFact } from '../../kernel/readable.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Refusal, RefusalEntry } from '../../kernel/refusal.ts';
import type { RefusalCatalogue } from './catalogue.ts';

export type Language = 'en' | 'es';

/** One place of the input and what is wrong there. `path` is dotted: `body.lines.0.price`. */
export type InputError = { readonly path: string; readonly message: string };

/** RFC 9457, with the refusal's code and what a till needs to know to go on. */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly till: RefusalEntry['till'];
  readonly retry: RefusalEntry['retry'];
  readonly facts?: Readonly<Record<string, string>>;
  readonly errors?: readonly InputError[];
  readonly requestId?: string;
};

/** A refusal of the door that also names the places of the input. */
export type InputRefusal = Refusal & { readonly errors?: readonly InputError[] };

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** How long to wait where nothing better is known: a lane batch is over long before. */
const RETRY_AFTER_SECONDS = '1';

/** The problem that tells a refusal to the outside. A code that the catalogue does not have is a bug. */
export const problemOf = (
  refusal: InputRefusal,
  catalogue: RefusalCatalogue,
  about: { readonly requestId?: string; readonly language?: Language } = {},
): Problem => {
  const entry = catalogue.entry(refusal.refusal);
  const language = about.language ?? 'en';
  return {
    type: `urn:tallystick:refusal:${refusal.refusal}`,
    title: STATUS_CODES[entry.status] ?? 'Refused',
    status: entry.status,
    code: refusal.refusal,
    detail: filled(entry.text[language], refusal.facts, language),
    till: entry.till,
    retry: entry.retry,
    ...(refusal.facts && { facts: refusal.facts }),
    ...(refusal.errors && { errors: refusal.errors }),
    ...(about.requestId !== undefined && { requestId: about.requestId }),
  };
};

/** The seconds for a Retry-After header, where waiting is what helps; the fact `retry_after_s` goes before the default. */
export const retryAfterOf = (refusal: Refusal, entry: RefusalEntry): string | undefined =>
  entry.status === 503 || entry.status === 429 ? (refusal.facts?.['retry_after_s'] ?? RETRY_AFTER_SECONDS) : undefined;

/** What is told to the outside about a thrown error: never its message, which may hold names, numbers or SQL. */
export const refusalOfError = (error: unknown): Refusal => {
  if (!(error instanceof Fault)) return refuse('http.server.bug');
  return refuse(error.retry === 'unknown' ? 'operation.outcome_unknown' : 'http.server.fault');
};

/** `es` where the Accept-Language header names it before English, else `en`. */
export const languageOf = (acceptLanguage: string | undefined): Language =>
  acceptLanguage !== undefined && /^\s*es\b/i.test(acceptLanguage) ? 'es' : 'en';

// In the facts a quantity is plain text, for machines; in the sentence it is written as its readers write it.
const filled = (text: string, facts: Refusal['facts'], language: Language): string =>
  text
    .replace(/\{(\w+)\}/g, (_, name: string) => {
      // A fact that is a sentence of its own has one in each language: `what_es`.
      const fact = facts?.[`${name}_${language}`] ?? facts?.[name];
      return fact === undefined ? '…' : readableFact(name, fact, language);
    })
    .trim();
