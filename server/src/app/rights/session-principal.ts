import { assert } from '../../kernel/assert.ts';
import { addSeconds } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import type { Endpoint } from '../../platform/http/endpoint.ts';
import type { Principal } from '../../rooms/partners/index.ts';
import { SELF, STEP_UP_SECONDS, type Grant, type Session } from '../../rooms/staff/index.ts';
import type { House } from '../compose.ts';
import { rightOf } from './matrix.ts';

type Asked = Pick<Endpoint<Principal>, 'method' | 'path' | 'scope'>;
type Bound = Pick<Principal, 'partner' | 'program' | 'outlet'>;

const nameOf = ({ scope, place }: Pick<Grant, 'scope' | 'place'>): string =>
  scope === 'tenant' ? 'tenant' : `${scope}:${place}`;

/** The place in which the person acts: the whole tenant where a grant reaches so far, else the only one, or the named. */
const placeOf = (grants: readonly Grant[], actingFor: string | undefined): string | undefined | Refusal => {
  const names = [...new Set(grants.map(nameOf))];
  if (actingFor !== undefined) {
    if (names.includes(actingFor)) return actingFor;
    return refuse('staff.session.beyond_place', { place: names.join(', ') });
  }
  if (names.includes('tenant')) return 'tenant';
  return names.length <= 1 ? names[0] : refuse('staff.session.place_unclear');
};

const boundTo = ({ partners, programs }: House, tenant: number, place: string): Bound | undefined => {
  const [scope, code = ''] = place.split(':');
  if (scope === 'partner') {
    const partner = partners.settings().partnerByCode(tenant, code);
    return partner && { partner: partner.partner };
  }
  if (scope === 'program') {
    const program = programs.settings().programByCode(tenant, code);
    return program && { program: program.program };
  }
  const outlet = partners.settings().outletByCode(tenant, code);
  // With its outlet it is bound to the program of that, whose settings it reads.
  return outlet && { outlet: outlet.outlet, program: outlet.program };
};

/**
 * The principal as which a signed-in person asks for this endpoint: its scopes are the permissions of the grants that
 * hold in the place in which it acts, and it is bound to that place. Refuses a dangerous act without a fresh second
 * factor, several places of which none was named (`acting-for: partner:norte`), one that is not granted, and endpoints
 * that do not know how to keep within such a place: what the matrix does not say is not allowed.
 */
export const sessionPrincipal = async (
  house: House,
  session: Session,
  asked: Asked,
  actingFor: string | undefined,
): Promise<Principal | Refusal> => {
  const { tenant, person } = session;
  let portal = house.partners.settings().portalCredentialOf(person.person);
  if (portal === undefined) {
    // Made by another process a moment ago.
    await house.partners.refresh();
    portal = house.partners.settings().portalCredentialOf(person.person);
  }
  assert(portal !== undefined, 'whoever accepted an invitation has a credential of the portal');
  const who = {
    tenant,
    credential: portal.credential,
    name: person.name,
    person: person.person,
    session: session.session,
  };
  if (asked.scope === SELF) return { ...who, scopes: new Set([SELF]) };
  const grants = await house.staff.grantsOf(tenant, person.person);
  const right = rightOf(`${asked.method} ${asked.path}`);
  const opens = ({ role }: Grant): boolean =>
    role.permissions.has(asked.scope) || (right?.alsoBy !== undefined && role.permissions.has(right.alsoBy));
  const giving = grants.filter(opens);
  const place = placeOf(giving, actingFor);
  // The door says which scope is missing.
  if (place === undefined) return { ...who, scopes: new Set() };
  if (typeof place === 'object') return place;
  if (right?.stepUp === true && addSeconds(session.steppedUpAt, STEP_UP_SECONDS) <= house.clock.now()) {
    return refuse('staff.session.step_up_needed');
  }
  const here = grants.filter((grant) => ['tenant', place].includes(nameOf(grant)));
  // Whoever came in by the narrower permission has the wider one for this request, which is of this endpoint alone.
  const scopes = new Set(here.flatMap((grant) => [...grant.role.permissions, ...(opens(grant) ? [asked.scope] : [])]));
  if (place === 'tenant') return { ...who, scopes };
  const bound = boundTo(house, tenant, place);
  const [scope] = place.split(':');
  const keepsWithin = right?.within?.some((one) => one === scope) ?? false;
  if (bound === undefined || !keepsWithin) return refuse('staff.session.beyond_place', { place });
  return { ...who, ...bound, place, scopes };
};
