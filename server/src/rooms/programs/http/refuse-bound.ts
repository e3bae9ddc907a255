import { refuse } from '../../../kernel/refusal.ts';
import type { Refusal } from '../../../kernel/refusal.ts';
import type { Principal } from '../../../platform/http/endpoint.ts';

/** Refuses whoever is bound to a partner, a terminal, an outlet or a program: programs and units belong to the whole tenant. */
export const refuseBound = (principal: Principal): Refusal<'programs.tenant.not_for_bound'> | undefined =>
  [principal.partner, principal.terminal, principal.outlet, principal.program].every((one) => one === undefined)
    ? undefined
    : refuse('programs.tenant.not_for_bound');
