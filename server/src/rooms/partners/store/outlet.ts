import type { Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Outlet } from '../outlet.ts';

// $1 tenant, $2 partner, $3 program, $4 code, $5 name, $6 zone, $7 cut-over hour, $8 groups, $9 lane, $10 owner
const insertOutletRow = statement<{ outlet: number }>(
  'partners.insertOutlet',
  `insert into partners.outlet (tenant_id, partner, program, code, name, zone, cut_over_hour, groups, lane, owner)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
   on conflict (tenant_id, code) do nothing
   returning outlet`,
);

const updateOutletStateRow = statement(
  'partners.updateOutletState',
  'update partners.outlet set state = $2 where outlet = $1',
);

/** Gives the new outlet's id, or undefined when the tenant has an outlet of that code. */
export const insertOutlet = async (
  tx: Tx,
  row: Omit<Outlet, 'outlet' | 'state' | 'zone'> & { readonly zone: string },
): Promise<number | undefined> => {
  const place = [row.tenant, row.partner, row.program, row.code, row.name];
  const values = [...place, row.zone, row.cutOverHour, row.groups, row.lane, row.owner];
  const [inserted] = await tx.run(insertOutletRow, values);
  return inserted?.outlet;
};

/** Opens or closes the outlet. */
export const updateOutletState = async (tx: Tx, outlet: number, state: Outlet['state']): Promise<void> => {
  await tx.run(updateOutletStateRow, [outlet, state]);
};
