import { assert } from '../../kernel/assert.ts';
import type { Database, Queries } from '../../platform/database/database.ts';
import { statement } from '../../platform/database/sql.ts';

/** The program's own side of every movement. */
export const ACCOUNT_KINDS = ['issuance', 'redemption', 'breakage', 'write_off', 'adjustment', 'opening', 'funding', 'between_lanes'] as const;
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

/** The program's ledger accounts in one unit, by kind. */
export type ProgramAccounts = Readonly<Record<AccountKind, bigint>> & { readonly unit: number };

type Row = { account: bigint; program: number; unit: number; kind: AccountKind };

const readAccounts = statement<Row>(
  'ledger.readAccounts',
  `select account, program, unit, kind from ledger.account where partner = 0`,
);

const addAccounts = statement(
  'ledger.addAccounts',
  `insert into ledger.account (account, tenant_id, program, unit, kind)
   select nextval('lanes.owner_id'), $1, $2, $3, kind from unnest($4::text[]) as kind
   on conflict (tenant_id, program, unit, kind, partner) do nothing`,
);

export type Accounts = {
  /** The accounts of a program in a unit; asking for ones that were never opened is a bug. */
  of(program: number, unit: number): ProgramAccounts;
  /** Opens what is missing, inside the caller's transaction; `refresh` makes them known. */
  open(tx: Queries, tenant: number, program: number, unit: number): Promise<void>;
  refresh(): Promise<void>;
};

/** Keeps the program-side accounts in memory. They have no balance, so they never change. */
export function createAccounts(database: Database): Accounts {
  let known = new Map<string, ProgramAccounts>();
  return {
    of(program, unit) {
      const found = known.get(`${program}/${unit}`);
      assert(found, `program ${program} has no ledger accounts in unit ${unit}`);
      return found;
    },
    async open(tx, tenant, program, unit) {
      await tx.run(addAccounts, [tenant, program, unit, [...ACCOUNT_KINDS]]);
    },
    async refresh() {
      const gathered = new Map<string, Record<string, bigint | number>>();
      for (const { account, program, unit, kind } of await database.run(readAccounts)) {
        const key = `${program}/${unit}`;
        const of = gathered.get(key) ?? { unit };
        of[kind] = account;
        gathered.set(key, of);
      }
      known = gathered as unknown as Map<string, ProgramAccounts>;
    },
  };
}
