// What comes in, measured against the schemas of the endpoint. Everything that is wrong is said at once.

import type { z } from 'zod';
import { clientReference } from '../../../../contract/common.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import type { Endpoint } from './endpoint.ts';
import type { InputError, InputRefusal } from './problem.ts';
import type { JsonFlaw, StrictJson } from './strict-json.ts';

export type Input = {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly clientReference: string | undefined;
};

/** A body with a thousand wrong lines is told about the first twenty. */
const ERRORS_SHOWN_MAX = 20;

/** Reads parameters, query, Idempotency-Key and body by the endpoint's schemas; refuses with every place that is wrong. */
export const readInput = (
  endpoint: Endpoint<never>,
  raw: { readonly params: unknown; readonly query: unknown; readonly idempotencyKey: unknown; readonly body: unknown },
): Input | InputRefusal => {
  const bodyJson = raw.body as StrictJson | undefined;
  if (bodyJson !== undefined && !bodyJson.ok) return refusalOfFlaw(bodyJson.flaw);
  const errors: InputError[] = [];
  const input: Input = {
    params: parsed(endpoint.params, raw.params, 'path', errors),
    query: parsed(endpoint.query, raw.query, 'query', errors),
    body: parsed(endpoint.body, bodyJson?.value, 'body', errors),
    clientReference:
      raw.idempotencyKey === undefined
        ? undefined
        : (parsed(clientReference, unquoted(raw.idempotencyKey), 'headers.idempotency-key', errors) as string),
  };
  return errors.length === 0 ? input : { ...refuse('http.input.invalid'), errors: errors.slice(0, ERRORS_SHOWN_MAX) };
};

const parsed = (schema: z.ZodType | undefined, value: unknown, place: string, errors: InputError[]): unknown => {
  if (schema === undefined) return undefined;
  const outcome = schema.safeParse(value);
  if (outcome.success) return outcome.data;
  for (const issue of outcome.error.issues) {
    const message = isAbsent(value, issue) ? `Missing: ${issue.message.replace(RECEIVED_NOTHING, '')}` : issue.message;
    errors.push({ path: [place, ...issue.path.map(String)].join('.'), message });
  }
  return undefined;
};

// The schemas' own words for a field that was left out: true, but what a programmer looks for is that it is missing.
const RECEIVED_NOTHING = /^Invalid (?:input|option): |, received undefined$/g;

const isAbsent = (value: unknown, { code, path }: z.core.$ZodIssue): boolean =>
  (code === 'invalid_type' || code === 'invalid_value') &&
  path.length > 0 &&
  path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value) === undefined;

// The header's draft standard has it quoted; nearly everybody sends it bare. Both mean the same reference.
const unquoted = (header: unknown): unknown =>
  typeof header === 'string' && header.length > 2 && header.startsWith('"') && header.endsWith('"')
    ? header.slice(1, -1)
    : header;

const refusalOfFlaw = (flaw: JsonFlaw): Refusal => {
  switch (flaw.kind) {
    case 'duplicate_key':
      return refuse('http.body.duplicate_key', { path: flaw.path });
    case 'key_forbidden':
      return refuse('http.body.key_forbidden', { path: flaw.path });
    case 'number_imprecise':
      return refuse('http.body.number_imprecise', { detail: flaw.detail });
    default:
      return refuse('http.body.malformed', { detail: flaw.detail });
  }
};
