import { policySchema, programPathSchema, programSchema } from '../../../../../contract/programs.ts';
import { actorOf } from '../../../platform/audit.ts';
import { endpoint } from '../../../platform/http/endpoint.ts';
import type { Programs } from '../create-programs.ts';
import { loosened } from '../loosened.ts';
import { completePolicy, type Policy } from '../policy.ts';
import { policyFromBody, programBody } from './program-body.ts';
import { refuseBound } from './refuse-bound.ts';

/** `PUT /v1/programs/:code/policy` */
export const setPolicy = (programs: Programs) =>
  endpoint({
    method: 'PUT',
    path: '/v1/programs/:code/policy',
    summary: 'Replace the policy of a program',
    description:
      'What is left out goes back to its default. It decides every operation from the next second on. What makes it looser waits for a ' +
      'second person.',
    scope: 'settings:write',
    tags: ['programs'],
    params: programPathSchema,
    body: policySchema,
    answers: { 200: programSchema },
    refusals: ['programs.tenant.not_for_bound', 'programs.program.not_found', 'programs.program.closed'],
    examples: { body: { unknownReturn: 'refuse', claimWithinDays: 14 } },
    secondPerson: {
      kind: 'programs.policy_loosen',
      effect: async ({ principal, params, body }) => {
        const bound = refuseBound(principal);
        if (bound) return bound;
        await programs.refresh();
        const program = programs.settings().programByCode(principal.tenant, params.code);
        // Whoever sets it is told that there is none, or that it is closed.
        if (program === undefined || program.state !== 'open') return { ok: true };
        const [before, after] = [program.policy, completePolicy(policyFromBody(body))];
        const looser = loosened(before, after);
        if (looser.length === 0) return { ok: true };
        const names = (Object.keys({ ...before, ...after }) as (keyof Policy)[]).filter(
          (name) => before[name] !== after[name],
        );
        const shown = (policy: Policy) => Object.fromEntries(names.map((name) => [name, policy[name] ?? null]));
        const facts = { program: params.code, looser, before: shown(before), after: shown(after) };
        return { ok: true, effect: { subject: `program ${params.code}`, facts } };
      },
    },
    handler: async ({ principal, params, body }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const outcome = await programs.setPolicy(principal.tenant, params.code, policyFromBody(body), actorOf(principal));
      return outcome.ok ? { status: 200 as const, body: programBody(outcome.program) } : outcome;
    },
  });
