import { staffPolicySchema } from '../../../../../contract/staff.ts';
import { actorOf, refuseBound, roomEndpoint, TAGS } from './room-endpoint.ts';
import type { StaffRouteDeps } from './room-endpoint.ts';

/** `GET /v1/staff/policy` */
export const getPolicy = ({ staff }: StaffRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/staff/policy',
    summary: 'Get what the tenant has decided about its people',
    scope: 'staff:read',
    tags: TAGS,
    answers: { 200: staffPolicySchema },
    refusals: ['staff.person.not_for_bound'],
    handler: async ({ principal }) =>
      refuseBound(principal) ?? { status: 200 as const, body: await staff.policy(principal.tenant) },
  });

/** `PUT /v1/staff/policy` */
export const setPolicy = ({ staff }: StaffRouteDeps) =>
  roomEndpoint({
    method: 'PUT',
    path: '/v1/staff/policy',
    summary: 'Replace what the tenant has decided about its people',
    scope: 'staff:write',
    tags: TAGS,
    body: staffPolicySchema,
    answers: { 200: staffPolicySchema },
    refusals: ['staff.person.not_for_bound'],
    examples: { body: { approvalNeedsPerson: true } },
    handler: async ({ principal, body }) =>
      refuseBound(principal) ?? {
        status: 200 as const,
        body: await staff.setPolicy(principal.tenant, body, actorOf(principal)),
      },
  });
