import { programInputSchema, programSchema } from '../../../../../contract/programs.ts';
import { actorOf } from '../../../platform/audit.ts';
import { endpoint } from '../../../platform/http/endpoint.ts';
import type { Programs } from '../create-programs.ts';
import { policyFromBody, programBody } from './program-body.ts';
import { refuseBound } from './refuse-bound.ts';

/** `POST /v1/programs` */
export const openProgram = (programs: Programs) =>
  endpoint({
    method: 'POST',
    path: '/v1/programs',
    summary: 'Open a program',
    description: 'Its code is its id; sending the same code again is refused and changes nothing.',
    scope: 'settings:write',
    tags: ['programs'],
    body: programInputSchema,
    answers: { 201: programSchema },
    refusals: [
      'programs.tenant.not_for_bound',
      'programs.code.malformed',
      'programs.program.unknown_zone',
      'programs.unit.not_found',
      'programs.program.currency_not_money',
      'programs.program.code_taken',
    ],
    examples: { body: { code: 'club', name: 'Club', zone: 'Europe/Madrid', currency: 'EUR' } },
    handler: async ({ principal, body }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const policy = body.policy && policyFromBody(body.policy);
      const outcome = await programs.openProgram(principal.tenant, { ...body, policy }, actorOf(principal));
      return outcome.ok ? { status: 201 as const, body: programBody(outcome.program) } : outcome;
    },
  });
