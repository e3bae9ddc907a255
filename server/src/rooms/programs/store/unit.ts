import type { Unit } from '../../../kernel/quantity.ts';
import type { Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

const insertUnitRow = statement<{ unit: number }>(
  'programs.insertUnit',
  `insert into programs.unit (tenant_id, code, kind, decimals)
   values ($1, $2, $3, $4)
   on conflict (tenant_id, code) do nothing
   returning unit`,
);

/** Gives the new unit's id, or undefined when the tenant has a unit of that code. */
export const insertUnit = async (tx: Tx, tenant: number, unit: Omit<Unit, 'unit'>): Promise<number | undefined> => {
  const [row] = await tx.run(insertUnitRow, [tenant, unit.code, unit.kind, unit.decimals]);
  return row?.unit;
};
