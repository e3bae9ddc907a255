import { pageQuery } from '../../../../../contract/common.ts';
import {
  personChangeSchema,
  personInputSchema,
  personPageSchema,
  personPathSchema,
  personSchema,
} from '../../../../../contract/staff.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { decodeCursor, pageOfRows } from '../../../platform/http/cursor.ts';
import { actorOf, idOf, refuseBound, roomEndpoint, TAGS, token } from './room-endpoint.ts';
import type { StaffRouteDeps } from './room-endpoint.ts';
import { personBody } from './staff-body.ts';

/** `GET /v1/staff/people` */
export const listPeople = ({ staff, tokens }: StaffRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/staff/people',
    summary: 'List the people who work with the program',
    description: 'In the order in which they were added, also those who have left.',
    scope: 'staff:read',
    tags: TAGS,
    query: pageQuery,
    answers: { 200: personPageSchema },
    refusals: ['staff.person.not_for_bound', 'http.cursor.malformed'],
    handler: async ({ principal, query }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const cursor = query.cursor === undefined ? undefined : decodeCursor(query.cursor, ['string']);
      if (cursor && !cursor.ok) return cursor;
      const after = cursor === undefined ? 0n : idOf(tokens, 'person', cursor.key[0]);
      if (after === undefined) return refuse('http.cursor.malformed');
      const rows = await staff.listPeople(principal.tenant, { after, limit: query.limit });
      const body = pageOfRows(
        rows,
        query.limit,
        (one) => personBody(tokens, one),
        ({ person }) => [token(tokens, 'person', person)],
      );
      return { status: 200 as const, body };
    },
  });

/** `GET /v1/staff/people/:id` */
export const getPerson = ({ staff, tokens }: StaffRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/staff/people/:id',
    summary: 'Get a person',
    scope: 'staff:read',
    tags: TAGS,
    params: personPathSchema,
    answers: { 200: personSchema },
    refusals: ['staff.person.not_for_bound', 'staff.person.not_found'],
    handler: async ({ principal, params }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const id = idOf(tokens, 'person', params.id);
      const person = id === undefined ? undefined : await staff.findPerson(principal.tenant, id);
      if (person === undefined) return refuse('staff.person.not_found');
      return { status: 200 as const, body: personBody(tokens, person) };
    },
  });

/** `POST /v1/staff/people` */
export const addPerson = ({ staff, tokens }: StaffRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/staff/people',
    summary: 'Add a person and send the invitation',
    description: 'Its e-mail address is its name: sending the same one again is refused and changes nothing.',
    scope: 'staff:write',
    tags: TAGS,
    body: personInputSchema,
    answers: { 201: personSchema },
    refusals: ['staff.person.not_for_bound', 'staff.person.email_malformed', 'staff.person.email_taken'],
    examples: { body: { name: 'Lucía García', email: 'lucia@example.com', language: 'es' } },
    handler: async ({ principal, body }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const outcome = await staff.addPerson(principal.tenant, body, actorOf(principal));
      return outcome.ok ? { status: 201 as const, body: personBody(tokens, outcome.person) } : outcome;
    },
  });

/** `PATCH /v1/staff/people/:id` */
export const changePerson = ({ staff, tokens }: StaffRouteDeps) =>
  roomEndpoint({
    method: 'PATCH',
    path: '/v1/staff/people/:id',
    summary: 'Rename a person, suspend it, or say that it has left',
    description: 'Who is suspended or has left is out of all sessions at once, and out of credentials within a second.',
    scope: 'staff:write',
    tags: TAGS,
    params: personPathSchema,
    body: personChangeSchema,
    answers: { 200: personSchema },
    refusals: [
      'staff.person.not_for_bound',
      'staff.person.not_found',
      'staff.person.is_oneself',
      'staff.person.has_left',
      'staff.person.not_active',
    ],
    examples: { body: { state: 'suspended', reason: 'On leave' } },
    handler: async ({ principal, params, body }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const id = idOf(tokens, 'person', params.id);
      if (id === undefined) return refuse('staff.person.not_found');
      const outcome = await staff.changePerson(principal.tenant, id, body, actorOf(principal));
      return outcome.ok ? { status: 200 as const, body: personBody(tokens, outcome.person) } : outcome;
    },
  });

/** `POST /v1/staff/people/:id/invitation` */
export const resendInvitation = ({ staff, tokens }: StaffRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/staff/people/:id/invitation',
    summary: 'Send the invitation again',
    description: 'The link of the earlier one is worth nothing then.',
    scope: 'staff:write',
    tags: TAGS,
    params: personPathSchema,
    answers: { 200: personSchema },
    refusals: [
      'staff.person.not_for_bound',
      'staff.person.not_found',
      'staff.person.not_invited',
      'staff.signin.too_many_tries',
    ],
    handler: async ({ principal, params }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const id = idOf(tokens, 'person', params.id);
      if (id === undefined) return refuse('staff.person.not_found');
      const outcome = await staff.resendInvitation(principal.tenant, id, actorOf(principal));
      return outcome.ok ? { status: 200 as const, body: personBody(tokens, outcome.person) } : outcome;
    },
  });
