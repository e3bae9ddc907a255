import { refuse } from '../../../kernel/refusal.ts';
import type { Refusal } from '../../../kernel/refusal.ts';
import type { Tokens } from '../../../kernel/token.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { RefusalCatalogue } from '../../../platform/http/catalogue.ts';
import { endpointsFor } from '../../../platform/http/endpoint.ts';
import type { Principal as DoorPrincipal } from '../../../platform/http/endpoint.ts';
import type { Staff } from '../create-staff.ts';

/** Who speaks, as far as this room looks. */
export type Principal = DoorPrincipal;

/** What the endpoints of this room stand on. */
export type StaffRouteDeps = {
  readonly staff: Staff;
  readonly tokens: Tokens;
  /** Slot: how many decimals the tenant's unit of that code has. */
  readonly decimalsOf: (tenant: number, unit: string) => number | undefined;
  readonly clock: Clock;
  /** Whose sentences tell why a yes would be refused now. */
  readonly catalogue: RefusalCatalogue;
  /** Slot: what the tenant is called. */
  readonly tenantNamed: (tenant: number) => { readonly code: string; readonly name: string };
};

export const roomEndpoint = endpointsFor<Principal>();

export const TAGS = ['staff'];

// People, grants and approvals stand in no lane.
const NO_LANE = 0;

/** The name of a thing of this room outside. */
export const token = (tokens: Tokens, prefix: 'person' | 'grant' | 'appr' | 'session', id: bigint): string =>
  tokens.encode(prefix, NO_LANE, id);

/** The id behind such a name; undefined for a text that is none. */
export const idOf = (
  tokens: Tokens,
  prefix: 'person' | 'grant' | 'appr' | 'session' | 'cred',
  text: string,
): bigint | undefined => tokens.decode(prefix, text)?.id;

/** Refuses whoever speaks for a part of the tenant: people and what they may belong to all of it. */
export const refuseBound = (principal: Principal): Refusal<'staff.person.not_for_bound'> | undefined =>
  [principal.partner, principal.terminal, principal.outlet, principal.program].every((one) => one === undefined)
    ? undefined
    : refuse('staff.person.not_for_bound');

export { actorOf } from '../../../platform/audit.ts';
