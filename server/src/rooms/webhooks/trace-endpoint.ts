import type { Act, Actor } from '../../platform/audit.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { Endpoint } from './endpoint.ts';
import type { WebhookDeps } from './webhook-deps.ts';

/** What was done to an endpoint, and who did it. */
export type Trace = { readonly act: string; readonly by: Actor; readonly after?: Act['after'] };

/** Without the query: receivers put secrets into it. */
const addressOf = (url: string): string => url.split('?', 1)[0] ?? '';

const factsOf = (endpoint: Endpoint | undefined): Act['before'] =>
  endpoint && {
    url: addressOf(endpoint.url),
    description: endpoint.description,
    events: [...endpoint.events],
    state: endpoint.state,
  };

/** Writes it into the audit chain, last in the transaction. */
export const traceEndpoint = (
  deps: Pick<WebhookDeps, 'audit'>,
  tx: Tx,
  tenant: number,
  number: number,
  { act, by, after }: Trace,
  states: { readonly before?: Endpoint | undefined; readonly after?: Endpoint | undefined },
): Promise<void> =>
  deps.audit(tx, {
    ...{ tenant, by, act: `webhooks.endpoint.${act}`, subject: `webhook ${number}` },
    before: factsOf(states.before),
    after: after === undefined && states.after === undefined ? undefined : { ...factsOf(states.after), ...after },
  });
