import { refuse } from '../../../kernel/refusal.ts';
import type { Refusal } from '../../../kernel/refusal.ts';
import { speaksForTenant } from '../../partners/index.ts';
import type { Principal } from '../../partners/index.ts';
import type { Programs } from '../../programs/index.ts';

export const FIND_REFUSALS = ['promotions.rulebook.not_for_bound', 'programs.program.not_found'] as const;

/** The program of that code, for whoever speaks for it or for the tenant; another tenant's is not there. */
export const findProgram = (
  { programs }: { readonly programs: Pick<Programs, 'settings'> },
  principal: Principal,
  code: string,
): { readonly ok: true; readonly program: number } | Refusal<(typeof FIND_REFUSALS)[number]> => {
  const isOfProgram = principal.program !== undefined;
  if (!isOfProgram && !speaksForTenant(principal)) return refuse('promotions.rulebook.not_for_bound');
  const program = programs.settings().programByCode(principal.tenant, code)?.program;
  return program === undefined || (principal.program ?? program) !== program
    ? refuse('programs.program.not_found', { program: code })
    : { ok: true, program };
};
