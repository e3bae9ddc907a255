import { unitInputSchema, unitSchema } from '../../../../../contract/programs.ts';
import { actorOf } from '../../../platform/audit.ts';
import { endpoint } from '../../../platform/http/endpoint.ts';
import type { Programs } from '../create-programs.ts';
import { unitBody } from './program-body.ts';
import { refuseBound } from './refuse-bound.ts';

/** `POST /v1/units` */
export const defineUnit = (programs: Programs) =>
  endpoint({
    method: 'POST',
    path: '/v1/units',
    summary: 'Define a points or money currency',
    description: 'A unit never changes: every balance in it would.',
    scope: 'settings:write',
    tags: ['programs'],
    body: unitInputSchema,
    answers: { 201: unitSchema },
    refusals: [
      'programs.tenant.not_for_bound',
      'programs.code.malformed',
      'programs.unit.unknown_currency',
      'programs.unit.code_is_currency',
      'programs.unit.decimals_out_of_bounds',
      'programs.unit.decimals_not_iso',
      'programs.unit.code_taken',
    ],
    examples: { body: { code: 'PTS', kind: 'points', decimals: 0 } },
    handler: async ({ principal, body }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const outcome = await programs.defineUnit(principal.tenant, body, actorOf(principal));
      return outcome.ok ? { status: 201 as const, body: unitBody(outcome.unit) } : outcome;
    },
  });
