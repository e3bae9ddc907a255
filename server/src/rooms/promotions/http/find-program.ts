import { refuse } from '../../../kernel/refusal.ts';
import type { Refusal } from '../../../kernel/refusal.ts';
import type { Principal } from '../../../platform/http/endpoint.ts';
import type { Programs } from '../../programs/index.ts';
import type { Staff } from '../../staff/index.ts';
import type { Promotions } from '../create-promotions.ts';

/** What the endpoints of this room stand on. */
export type PromotionRouteDeps = { readonly promotions: Promotions; readonly programs: Programs };

/** What publishing stands on besides: who asks, and who else has to. */
export type PublishRouteDeps = PromotionRouteDeps & { readonly staff: Pick<Staff, 'approvals'> };

/** What `findProgram` may refuse. */
export const FIND_PROGRAM_REFUSALS = ['promotions.rulebook.not_for_bound', 'programs.program.not_found'] as const;

/**
 * The number of a program of the principal's tenant. Refuses a credential that is bound to a partner or a till, because
 * rulebooks say what the whole program gives; then a code that the tenant does not have.
 */
export const findProgram = (
  programs: Pick<Programs, 'settings'>,
  principal: Principal,
  code: string,
): { readonly ok: true; readonly program: number } | Refusal<(typeof FIND_PROGRAM_REFUSALS)[number]> => {
  if (principal.partner !== undefined || principal.terminal !== undefined || principal.outlet !== undefined)
    return refuse('promotions.rulebook.not_for_bound');
  const program = programs.settings().programByCode(principal.tenant, code);
  // Whoever is bound to a program finds no other.
  return program === undefined || (principal.program ?? program.program) !== program.program
    ? refuse('programs.program.not_found', { program: code })
    : { ok: true, program: program.program };
};
