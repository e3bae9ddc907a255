import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import { isZoneName } from '../../kernel/zone.ts';
import { PROGRAM_ITSELF } from '../../platform/audit.ts';
import type { Actor } from '../../platform/audit.ts';
import { refuseCode } from './code.ts';
import { completePolicy } from './policy.ts';
import type { Policy } from './policy.ts';
import type { Program } from './program.ts';
import { insertProgram } from './store/program.ts';
import { writeSettings } from './write-settings.ts';
import type { ProgramDeps } from './write-settings.ts';

/** `currency` is the code of a money unit of the tenant; `policy` may say only what differs from the defaults. */
export type ProgramInput = {
  readonly code: string;
  readonly name: string;
  readonly zone: string;
  readonly currency: string;
  readonly policy?: Partial<Policy> | undefined;
};

export type OpenProgramOutcome =
  | Ok<{ readonly program: Program }>
  | Refusal<
      | 'programs.code.malformed'
      | 'programs.program.unknown_zone'
      | 'programs.unit.not_found'
      | 'programs.program.currency_not_money'
      | 'programs.program.code_taken'
    >;

/**
 * Opens a program. Refuses, in this order: a malformed code, a zone that the IANA database does not have, a currency
 * that is no unit of the tenant or is one of points, a code that the tenant has already.
 */
export const openProgram = async (
  deps: ProgramDeps,
  tenant: number,
  input: ProgramInput,
  by: Actor = PROGRAM_ITSELF,
): Promise<OpenProgramOutcome> => {
  await deps.refresh();
  const malformed = refuseCode(input.code);
  if (malformed) return malformed;
  if (!isZoneName(input.zone)) return refuse('programs.program.unknown_zone', { zone: input.zone.slice(0, 64) });
  const currency = deps.settings().unitByCode(tenant, input.currency);
  if (currency === undefined) return refuse('programs.unit.not_found', { unit: input.currency });
  if (currency.kind !== 'money') return refuse('programs.program.currency_not_money', { unit: input.currency });
  const row = {
    tenant,
    code: input.code,
    name: input.name,
    zone: input.zone,
    currency: currency.unit,
    policy: completePolicy(input.policy ?? {}),
  };
  const program = await writeSettings(
    deps,
    (tx) => insertProgram(tx, row),
    () => {
      const { code, name, zone, policy } = row;
      const after = { name, zone, currency: input.currency, policy };
      return { tenant, by, act: 'programs.program.opened', subject: `program ${code}`, after };
    },
  );
  if (program === undefined) return refuse('programs.program.code_taken', { code: input.code });
  return { ok: true, program: deps.settings().program(program) };
};
