import { assert } from '../../kernel/assert.ts';
import type { RefusalCatalogue } from './catalogue.ts';
import { repeatRefusalsOf } from './answer-once.ts';
import type { Endpoint, HandlerOutcome } from './endpoint.ts';

/**
 * Holds what a handler gave against what its endpoint promises in the OpenAPI document: a status that is not promised,
 * a body of another form, or a refusal that is not listed is a bug.
 */
export const checkOutcome = (endpoint: Endpoint<never>, outcome: HandlerOutcome, catalogue: RefusalCatalogue): void => {
  const name = `${endpoint.method} ${endpoint.path}`;
  if ('refusal' in outcome) {
    assert(catalogue.has(outcome.refusal), `${name} refuses "${outcome.refusal}", which stands in no list`);
    const isSaid = endpoint.refusals.includes(outcome.refusal) || repeatRefusalsOf(endpoint).includes(outcome.refusal);
    assert(isSaid, `${name} refuses "${outcome.refusal}" and does not say so`);
    return;
  }
  const schema = endpoint.answers[outcome.status];
  assert(schema !== undefined, `${name} answers ${outcome.status} and does not say so`);
  if (schema === null) {
    assert(outcome.body === undefined, `${name} answers ${outcome.status} with a body and does not say so`);
    return;
  }
  if ('file' in schema) return;
  // As the caller will read it: without what is undefined, and without what JSON cannot say.
  const seen = schema.safeParse(JSON.parse(JSON.stringify(outcome.body)) as unknown);
  if (seen.success) return;
  const wrong = seen.error.issues.map((issue) => `${issue.path.map(String).join('.')}: ${issue.message}`).join('; ');
  assert(false, `${name} answers ${outcome.status} in another form than it says: ${wrong}`);
};
