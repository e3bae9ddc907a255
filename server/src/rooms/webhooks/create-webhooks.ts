import type { Instant } from '../../kernel/instant.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Tokens } from '../../kernel/token.ts';
import { noAudit, type Actor, type Audit } from '../../platform/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { createJournalWatch, followerLag, type JournalWatch } from '../../platform/followers/index.ts';
import type { Keys } from '../../platform/keys.ts';
import { readJournalPage } from '../ledger/index.ts';
import { addEndpoint, type AddEndpointOutcome, type EndpointInput, type EventRefusal } from './add-endpoint.ts';
import type { SenderOptions } from './attempt.ts';
import {
  changeEndpoint,
  pauseEndpoint,
  removeEndpoint,
  resumeEndpoint,
  type EndpointOutcome,
  type NotFound,
} from './change-endpoint.ts';
import { databasePorts, type UrlRefusal } from './destination.ts';
import { createDispatcher } from './dispatcher.ts';
import { followerOf, type Endpoint, type EndpointState } from './endpoint.ts';
import type { FailedEvent, FailedEventState } from './failed-event.ts';
import { PAUSE_RULE, type PauseRule } from './health.ts';
import type { Describe } from './message.ts';
import { listStates } from './read/lag.ts';
import { replayDead, replayFrom } from './replay.ts';
import { rotateKey } from './rotate-key.ts';
import { createSlots } from './slots.ts';
import { findEndpoint, selectEndpoints } from './store/endpoint.ts';
import { countFailedEvents, selectFailedEvents } from './store/failed-event.ts';
import { testEndpoint, type TestOutcome } from './test-endpoint.ts';
import type { WebhookDeps } from './webhook-deps.ts';

/** How far an endpoint is behind the journal, and what it has not got. */
export type EndpointLag = {
  readonly endpoint: number;
  readonly tenant: number;
  readonly state: EndpointState;
  readonly rows: bigint;
  readonly seconds: number;
  readonly undelivered: bigint;
  readonly dead: bigint;
};

type Ok<T> = { readonly ok: true } & T;
type Page = { readonly after: number; readonly limit: number };
type FailurePage = {
  readonly state: FailedEventState | undefined;
  readonly after: { readonly lane: number; readonly seq: bigint };
  readonly limit: number;
};

/** The room: its verbs, and the sending itself between `start` and `stop`. */
export type Webhooks = {
  start(): void;
  /** Breaks off what is being sent, writes where it stands, and ends. */
  stop(): Promise<void>;
  lag(): Promise<readonly EndpointLag[]>;
  readonly add: (tenant: number, input: EndpointInput, by?: Actor) => Promise<AddEndpointOutcome>;
  readonly find: (tenant: number, endpoint: number) => Promise<EndpointOutcome>;
  readonly list: (tenant: number, page: Page) => Promise<readonly Endpoint[]>;
  readonly change: (
    tenant: number,
    endpoint: number,
    change: Partial<EndpointInput>,
    by?: Actor,
  ) => Promise<EndpointOutcome | UrlRefusal | EventRefusal>;
  readonly remove: (tenant: number, endpoint: number, by?: Actor) => Promise<Ok<object> | NotFound>;
  readonly rotateKey: (
    tenant: number,
    endpoint: number,
    previousHours?: number,
    by?: Actor,
  ) => Promise<Ok<{ readonly endpoint: Endpoint; readonly secret: string }> | NotFound>;
  readonly pause: (
    tenant: number,
    endpoint: number,
    by?: Actor,
  ) => Promise<EndpointOutcome | Refusal<'webhooks.endpoint.disabled'>>;
  readonly resume: (tenant: number, endpoint: number, by?: Actor) => Promise<EndpointOutcome>;
  readonly replayFrom: (tenant: number, endpoint: number, from: Instant, by?: Actor) => Promise<EndpointOutcome>;
  readonly replayDead: (tenant: number, endpoint: number, by?: Actor) => Promise<EndpointOutcome>;
  readonly failures: (
    tenant: number,
    endpoint: number,
    page: FailurePage,
  ) => Promise<Ok<{ readonly events: readonly FailedEvent[] }> | NotFound>;
  readonly test: (tenant: number, endpoint: number, by: Actor) => Promise<Ok<TestOutcome> | NotFound>;
};

