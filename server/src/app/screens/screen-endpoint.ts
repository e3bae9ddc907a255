import type { Endpoint } from '../../platform/http/endpoint.ts';
import { endpointsFor } from '../../platform/http/endpoint.ts';
import { assert } from '../../kernel/assert.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import type { Principal } from '../../rooms/partners/index.ts';

/** An endpoint whose principal is one of the room partners. */
export const screenEndpoint = endpointsFor<Principal>();

type Asked = {
  readonly principal: Principal;
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
  readonly language?: 'en' | 'es';
};

/**
 * Asks an endpoint of a room from inside: what a screen shows in one piece is put together from answers that each room guards by
 * itself. The input is taken as the endpoint's schemas would give it.
 */
export async function askRoom<Body>(
  endpoints: readonly Endpoint<Principal>[],
  what: string,
  { principal, params, query, body, language = 'en' }: Asked,
): Promise<Body | Refusal> {
  const found = endpoints.find(({ method, path }) => `${method} ${path}` === what);
  assert(found, `there is an endpoint ${what}`);
  const outcome = await found.handler({
    ...{ principal, params, query, language, body },
    ...{ clientReference: undefined, address: '', requestId: '' },
  });
  return 'refusal' in outcome ? outcome : (outcome.body as Body);
}
