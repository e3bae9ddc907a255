import type { Ok } from '../../kernel/refusal.ts';
import { addSeconds } from '../../kernel/instant.ts';
import { withEndpoint, type NotFound } from './change-endpoint.ts';
import type { Endpoint } from './endpoint.ts';
import { createSecret, sealSecret, secretText } from './signing-keys.ts';
import { updateEndpoint } from './store/endpoint.ts';
import { PROGRAM_ITSELF, type Actor } from '../../platform/audit.ts';
import type { WebhookDeps } from './webhook-deps.ts';

/** Time for a receiver to take over the new key, when it asks for no other. */
export const PREVIOUS_KEY_HOURS = 24;

/**
 * Makes a new signing key; for so many hours the previous one signs beside it, and 0 ends it at once. A key from before the
 * previous one signs no more.
 */
export const rotateKey = (
  deps: WebhookDeps,
  tenant: number,
  endpoint: number,
  previousHours = PREVIOUS_KEY_HOURS,
  by: Actor = PROGRAM_ITSELF,
): Promise<Ok<{ readonly endpoint: Endpoint; readonly secret: string }> | NotFound> =>
  withEndpoint(
    deps,
    tenant,
    endpoint,
    async (tx, found) => {
      const secret = createSecret();
      const rotated = await updateEndpoint(tx, {
        ...found,
        secret: sealSecret(deps.keys, endpoint, secret),
        previousSecret: found.secret,
        previousKeyUntil: addSeconds(deps.clock.now(), previousHours * 3_600),
      });
      return { ok: true as const, endpoint: rotated, secret: secretText(secret) };
    },
    { act: 'key_rotated', by },
  );