// Attempts at the same time, all endpoints of this process together.
const SWIFT_SLOTS = 256;
const SLOW_SLOTS = 32;

/**
 * Makes the room. Without `watch` it looks at the journal for itself. `guard` opens what is otherwise refused: http, addresses
 * inside; the port of the database is refused whatever it says.
 */
export const createWebhooks = (given: {
  readonly database: Database;
  readonly clock: Clock;
  readonly keys: Keys;
  readonly tokens: Tokens;
  readonly describe: Describe;
  /** The audit chain of the tenant; no trace where left out. */
  readonly audit?: Audit;
  readonly guard?: SenderOptions;
  readonly watch?: JournalWatch;
  readonly pauseRule?: PauseRule;
  readonly onFailure?: (error: unknown, endpoint: number) => void;
}): Webhooks => {
  const { database, onFailure } = given;
  const ownWatch = given.watch
    ? undefined
    : createJournalWatch({ database, onFailure: (error) => onFailure?.(error, 0) });
  const refusedPorts = new Set([...databasePorts(database.url), ...(given.guard?.refusedPorts ?? [])]);
  const deps: WebhookDeps = {
    database,
    clock: given.clock,
    keys: given.keys,
    tokens: given.tokens,
    watch: (given.watch ?? ownWatch) as JournalWatch,
    read: readJournalPage,
    describe: given.describe,
    audit: given.audit ?? noAudit,
    guard: { ...given.guard, refusedPorts },
    pauseRule: given.pauseRule ?? PAUSE_RULE,
    slots: { swift: createSlots(() => SWIFT_SLOTS), slow: createSlots(() => SLOW_SLOTS) },
    onFailure,
  };
  const dispatcher = createDispatcher(deps);
  const waking = async <T>(work: Promise<T>): Promise<T> => {
    const outcome = await work;
    dispatcher.wake();
    return outcome;
  };

  const find: Webhooks['find'] = async (tenant, endpoint) => {
    const found = await findEndpoint(database, tenant, endpoint);
    return found === undefined ? refuse('webhooks.endpoint.not_found') : { ok: true, endpoint: found };
  };

  return {
    start: () => {
      ownWatch?.start();
      dispatcher.start();
    },
    stop: async () => {
      await dispatcher.stop();
      await ownWatch?.stop();
    },
    lag: async () => {
      const endpoints = await listStates(database);
      const [lags, failed] = await Promise.all([
        followerLag(
          database,
          endpoints.map(({ endpoint }) => followerOf(endpoint)),
        ),
        countFailedEvents(database),
      ]);
      const behind = new Map(lags.map((lag) => [lag.follower, lag]));
      return endpoints.map(({ endpoint, tenant, state }) => ({
        endpoint,
        tenant,
        state,
        rows: behind.get(followerOf(endpoint))?.rows ?? 0n,
        seconds: behind.get(followerOf(endpoint))?.seconds ?? 0,
        undelivered: failed.get(endpoint)?.undelivered ?? 0n,
        dead: failed.get(endpoint)?.dead ?? 0n,
      }));
    },
    add: (tenant, input, by) => waking(addEndpoint(deps, tenant, input, by)),
    find,
    list: (tenant, page) => selectEndpoints(database, tenant, page),
    change: (tenant, endpoint, change, by) => waking(changeEndpoint(deps, tenant, endpoint, change, by)),
    remove: (tenant, endpoint, by) => waking(removeEndpoint(deps, tenant, endpoint, by)),
    rotateKey: (tenant, endpoint, hours, by) => waking(rotateKey(deps, tenant, endpoint, hours, by)),
    pause: (tenant, endpoint, by) => waking(pauseEndpoint(deps, tenant, endpoint, by)),
    resume: (tenant, endpoint, by) => waking(resumeEndpoint(deps, tenant, endpoint, by)),
    replayFrom: (tenant, endpoint, from, by) => waking(replayFrom(deps, tenant, endpoint, from, by)),
    replayDead: (tenant, endpoint, by) => waking(replayDead(deps, tenant, endpoint, by)),
    failures: async (tenant, endpoint, page) => {
      const found = await find(tenant, endpoint);
      return found.ok ? { ok: true, events: await selectFailedEvents(database, endpoint, page) } : found;
    },
    test: (tenant, endpoint, by) => testEndpoint(deps, tenant, endpoint, by),
  };
};
