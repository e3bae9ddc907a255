import { statement } from '../../../platform/database/sql.ts';
import type { AccountKind } from '../account-kind.ts';

type Row = { account: bigint; program: number; unit: number; kind: AccountKind };

/** Every program-side account. */
export const readAccounts = statement<Row>(
  'ledger.readAccounts',
  `select account, program, unit, kind from ledger.account where partner = 0`,
);

/** Opens the accounts that a program lacks in a unit. */
export const addAccounts = statement(
  'ledger.addAccounts',
  `insert into ledger.account (account, tenant_id, program, unit, kind)
   select nextval('lanes.owner_id'), $1, $2, $3, kind from unnest($4::text[]) as kind
   on conflict (tenant_id, program, unit, kind, partner) do nothing`,
);
