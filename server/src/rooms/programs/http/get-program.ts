import { programPathSchema, programSchema } from '../../../../../contract/programs.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { endpoint } from '../../../platform/http/endpoint.ts';
import type { Programs } from '../create-programs.ts';
import { programBody } from './program-body.ts';

/** `GET /v1/programs/:code` */
export const getProgram = (programs: Programs) =>
  endpoint({
    method: 'GET',
    path: '/v1/programs/:code',
    summary: 'Get a program with its policy',
    scope: 'settings:read',
    tags: ['programs'],
    params: programPathSchema,
    answers: { 200: programSchema },
    refusals: ['programs.program.not_found'],
    handler: ({ principal, params }) => {
      const program = programs.settings().programByCode(principal.tenant, params.code);
      // Whoever is bound to a program finds no other.
      if (program === undefined || (principal.program ?? program.program) !== program.program)
        return refuse('programs.program.not_found', { program: params.code });
      return { status: 200 as const, body: programBody(program) };
    },
  });
