import { memberPathSchema, memberSchema } from '../../../../../contract/members.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { findMember } from '../find-member.ts';
import { memberBodies } from './member-body.ts';
import { roomEndpoint, type MemberRouteDeps } from './room-endpoint.ts';

/** `GET /v1/members/:member` */
export const getMember = (deps: MemberRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/members/:member',
    summary: 'Show a member',
    scope: 'members:read',
    tags: ['members'],
    params: memberPathSchema,
    answers: { 200: memberSchema },
    refusals: ['members.member.unknown'],
    handler: async ({ principal, params }) => {
      const found = await findMember(deps.tokens, deps.machine.look, principal.tenant, params.member);
      if (!found.ok) return found;
      const [body] = await memberBodies(deps, principal.tenant, [found]);
      return body ? { status: 200 as const, body } : refuse('members.member.unknown');
    },
  });
