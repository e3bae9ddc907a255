import type { Unit } from '../../../kernel/quantity.ts';
import type { Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Policy } from '../policy.ts';
import type { Program } from '../program.ts';
import type { ProgramRows } from '../settings.ts';

const selectTenants = statement<{ tenant_id: number; code: string; name: string; default_country: string }>(
  'programs.selectTenants',
  'select tenant_id, code, name, default_country from programs.tenant',
);

const selectUnits = statement<{ unit: number; tenant_id: number; code: string; kind: Unit['kind']; decimals: number }>(
  'programs.selectUnits',
  'select unit, tenant_id, code, kind, decimals from programs.unit',
);

const selectPrograms = statement<{
  program: number;
  tenant_id: number;
  code: string;
  name: string;
  zone: string;
  currency: number;
  state: Program['state'];
  policy: Partial<Policy>;
}>(
  'programs.selectPrograms',
  'select program, tenant_id, code, name, zone, currency, state, policy from programs.program',
);

/** Reads all tenants, units and programs. */
export const readProgramRows = async (tx: Tx): Promise<ProgramRows> => {
  const [tenants, units, programs] = await Promise.all([
    tx.run(selectTenants),
    tx.run(selectUnits),
    tx.run(selectPrograms),
  ]);
  return {
    tenants: tenants.map((row) => ({
      tenant: row.tenant_id,
      code: row.code,
      name: row.name,
      defaultCountry: row.default_country,
    })),
    units: units.map((row) => ({
      tenant: row.tenant_id,
      unit: row.unit,
      code: row.code,
      kind: row.kind,
      decimals: row.decimals,
    })),
    programs: programs.map((row) => ({
      program: row.program,
      tenant: row.tenant_id,
      code: row.code,
      name: row.name,
      zone: row.zone,
      currency: row.currency,
      state: row.state,
      policy: row.policy,
    })),
  };
};
