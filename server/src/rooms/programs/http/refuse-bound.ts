import { refuse } from '../../../kernel/refusal.ts';
import type { Refusal } from '../../../kernel/refusal.ts';
import type { Principal } from '../../../platform/http/endpoint.ts';

/** Refuses a credential that is bound to a partner or a terminal: programs and units belong to the whole tenant. */
export const refuseBound = (principal: Principal): Refusal<'programs.tenant.not_for_bound'> | undefined =>
  principal.partner === undefined && principal.terminal === undefined
    ? undefined
    : refuse('programs.tenant.not_for_bound');
