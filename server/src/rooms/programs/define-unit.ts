import type { Unit } from '../../kernel/quantity.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import { PROGRAM_ITSELF } from '../../platform/audit.ts';
import type { Actor } from '../../platform/audit.ts';
import { insertUnit } from './store/unit.ts';
import { decimalsOfUnit } from './unit.ts';
import type { UnitDecimalsRefusal, UnitInput } from './unit.ts';
import { writeSettings } from './write-settings.ts';
import type { ProgramDeps } from './write-settings.ts';

export type DefineUnitOutcome = Ok<{ readonly unit: Unit }> | UnitDecimalsRefusal | Refusal<'programs.unit.code_taken'>;

/**
 * Defines a points or money currency. Refuses what `decimalsOfUnit` refuses, then a code that the tenant
 * has already.
 */
export const defineUnit = async (
  deps: ProgramDeps,
  tenant: number,
  input: UnitInput,
  by: Actor = PROGRAM_ITSELF,
): Promise<DefineUnitOutcome> => {
  const checked = decimalsOfUnit(input);
  if (!checked.ok) return checked;
  const row = { code: input.code, kind: input.kind, decimals: checked.decimals };
  const unit = await writeSettings(
    deps,
    (tx) => insertUnit(tx, tenant, row),
    () => ({
      ...{ tenant, by, act: 'programs.unit.defined', subject: `unit ${row.code}`, after: row },
    }),
  );
  if (unit === undefined) return refuse('programs.unit.code_taken', { code: input.code });
  return { ok: true, unit: deps.settings().unit(unit) };
};
