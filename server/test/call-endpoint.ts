import type { z } from 'zod';
import { assert } from '../src/kernel/assert.ts';
import type { Endpoint, EndpointRequest, Principal } from '../src/platform/http/endpoint.ts';

export type Called = { readonly status: number; readonly body: unknown } | { readonly refusal: string };

type Given = {
  readonly query?: unknown;
  readonly body?: unknown;
  /** The Idempotency-Key header. */
  readonly clientReference?: string;
};

const matchPath = (pattern: string, path: string): Record<string, string> | undefined => {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    if (part.startsWith(':')) params[part.slice(1)] = given[i] as string;
    else if (part !== given[i]) return undefined;
  }
  return params;
};

const parse = (schema: z.ZodType | undefined, value: unknown): unknown => (schema ? schema.parse(value) : undefined);

/**
 * Calls an endpoint without a server: `call(principal, 'POST /v1/units', { body })`. Input goes through the endpoint's
 * schemas, which throw; the answer must be of the schema of its status, and a refusal one that the endpoint names.
 */
export const callerOf =
  <Who extends Principal>(endpoints: readonly Endpoint<Who>[]) =>
  async (principal: Who, what: string, given: Given = {}): Promise<Called> => {
    const [method, path = ''] = what.split(' ');
    const found = endpoints
      .map((one) => ({ one, params: one.method === method ? matchPath(one.path, path) : undefined }))
      .find(({ params }) => params !== undefined);
    assert(found, `there is no endpoint ${what}`);
    const { one, params } = found;
    if (!principal.scopes.has(one.scope)) return { refusal: 'http.scope.missing' };
    const request: EndpointRequest<Who> = {
      principal,
      params: parse(one.params, params),
      query: parse(one.query, given.query ?? {}),
      body: parse(one.body, given.body),
      clientReference: given.clientReference,
      address: '127.0.0.1',
      requestId: 'test',
      language: 'en',
    };
    const outcome = await one.handler(request);
    if ('refusal' in outcome) {
      assert(one.refusals.includes(outcome.refusal), `${what} refuses ${outcome.refusal} without saying so`);
      return { refusal: outcome.refusal };
    }
    const schema = one.answers[outcome.status];
    assert(schema !== undefined, `${what} does not say that it answers ${outcome.status}`);
    if (schema && 'file' in schema) return { status: outcome.status, body: outcome.body };
    schema?.parse(outcome.body);
    // An answer without a body (204) has none to read back.
    const text = JSON.stringify(outcome.body) as string | undefined;
    return { status: outcome.status, body: text === undefined ? undefined : (JSON.parse(text) as unknown) };
  };
