import {
  grantInputSchema,
  grantPageSchema,
  grantPathSchema,
  grantSchema,
  personPathSchema,
} from '../../../../../contract/staff.ts';
import { instantFromIso } from '../../../kernel/instant.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { actorOf, idOf, refuseBound, roomEndpoint, TAGS } from './room-endpoint.ts';
import type { StaffRouteDeps } from './room-endpoint.ts';
import { grantBody } from './staff-body.ts';

/** `GET /v1/staff/people/:id/grants` */
export const listGrants = ({ staff, tokens }: StaffRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/staff/people/:id/grants',
    summary: 'List the roles that a person has now, and where',
    scope: 'staff:read',
    tags: TAGS,
    params: personPathSchema,
    answers: { 200: grantPageSchema },
    refusals: ['staff.person.not_for_bound', 'staff.person.not_found'],
    handler: async ({ principal, params }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const id = idOf(tokens, 'person', params.id);
      const person = id === undefined ? undefined : await staff.findPerson(principal.tenant, id);
      if (person === undefined) return refuse('staff.person.not_found');
      const grants = await staff.grantsOf(principal.tenant, person.person);
      return { status: 200 as const, body: { items: grants.map((grant) => grantBody(tokens, grant)) } };
    },
  });

/** `POST /v1/staff/people/:id/grants` */
export const grantRole = ({ staff, tokens }: StaffRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/staff/people/:id/grants',
    summary: 'Give a person a role',
    description:
      'For the whole tenant, or in one program, partner or outlet; for good, or until then. Having it already is ' +
      'refused and changes nothing.',
    scope: 'staff:write',
    tags: TAGS,
    params: personPathSchema,
    body: grantInputSchema,
    answers: { 201: grantSchema },
    refusals: [
      'http.input.invalid',
      'staff.person.not_for_bound',
      'staff.person.not_found',
      'staff.person.has_left',
      'staff.person.is_oneself',
      'staff.role.not_found',
      'staff.role.beyond_own',
      'staff.grant.place_not_found',
      'staff.grant.already_expired',
      'staff.grant.exists',
    ],
    examples: { body: { role: 'service-desk', scope: 'partner', place: 'norte' } },
    handler: async ({ principal, params, body }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const until = body.until === undefined ? undefined : instantFromIso(body.until);
      const isWhole = (body.scope === 'tenant') === (body.place === undefined);
      if (!isWhole || (until === undefined && body.until !== undefined)) return refuse('http.input.invalid');
      const person = idOf(tokens, 'person', params.id);
      if (person === undefined) return refuse('staff.person.not_found');
      const where = { scope: body.scope, place: body.place ?? '' };
      const input = { person, role: body.role, where, until };
      const outcome = await staff.grantRole(principal.tenant, input, actorOf(principal), principal.scopes);
      return outcome.ok ? { status: 201 as const, body: grantBody(tokens, outcome.grant) } : outcome;
    },
  });

/** `DELETE /v1/staff/grants/:id` */
export const endGrant = ({ staff, tokens }: StaffRouteDeps) =>
  roomEndpoint({
    method: 'DELETE',
    path: '/v1/staff/grants/:id',
    summary: 'Take a role away',
    description: 'From the next request on.',
    scope: 'staff:write',
    tags: TAGS,
    params: grantPathSchema,
    answers: { 200: grantSchema },
    refusals: ['staff.person.not_for_bound', 'staff.grant.not_found', 'staff.role.beyond_own'],
    handler: async ({ principal, params }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const id = idOf(tokens, 'grant', params.id);
      if (id === undefined) return refuse('staff.grant.not_found');
      const outcome = await staff.endGrant(principal.tenant, id, actorOf(principal), principal.scopes);
      return outcome.ok ? { status: 200 as const, body: grantBody(tokens, outcome.grant) } : outcome;
    },
  });
