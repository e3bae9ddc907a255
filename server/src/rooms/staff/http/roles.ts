import {
  permissionListSchema,
  roleInputSchema,
  rolePageSchema,
  rolePathSchema,
  roleAnswerSchema,
  roleWaitsSchema,
} from '../../../../../contract/staff.ts';
import { assert } from '../../../kernel/assert.ts';
import { parseQuantity } from '../../../kernel/quantity.ts';
import { refuse } from '../../../kernel/refusal.ts';
import type { ApprovalLimit } from '../role.ts';
import { actorOf, refuseBound, roomEndpoint, TAGS, token } from './room-endpoint.ts';
import type { StaffRouteDeps } from './room-endpoint.ts';
import { roleBody } from './staff-body.ts';

/** `GET /v1/staff/permissions` */
export const listPermissions = ({ staff }: StaffRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/staff/permissions',
    summary: 'List all permissions that a role can be made of',
    scope: 'staff:read',
    tags: TAGS,
    answers: { 200: permissionListSchema },
    refusals: [],
    handler: () => ({ status: 200 as const, body: { items: [...staff.permissions] } }),
  });

/** `GET /v1/staff/roles` */
export const listRoles = (deps: StaffRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/staff/roles',
    summary: 'List the roles',
    scope: 'staff:read',
    tags: TAGS,
    answers: { 200: rolePageSchema },
    refusals: ['staff.person.not_for_bound'],
    handler: async ({ principal }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const roles = await deps.staff.listRoles(principal.tenant);
      return { status: 200 as const, body: { items: roles.map((role) => roleBody(deps, role)) } };
    },
  });

/** `PUT /v1/staff/roles/:code` */
export const defineRole = (deps: StaffRouteDeps) =>
  roomEndpoint({
    method: 'PUT',
    path: '/v1/staff/roles/:code',
    summary: 'Make a role, or replace what it may',
    description:
      'Who has it may so from the next request on. Nobody gives a role what he may not do himself. What lets whoever has it do more ' +
      'alone, or approve more, waits for a second person: `approval` names the request, and the rest is what holds until somebody says yes.',
    scope: 'staff:write',
    tags: TAGS,
    params: rolePathSchema,
    body: roleInputSchema,
    answers: { 200: roleAnswerSchema, 202: roleWaitsSchema },
    refusals: [
      'staff.person.not_for_bound',
      'staff.role.code_malformed',
      'staff.role.unknown_permission',
      'staff.role.unknown_unit',
      'staff.role.limits_lost',
      'staff.role.beyond_own',
      'staff.approval.reference_reused',
      'kernel.quantity.malformed',
      'kernel.quantity.negative',
      'kernel.quantity.too_many_decimals',
      'kernel.quantity.too_large',
    ],
    examples: {
      body: {
        name: 'Service desk',
        permissions: ['members:read', 'cards:write', 'approvals:decide'],
        limits: [{ kind: '*', unit: 'PTS', upTo: '5000' }],
      },
    },
    handler: async ({ principal, params, body }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const limits: ApprovalLimit[] = [];
      for (const { kind, unit, upTo } of body.limits) {
        const decimals = deps.decimalsOf(principal.tenant, unit);
        if (decimals === undefined) return refuse('staff.role.unknown_unit', { unit });
        const amount = parseQuantity(upTo, decimals);
        if (!amount.ok) return amount;
        if (amount.value < 0n) return refuse('kernel.quantity.negative', { quantity: upTo });
        limits.push({ kind, unit, amountMax: amount.value });
      }
      const { name, permissions, alone, reference } = body;
      const input = { code: params.code, name, permissions, limits, alone };
      const by = actorOf(principal);
      const outcome = await deps.staff.defineRole(principal.tenant, input, by, principal.scopes, reference);
      if (!outcome.ok) return outcome;
      const { role, approval: asked } = outcome;
      const approval = asked && token(deps.tokens, 'appr', asked.approval);
      if (role === undefined) {
        assert(approval !== undefined, 'a role that waits for nobody is there');
        return { status: 202 as const, body: { approval } };
      }
      const waiting = asked?.state === 'pending' && { approval };
      return { status: 200 as const, body: { ...roleBody(deps, role), ...waiting } };
    },
  });
