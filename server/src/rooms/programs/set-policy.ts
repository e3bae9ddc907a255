import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import { PROGRAM_ITSELF } from '../../platform/audit.ts';
import type { Actor } from '../../platform/audit.ts';
import { completePolicy } from './policy.ts';
import type { Policy } from './policy.ts';
import { refuseClosed } from './program.ts';
import type { Program } from './program.ts';
import { updatePolicy } from './store/program.ts';
import { writeSettings } from './write-settings.ts';
import type { ProgramDeps } from './write-settings.ts';

export type SetPolicyOutcome =
  | Ok<{ readonly program: Program }>
  | Refusal<'programs.program.not_found' | 'programs.program.closed'>;

/**
 * Replaces the policy as a whole; what is left out goes back to its default. It holds for operations decided from then
 * on, in other processes within a second. Refuses an unknown program and a closed one.
 */
export const setPolicy = async (
  deps: ProgramDeps,
  tenant: number,
  code: string,
  policy: Partial<Policy>,
  by: Actor = PROGRAM_ITSELF,
): Promise<SetPolicyOutcome> => {
  await deps.refresh();
  const program = deps.settings().programByCode(tenant, code);
  if (program === undefined) return refuse('programs.program.not_found', { program: code });
  const closed = refuseClosed(program);
  if (closed) return closed;
  const after = completePolicy(policy);
  await writeSettings(
    deps,
    async (tx) => {
      await updatePolicy(tx, program.program, after);
      return true;
    },
    () => ({
      ...{ tenant, by, act: 'programs.policy.set', subject: `program ${code}` },
      ...{ before: program.policy, after },
    }),
  );
  return { ok: true, program: deps.settings().program(program.program) };
};
