import { policySchema, programPathSchema, programSchema } from '../../../../../contract/programs.ts';
import { actorOf } from '../../../platform/audit.ts';
import { endpoint } from '../../../platform/http/endpoint.ts';
import type { Programs } from '../create-programs.ts';
import { policyFromBody, programBody } from './program-body.ts';
import { refuseBound } from './refuse-bound.ts';

/** `PUT /v1/programs/:code/policy` */
export const setPolicy = (programs: Programs) =>
  endpoint({
    method: 'PUT',
    path: '/v1/programs/:code/policy',
    summary: 'Replace the policy of a program',
    description: 'What is left out goes back to its default. It decides every operation from the next second on.',
    scope: 'settings:write',
    tags: ['programs'],
    params: programPathSchema,
    body: policySchema,
    answers: { 200: programSchema },
    refusals: ['programs.tenant.not_for_bound', 'programs.program.not_found', 'programs.program.closed'],
    examples: { body: { unknownReturn: 'refuse', claimWithinDays: 14 } },
    handler: async ({ principal, params, body }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const outcome = await programs.setPolicy(principal.tenant, params.code, policyFromBody(body), actorOf(principal));
      return outcome.ok ? { status: 200 as const, body: programBody(outcome.program) } : outcome;
    },
  });
