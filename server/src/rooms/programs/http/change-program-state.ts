import { programPathSchema, programSchema } from '../../../../../contract/programs.ts';
import { actorOf } from '../../../platform/audit.ts';
import { endpoint } from '../../../platform/http/endpoint.ts';
import type { Programs } from '../create-programs.ts';
import { programBody } from './program-body.ts';
import { refuseBound } from './refuse-bound.ts';

const changeState = (programs: Programs, act: 'close' | 'reopen', summary: string, description: string) =>
  endpoint({
    method: 'POST',
    path: `/v1/programs/:code/${act}`,
    summary,
    description,
    scope: 'settings:write',
    tags: ['programs'],
    params: programPathSchema,
    answers: { 200: programSchema },
    refusals: ['programs.tenant.not_for_bound', 'programs.program.not_found'],
    handler: async ({ principal, params }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const change = act === 'close' ? programs.closeProgram : programs.reopenProgram;
      const outcome = await change(principal.tenant, params.code, actorOf(principal));
      return outcome.ok ? { status: 200 as const, body: programBody(outcome.program) } : outcome;
    },
  });

/** `POST /v1/programs/:code/close` */
export const closeProgram = (programs: Programs) =>
  changeState(
    programs,
    'close',
    'Close a program',
    'Requests of its tills are refused from the next second on; what they tell is booked and listed.',
  );

/** `POST /v1/programs/:code/reopen` */
export const reopenProgram = (programs: Programs) =>
  changeState(programs, 'reopen', 'Open a closed program again', 'An open program stays as it is.');
