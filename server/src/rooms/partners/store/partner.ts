import type { Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Partner, PartnerInput } from '../partner.ts';

const insertPartnerRow = statement<{ partner: number }>(
  'partners.insertPartner',
  `insert into partners.partner (tenant_id, code, name)
   values ($1, $2, $3)
   on conflict (tenant_id, code) do nothing
   returning partner`,
);

const updatePartnerStateRow = statement(
  'partners.updatePartnerState',
  'update partners.partner set state = $2 where partner = $1',
);

/** Gives the new partner's id, or undefined when the tenant has a partner of that code. */
export const insertPartner = async (tx: Tx, tenant: number, input: PartnerInput): Promise<number | undefined> => {
  const [row] = await tx.run(insertPartnerRow, [tenant, input.code, input.name]);
  return row?.partner;
};

/** Suspends the partner or lets it work again. */
export const updatePartnerState = async (tx: Tx, partner: number, state: Partner['state']): Promise<void> => {
  await tx.run(updatePartnerStateRow, [partner, state]);
};
