import type { Instant } from '../../kernel/instant.ts';
import { createBell, createLeases } from '../../platform/followers/index.ts';
import { startCourier, type Courier, type Served } from './courier.ts';
import { openSecret } from './signing-keys.ts';
import { selectActiveEndpoints, type SealedEndpoint } from './store/endpoint.ts';
import type { WebhookDeps } from './webhook-deps.ts';

/** Keeps one courier for every active endpoint whose lease this process has. */
export type Dispatcher = {
  start(): void;
  /** Looks at the endpoints at once: somebody has changed one. */
  wake(): void;
  stop(): Promise<void>;
};

const LOOK_MS = 1_000;
// Any number, as long as no other kind of lease has it.
const LEASE_KIND = 7_001;

/** Looks at the endpoints every second, so that a change made in another process holds here within that time. */
export const createDispatcher = (deps: WebhookDeps): Dispatcher => {
  const couriers = new Map<number, Courier>();
  const leases = createLeases(deps.database, LEASE_KIND);
  const bell = createBell();
  let isRunning = false;
  let running: Promise<void> | undefined;

  const dismiss = async (endpoint: number, courier: Courier): Promise<void> => {
    couriers.delete(endpoint);
    await courier.stop();
    await leases.release(endpoint);
  };

  const serve = async (row: SealedEndpoint): Promise<void> => {
    const courier = couriers.get(row.endpoint);
    if (courier) courier.update(servedOf(deps, row));
    else if (await leases.take(row.endpoint))
      couriers.set(row.endpoint, startCourier(deps, servedOf(deps, row), bell.ring));
  };

  const look = async (): Promise<void> => {
    const rows = await selectActiveEndpoints(deps.database);
    const active = new Set(rows.map((row) => row.endpoint));
    const leaving = [...couriers].filter(
      ([endpoint, courier]) => !active.has(endpoint) || !leases.has(endpoint) || courier.isHalted(),
    );
    await Promise.all(leaving.map(([endpoint, courier]) => dismiss(endpoint, courier)));
    for (const row of rows) {
      // One whose secret does not open must not keep the others from being served.
      await serve(row).catch((error: unknown) => deps.onFailure?.(error, row.endpoint));
    }
  };

  const run = async (): Promise<void> => {
    while (isRunning) {
      await look().catch((error: unknown) => deps.onFailure?.(error, 0));
      if (isRunning) await bell.sleep(LOOK_MS);
    }
    await Promise.all([...couriers].map(([endpoint, courier]) => dismiss(endpoint, courier)));
    await leases.stop();
  };

  return {
    start: () => {
      if (isRunning) return;
      isRunning = true;
      running = run();
    },
    wake: bell.ring,
    stop: async () => {
      isRunning = false;
      bell.ring();
      await running;
    },
  };
};

const servedOf = (deps: WebhookDeps, row: SealedEndpoint): Served => {
  const secret = openSecret(deps.keys, row.endpoint, row.secret);
  const previous = row.previousSecret && openSecret(deps.keys, row.endpoint, row.previousSecret);
  const isPreviousValid = (now: Instant): boolean => row.previousKeyUntil !== undefined && now < row.previousKeyUntil;
  return {
    endpoint: row,
    secrets: (now) => (previous !== undefined && isPreviousValid(now) ? [secret, previous] : [secret]),
  };
};
