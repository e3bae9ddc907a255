import { assert } from '../../../kernel/assert.ts';
import type { Unit } from '../../../kernel/quantity.ts';
import { createZone } from '../../../kernel/zone.ts';
import type { Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import { completePolicy } from '../policy.ts';
import type { Policy } from '../policy.ts';
import type { Program } from '../program.ts';
import { createProgramSettings } from '../settings.ts';
import type { ProgramSettings } from '../settings.ts';
import type { Tenant } from '../tenant.ts';

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

/** Reads all tenants, units and programs as one snapshot. */
export const readProgramSettings = async (tx: Tx): Promise<ProgramSettings> => {
  const [tenantRows, unitRows, programRows] = await Promise.all([
    tx.run(selectTenants),
    tx.run(selectUnits),
    tx.run(selectPrograms),
  ]);
  const tenants = tenantRows.map((row): Tenant =>
    Object.freeze({ tenant: row.tenant_id, code: row.code, name: row.name, defaultCountry: row.default_country }),
  );
  const units = unitRows.map((row) => ({
    tenant: row.tenant_id,
    thing: Object.freeze({ unit: row.unit, code: row.code, decimals: row.decimals, kind: row.kind }),
  }));
  const unitsById = new Map<number, Unit>(units.map(({ thing }) => [thing.unit, thing]));
  const programs = programRows.map((row): Program => {
    const currency = unitsById.get(row.currency);
    assert(currency !== undefined, `program ${row.program} has a currency that is no unit`);
    return Object.freeze({
      program: row.program,
      tenant: row.tenant_id,
      code: row.code,
      name: row.name,
      zone: createZone(row.zone),
      currency,
      state: row.state,
      policy: completePolicy(row.policy),
    });
  });
  return createProgramSettings({ tenants, units, programs });
};
