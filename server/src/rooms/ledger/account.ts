import { assert } from '../../kernel/assert.ts';
import type { Database, Queries } from '../../platform/database/database.ts';
import { ACCOUNT_KINDS, type AccountKind } from './account-kind.ts';
import { addAccounts, readAccounts } from './store/account.ts';

/** The program's ledger accounts in one unit, by kind. */
export type ProgramAccounts = Readonly<Record<AccountKind, bigint>> & { readonly unit: number };

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
