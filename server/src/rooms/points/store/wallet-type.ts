import type { Database, Queries, Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Validity } from '../../../kernel/validity.ts';
import { raiseSettingsRevision } from '../../programs/index.ts';
import {
  walletNameSchema,
  walletRulesSchema,
  walletValiditySchema,
  type WalletName,
  type WalletPurpose,
  type WalletType,
} from '../wallet-type.ts';

type Row = {
  wallet_type: number;
  tenant_id: number;
  program: number;
  code: string;
  unit: number;
  spend_order: number;
  pays_points: bigint;
  pays_money: bigint;
  rules: unknown;
  validity: unknown;
  purpose: WalletPurpose;
  name: unknown;
};

const readWalletTypes = statement<Row>(
  'points.readWalletTypes',
  `select wallet_type, tenant_id, program, code, unit, spend_order, pays_points, pays_money, rules, validity, purpose, name
     from points.wallet_type order by wallet_type`,
);

const addWalletType = statement<{ wallet_type: number }>(
  'points.addWalletType',
  `insert into points.wallet_type (tenant_id, program, code, unit, spend_order, pays_points, pays_money, rules, validity, purpose, name)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
   on conflict (tenant_id, program, code) do nothing
   returning wallet_type`,
);

const renameWalletType = statement<{ wallet_type: number }>(
  'points.nameWalletType',
  'update points.wallet_type set name = $3 where tenant_id = $1 and wallet_type = $2 returning wallet_type',
);

/** Says what a wallet type is called from now on. */
export const updateWalletName = (
  database: Database,
  { tenant, walletType }: Pick<WalletType, 'tenant' | 'walletType'>,
  name: WalletName,
  note: (tx: Tx) => Promise<void>,
): Promise<void> =>
  database.transaction(async (tx) => {
    await tx.run(renameWalletType, [tenant, walletType, JSON.stringify(name)]);
    await raiseSettingsRevision(tx);
    // Last: behind the head of the audit chain a transaction takes no lock.
    await note(tx);
  });

/** Reads every wallet type of every program. */
export async function selectWalletTypes(database: Queries): Promise<WalletType[]> {
  return (await database.run(readWalletTypes)).map((row) => {
    const { activation, expiry } = walletValiditySchema.parse(row.validity);
    return {
      walletType: row.wallet_type,
      tenant: row.tenant_id,
      program: row.program,
      code: row.code,
      name: walletNameSchema.parse(row.name),
      unit: row.unit,
      spendOrder: row.spend_order,
      paysPoints: row.pays_points,
      paysMoney: row.pays_money,
      rules: walletRulesSchema.parse(row.rules),
      activation,
      expiry: expiry as Validity,
      purpose: row.purpose,
    };
  });
}

/** Without a purpose it is one of points. */
export type NewWalletType = Omit<WalletType, 'walletType' | 'purpose'> & Partial<Pick<WalletType, 'purpose'>>;

/** Adds a wallet type; undefined when the program has one of that code. */
export function insertWalletType(
  database: Database,
  added: NewWalletType,
  openAccounts: (tx: Tx) => Promise<void>,
  note: (tx: Tx) => Promise<void>,
): Promise<number | undefined> {
  return database.transaction(async (tx) => {
    const [row] = await tx.run(addWalletType, [
      added.tenant,
      added.program,
      added.code,
      added.unit,
      added.spendOrder,
      added.paysPoints,
      added.paysMoney,
      JSON.stringify(added.rules),
      JSON.stringify({ activation: added.activation, expiry: added.expiry }),
      added.purpose ?? 'points',
      JSON.stringify(added.name ?? {}),
    ]);
    if (!row) return undefined;
    await openAccounts(tx);
    await raiseSettingsRevision(tx);
    // Last: behind the head of the audit chain a transaction takes no lock.
    await note(tx);
    return row.wallet_type;
  });
}
