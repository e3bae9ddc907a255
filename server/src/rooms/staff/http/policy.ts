import { staffPolicyAnswerSchema, staffPolicyInputSchema, staffPolicySchema } from '../../../../../contract/staff.ts';
import type { StaffPolicy } from '../policy.ts';
import { actorOf, refuseBound, roomEndpoint, TAGS } from './room-endpoint.ts';
import type { StaffRouteDeps } from './room-endpoint.ts';

const policyBody = ({ bounds, ...policy }: StaffPolicy) => ({ ...policy, bounds: [...bounds] });

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
      refuseBound(principal) ?? { status: 200 as const, body: policyBody(await staff.policy(principal.tenant)) },
  });

/** `PUT /v1/staff/policy` */
export const setPolicy = ({ staff, tokens }: StaffRouteDeps) =>
  roomEndpoint({
    method: 'PUT',
    path: '/v1/staff/policy',
    summary: 'Replace what the tenant has decided about its people',
    scope: 'staff:write',
    tags: TAGS,
    description:
      'Stricter rules hold at once. Looser ones wait for a second person under the rules as they are: `approval` names ' +
      'the request then, and the rest shows what holds until somebody says yes.',
    body: staffPolicyInputSchema,
    answers: { 200: staffPolicyAnswerSchema },
    refusals: ['staff.person.not_for_bound', 'staff.approval.reference_reused', 'staff.role.limits_lost'],
    examples: {
      body: {
        ...{ reference: 'policy-1', approvalNeedsPerson: true, approvalNeedsAuthenticator: true, newcomerHours: 168 },
      },
    },
    handler: async ({ principal, body: { reference, ...policy } }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const outcome = await staff.setPolicy(principal.tenant, policy, actorOf(principal), reference);
      if (!outcome.ok) return outcome;
      const { approval } = outcome;
      const waiting = approval?.state === 'pending' && { approval: tokens.encode('appr', 0, approval.approval) };
      return { status: 200 as const, body: { ...policyBody(outcome.policy), ...waiting } };
    },
  });
