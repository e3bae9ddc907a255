// Writes that keep no client references of their own are done once under an Idempotency-Key all the same: the door keeps their answers.

import { canonicalJson } from '../../kernel/canonical.ts';
import type { RepeatRefusal, Repeats } from '../repeats/index.ts';
import type { Endpoint, EndpointAnswer, HandlerOutcome, Principal } from './endpoint.ts';

const REPEAT_REFUSALS: readonly RepeatRefusal['refusal'][] = [
  'operation.reference_reused',
  'operation.under_way',
  'operation.outcome_lost',
];

/** The repeat of a write carries it, so that a client can tell. */
const REPEATED_HEADER = { 'idempotent-replayed': 'true' };

/**
 * Whether the door keeps the answers of this endpoint under an Idempotency-Key. Not where nothing is changed, where the room does it
 * itself (a `reference` in the body, `repeats: 'own'`), where a file goes in or out, and not where the caller is no client of the API
 * but a person at a browser or a device: there is no credential then whose name it could be.
 */
export const keepsAnswers = (endpoint: Endpoint<never>): boolean =>
  endpoint.method !== 'GET' &&
  endpoint.repeats === undefined &&
  endpoint.upload === undefined &&
  endpoint.scope !== 'public' &&
  !endpoint.scope.startsWith('portal:') &&
  !takesReference(endpoint) &&
  Object.values(endpoint.answers).every((answer) => answer === null || !('file' in answer));

/** Whether an Idempotency-Key means something here. */
export const readsIdempotencyKey = (endpoint: Endpoint<never>): boolean =>
  takesReference(endpoint) || endpoint.upload !== undefined || keepsAnswers(endpoint);

/** What the door refuses where it keeps the answers. */
export const repeatRefusalsOf = (endpoint: Endpoint<never>): readonly string[] =>
  keepsAnswers(endpoint) ? REPEAT_REFUSALS : [];

const takesReference = (endpoint: Endpoint<never>): boolean => {
  const { shape } = (endpoint.body ?? {}) as { readonly shape?: Readonly<Record<string, unknown>> };
  return shape !== undefined && 'reference' in shape;
};

type Asked = {
  readonly principal: Principal;
  readonly reference: string;
  readonly url: string;
  readonly body: unknown;
};

/** What `work` answers, or what it answered when the same was asked before under that name. */
export const answerOnce = async (
  repeats: Repeats,
  endpoint: Endpoint<never>,
  { principal, reference, url, body }: Asked,
  work: () => HandlerOutcome | Promise<HandlerOutcome>,
): Promise<HandlerOutcome> => {
  const { tenant, credential, program, partner, outlet, terminal } = principal;
  // Whoever acts for another place asks for another thing.
  const place = [program, partner, outlet, terminal].map((one) => one ?? null);
  const content = canonicalJson([endpoint.method, url, place, body ?? null]);
  const told = await repeats.once({ tenant, credential, reference, content }, work, (done) => !('refusal' in done));
  if ('refusal' in told) return told;
  if (!told.repeated) return told.done;
  const kept = told.done as EndpointAnswer;
  return { ...kept, headers: { ...kept.headers, ...REPEATED_HEADER } };
};
