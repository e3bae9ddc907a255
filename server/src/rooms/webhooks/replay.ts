import type { Instant } from '../../kernel/instant.ts';
import type { Ok } from '../../kernel/refusal.ts';
import { rewindTo } from '../../platform/followers/index.ts';
import { withEndpoint, type NotFound } from './change-endpoint.ts';
import { followerOf, type Endpoint } from './endpoint.ts';
import { updateEndpoint } from './store/endpoint.ts';
import { deleteFailedEventsBehind, reviveDeadEvents } from './store/failed-event.ts';
import { PROGRAM_ITSELF, type Actor } from '../../platform/audit.ts';
import type { WebhookDeps } from './webhook-deps.ts';

/**
 * Moves the endpoint's cursors back to the first operation recorded at `from` or later, never forwards, so that everything since is
 * told again under the same ids. Failed events from then on are forgotten: they are told with the rest. The state stays.
 */
export const replayFrom = (
  deps: WebhookDeps,
  tenant: number,
  endpoint: number,
  from: Instant,
  by: Actor = PROGRAM_ITSELF,
): Promise<Ok<{ readonly endpoint: Endpoint }> | NotFound> =>
  withEndpoint(
    deps,
    tenant,
    endpoint,
    async (tx, found) => {
      const cursors = await rewindTo(tx, followerOf(endpoint), from);
      await deleteFailedEventsBehind(tx, endpoint, cursors);
      return { ok: true as const, endpoint: await updateEndpoint(tx, found) };
    },
    { act: 'replayed', by },
  );

/** Tries the events again that were given up, from the beginning of the retry schedule. */
export const replayDead = (
  deps: WebhookDeps,
  tenant: number,
  endpoint: number,
  by: Actor = PROGRAM_ITSELF,
): Promise<Ok<{ readonly endpoint: Endpoint }> | NotFound> =>
  withEndpoint(
    deps,
    tenant,
    endpoint,
    async (tx, found) => {
      await reviveDeadEvents(tx, endpoint, deps.clock.now());
      return { ok: true as const, endpoint: await updateEndpoint(tx, found) };
    },
    { act: 'dead_replayed', by },
  );
