import { assert } from '../../kernel/assert.ts';
import { parseQuantity } from '../../kernel/quantity.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { Database, Queries } from '../../platform/database/database.ts';
import { insertWalletType, selectWalletTypes, type NewWalletType } from './store/wallet-type.ts';
import type { WalletType } from './wallet-type.ts';

export type WalletTypes = {
  /** A type by its number; one that does not exist is a bug. */
  of(walletType: number): WalletType;
  ofProgram(program: number): readonly WalletType[];
  byCode(program: number, code: string): WalletType | undefined;
  codes(program: number): ReadonlySet<string>;
  refresh(): Promise<void>;
  /** Adds a type to a program. Refuses a code that is taken and limits that cannot be read. */
  define(added: NewWalletType, units: { unitDecimals: number; currencyDecimals: number }): Promise<Ok<{ walletType: number }> | Refusal>;
};

/** Keeps all wallet types in memory; settings, so there are few. */
export function createWalletTypes(
  database: Database,
  openAccounts: (tx: Queries, tenant: number, program: number, unit: number) => Promise<void>,
): WalletTypes {
  let byNumber = new Map<number, WalletType>();
  let byProgram = new Map<number, WalletType[]>();
  const refresh = async (): Promise<void> => {
    const types = await selectWalletTypes(database);
    byNumber = new Map(types.map((type) => [type.walletType, type]));
    byProgram = Map.groupBy(types, (type) => type.program);
  };
  const ofProgram = (program: number): readonly WalletType[] => byProgram.get(program) ?? [];
  return {
    of(walletType) {
      const type = byNumber.get(walletType);
      assert(type, `there is no wallet type ${walletType}`);
      return type;
    },
    ofProgram,
    byCode: (program, code) => ofProgram(program).find((type) => type.code === code),
    codes: (program) => new Set(ofProgram(program).map((type) => type.code)),
    refresh,
    async define(added, { unitDecimals, currencyDecimals }) {
      const { cashMinimum, perReceiptMax } = added.rules;
      const unreadable =
        (cashMinimum !== undefined && !parseQuantity(cashMinimum, currencyDecimals).ok) ||
        (perReceiptMax !== undefined && !parseQuantity(perReceiptMax, unitDecimals).ok);
      if (unreadable) return refuse('points.wallet_type.malformed');
      const walletType = await insertWalletType(database, added, (tx) => openAccounts(tx, added.tenant, added.program, added.unit));
      if (walletType === undefined) return refuse('points.wallet_type.exists', { code: added.code });
      await refresh();
      return { ok: true, walletType };
    },
  };
}
