import { PROGRAM_ITSELF, type Actor, type Audit } from '../../platform/audit.ts';
import { assert } from '../../kernel/assert.ts';
import { parseQuantity } from '../../kernel/quantity.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { Database, Queries } from '../../platform/database/database.ts';
import { createSettingsFollower } from '../programs/index.ts';
import { insertWalletType, selectWalletTypes, updateWalletName, type NewWalletType } from './store/wallet-type.ts';
import type { WalletName, WalletType } from './wallet-type.ts';

export type WalletTypes = {
  /** A type by its number; one that does not exist is a bug. */
  of(walletType: number): WalletType;
  /** The types of points that a program offers. */
  ofProgram(program: number): readonly WalletType[];
  /** What gift cards of a program hold in one currency; undefined before terms in it were set. */
  ofGifts(program: number, unit: number): { readonly gift: WalletType; readonly promotional: WalletType } | undefined;
  byCode(program: number, code: string): WalletType | undefined;
  codes(program: number): ReadonlySet<string>;
  refresh(): Promise<void>;
  watch(): void;
  stop(): Promise<void>;
  /** Adds a type to a program. Refuses a code that is taken and limits that cannot be read. */
  define(
    added: NewWalletType,
    units: { unitDecimals: number; currencyDecimals: number },
    by?: Actor,
  ): Promise<Ok<{ walletType: number }> | Refusal>;
  /** Says what members read for a type of a program, by language; what is left out reads as the code. */
  rename(type: WalletType, name: WalletName, by?: Actor): Promise<void>;
};

/** Keeps all wallet types in memory; settings, so there are few. */
export function createWalletTypes(
  database: Database,
  openAccounts: (tx: Queries, tenant: number, program: number, unit: number) => Promise<void>,
  /** Refreshes what a wallet type points to (ledger accounts), so that it is never newer than that. */
  beforeShowing?: () => Promise<void>,
  onFailure?: (error: unknown) => void,
  audit?: Audit,
): WalletTypes {
  const follower = createSettingsFollower({
    database,
    load: async (tx) => {
      const types = await selectWalletTypes(tx);
      return {
        byNumber: new Map(types.map((type) => [type.walletType, type])),
        byProgram: Map.groupBy(
          types.filter((type) => type.purpose === 'points'),
          (type) => type.program,
        ),
        gifts: new Map(
          types
            .filter((type) => type.purpose !== 'points')
            .map((type) => [`${type.program}/${type.unit}/${type.purpose}`, type]),
        ),
      };
    },
    beforeShowing,
    onFailure,
  });
  const { refresh } = follower;
  const ofProgram = (program: number): readonly WalletType[] => follower.current().byProgram.get(program) ?? [];
  return {
    of(walletType) {
      const type = follower.current().byNumber.get(walletType);
      assert(type, `there is no wallet type ${walletType}`);
      return type;
    },
    ofProgram,
    ofGifts(program, unit) {
      const { gifts } = follower.current();
      const gift = gifts.get(`${program}/${unit}/gift`);
      const promotional = gifts.get(`${program}/${unit}/gift_promotional`);
      return gift && promotional && { gift, promotional };
    },
    byCode: (program, code) => ofProgram(program).find((type) => type.code === code),
    codes: (program) => new Set(ofProgram(program).map((type) => type.code)),
    refresh,
    watch: follower.watch,
    stop: follower.stop,
    async define(added, { unitDecimals, currencyDecimals }, by = PROGRAM_ITSELF) {
      const { cashMinimum, perReceiptMax, perDayMax, perDayMoneyMax } = added.rules;
      const isRead = (decimals: number) => (text: string | undefined) =>
        text === undefined || parseQuantity(text, decimals).ok;
      const unreadable =
        ![cashMinimum, perDayMoneyMax].every(isRead(currencyDecimals)) ||
        ![perReceiptMax, perDayMax].every(isRead(unitDecimals));
      if (unreadable) return refuse('points.wallet_type.malformed');
      const { tenant, program, code, name = {}, unit, spendOrder, rules, activation, expiry } = added;
      const told = { program, name, unit, spendOrder, rules, activation, expiry };
      const act = { tenant, by, act: 'points.wallet_type.defined', subject: `wallet type ${code}`, after: told };
      const walletType = await insertWalletType(
        database,
        added,
        (tx) => openAccounts(tx, tenant, program, unit),
        async (tx) => audit?.(tx, act),
      );
      if (walletType === undefined) return refuse('points.wallet_type.exists', { code: added.code });
      await refresh();
      return { ok: true, walletType };
    },
    async rename(type, name, by = PROGRAM_ITSELF) {
      const { tenant, code, name: before = {} } = type;
      const act = { tenant, by, act: 'points.wallet_type.named', subject: `wallet type ${code}`, before, after: name };
      await updateWalletName(database, type, name, async (tx) => audit?.(tx, act));
      await refresh();
    },
  };
}
