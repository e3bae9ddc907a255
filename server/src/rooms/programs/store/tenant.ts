import { postgresFromInstant } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { TenantInput } from '../tenant.ts';

const insertTenantRow = statement<{ tenant_id: number }>(
  'programs.insertTenant',
  `insert into programs.tenant (code, name, default_country, opened_at)
   values ($1, $2, $3, $4)
   on conflict (code) do nothing
   returning tenant_id`,
);

/** Gives the new tenant's id, or undefined when the code is taken. */
export const insertTenant = async (tx: Tx, input: TenantInput, openedAt: Instant): Promise<number | undefined> => {
  const [row] = await tx.run(insertTenantRow, [
    input.code,
    input.name,
    input.defaultCountry,
    postgresFromInstant(openedAt),
  ]);
  return row?.tenant_id;
};
