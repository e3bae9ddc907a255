import { randomUUID } from 'node:crypto';
import { isoFromInstant } from '../../kernel/instant.ts';
import type { Actor } from '../../platform/audit.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Ok } from '../../kernel/refusal.ts';
import { createSender, type AttemptError } from './attempt.ts';
import type { NotFound } from './change-endpoint.ts';
import { headersOf } from './parcel.ts';
import { openSecret } from './signing-keys.ts';
import { findEndpoint } from './store/endpoint.ts';
import { traceEndpoint } from './trace-endpoint.ts';
import type { WebhookDeps } from './webhook-deps.ts';

export const TEST_EVENT = 'webhooks.endpoint.tested';

export type TestOutcome = {
  readonly id: string;
  readonly isDelivered: boolean;
  readonly status?: number | undefined;
  readonly error?: AttemptError | undefined;
  readonly milliseconds: number;
};

/** Sends one event that tells nothing, now and once, whatever the endpoint's state or filters, and says what came of it. */
export const testEndpoint = async (
  deps: WebhookDeps,
  tenant: number,
  endpoint: number,
  by: Actor,
): Promise<Ok<TestOutcome> | NotFound> => {
  const found = await findEndpoint(deps.database, tenant, endpoint);
  if (found === undefined) return refuse('webhooks.endpoint.not_found');
  // Before it goes out: whether it arrives is not known before, and may never be.
  await deps.database.transaction((tx) =>
    traceEndpoint(deps, tx, tenant, endpoint, { act: 'tested', by }, { after: found }),
  );
  const at = deps.clock.now();
  const id = `test-${randomUUID()}-${endpoint}`;
  const body = JSON.stringify({ type: TEST_EVENT, timestamp: isoFromInstant(at), data: {} });
  const headers = headersOf(id, body, { secrets: [openSecret(deps.keys, endpoint, found.secret)], at });
  const sender = createSender(deps.guard);
  const startedMs = performance.now();
  // Among the slow ones: somebody who tests dead endpoints all day delays none that live.
  const attempt = await deps.slots.slow.use(() => sender.send(found.url, { headers, body }));
  sender.close();
  const milliseconds = Math.round(performance.now() - startedMs);
  if (attempt.outcome === 'delivered') return { ok: true, id, isDelivered: true, status: attempt.status, milliseconds };
  const { status, error } = attempt.outcome === 'failed' ? attempt : {};
  return { ok: true, id, isDelivered: false, status, error, milliseconds };
};
