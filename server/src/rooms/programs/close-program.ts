import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import { PROGRAM_ITSELF } from '../../platform/audit.ts';
import type { Actor } from '../../platform/audit.ts';
import type { Program } from './program.ts';
import { updateState } from './store/program.ts';
import { writeSettings } from './write-settings.ts';
import type { ProgramDeps } from './write-settings.ts';

export type ChangeStateOutcome = Ok<{ readonly program: Program }> | Refusal<'programs.program.not_found'>;

const changeState = async (
  deps: ProgramDeps,
  tenant: number,
  code: string,
  state: Program['state'],
  by: Actor,
): Promise<ChangeStateOutcome> => {
  await deps.refresh();
  const program = deps.settings().programByCode(tenant, code);
  if (program === undefined) return refuse('programs.program.not_found', { program: code });
  if (program.state !== state) {
    await writeSettings(
      deps,
      async (tx) => {
        await updateState(tx, program.program, state);
        return true;
      },
      () => ({
        ...{ tenant, by, act: state === 'closed' ? 'programs.program.closed' : 'programs.program.reopened' },
        ...{ subject: `program ${code}`, before: { state: program.state }, after: { state } },
      }),
    );
  }
  return { ok: true, program: deps.settings().program(program.program) };
};

/** Closes the program to requests; closing a closed one changes nothing. Refuses an unknown program. */
export const closeProgram = (
  deps: ProgramDeps,
  tenant: number,
  code: string,
  by: Actor = PROGRAM_ITSELF,
): Promise<ChangeStateOutcome> => changeState(deps, tenant, code, 'closed', by);

/** Opens a closed program again; an open one stays as it is. Refuses an unknown program. */
export const reopenProgram = (
  deps: ProgramDeps,
  tenant: number,
  code: string,
  by: Actor = PROGRAM_ITSELF,
): Promise<ChangeStateOutcome> => changeState(deps, tenant, code, 'open', by);
