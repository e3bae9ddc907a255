import type { Instant } from '../../kernel/instant.ts';

/** Served, stopped for a while with its cursors kept, or gone for good (the receiver answered 410) until a person resumes it. */
export type EndpointState = 'active' | 'paused' | 'disabled';

/** Why it is not active: a person asked, it failed wholly, or it answered 410 Gone. */
export type StateReason = '' | 'asked' | 'failing' | 'gone';

/** Where a tenant wants to be told what happens. Its secrets are apart (`signing-keys.ts`). */
export type Endpoint = {
  readonly endpoint: number;
  readonly tenant: number;
  readonly url: string;
  readonly description: string;
  /** Event types, or their beginnings as `checkout.*`; `*` is everything. */
  readonly events: readonly string[];
  readonly state: EndpointState;
  readonly reason: StateReason;
  readonly stateSince: Instant;
  readonly previousKeyUntil: Instant | undefined;
  readonly consecutiveFailures: number;
  /** Of the first failure since the last success; absent while it succeeds. */
  readonly failingSince: Instant | undefined;
  readonly revision: number;
  readonly madeAt: Instant;
};

export const ENDPOINTS_PER_TENANT_MAX = 50;

const EVENT_FILTER = /^(\*|[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){0,3}(\.\*)?)$/;

/** True for `*`, `checkout.*`, `checkout.sale.*` and `checkout.sale.confirmed`. */
export const isEventFilter = (text: string): boolean => text.length <= 100 && EVENT_FILTER.test(text);

/** True where one of the filters takes events of that type. */
export const takesEvent = (filters: readonly string[], type: string): boolean =>
  filters.some((filter) => filter === type || (filter.endsWith('*') && type.startsWith(filter.slice(0, -1))));

/** The name under which an endpoint's cursors stand. */
export const followerOf = (endpoint: number): string => `webhooks.${endpoint}`;
