import { formatQuantity } from '../../kernel/quantity.ts';
import { divide } from '../../kernel/rounding.ts';
import type { ReportGround } from './report-ground.ts';
import { addBoth, MONEY } from './tally.ts';
import type { Amounts, Both, Place } from './tally.ts';

export type BothText = { readonly draft: string; readonly today: string; readonly difference: string };
/** Points by wallet type under its code, money under `money`; each with what today's version gives. */
export type AmountTexts = Readonly<Record<string, BothText>>;

export const MONEY_NAME = 'money';

/** Amounts of a report as texts, in the decimals of their wallets. */
export type ReportTexts = ReturnType<typeof createTexts>;

export const createTexts = ({ wallets, currency }: Pick<ReportGround, 'wallets' | 'currency'>) => {
  const decimalsOf = (wallet: string): number =>
    wallet === MONEY ? currency.decimals : (wallets.get(wallet)?.decimals ?? 0);
  const nameOf = (wallet: string): string => (wallet === MONEY ? MONEY_NAME : wallet);
  const text = (wallet: string, amount: bigint): string => formatQuantity(amount, decimalsOf(wallet));
  const both = (wallet: string, { draft: would, today }: Both): BothText => ({
    ...{ draft: text(wallet, would), today: text(wallet, today), difference: text(wallet, would - today) },
  });
  const textsOf = (amounts: Amounts): Record<string, BothText> =>
    Object.fromEntries(
      [...amounts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([wallet, one]) => [nameOf(wallet), both(wallet, one)]),
    );
  /** What points are worth when they are spent, and money taken off; in smallest steps of the currency. */
  const costOf = (amounts: Amounts): Both => {
    const cost = { ...(amounts.get(MONEY) ?? { draft: 0n, today: 0n }) };
    for (const [wallet, { draft, today }] of amounts) {
      if (wallet === MONEY) continue;
      const { paysPoints, paysMoney } = wallets.get(wallet) ?? { paysPoints: 1n, paysMoney: 0n };
      // Rounded once for the whole of a wallet; half a cent more or less is not what a budget turns on.
      cost.draft += divide(draft * paysMoney, paysPoints, 'half_up');
      cost.today += divide(today * paysMoney, paysPoints, 'half_up');
    }
    return cost;
  };
  return { decimalsOf, nameOf, text, both, textsOf, costOf };
};

/** Days or outlets, in the order of their keys. */
export const inOrder = (rows: ReadonlyMap<string, Place>): [key: string, place: Place][] =>
  [...rows].sort(([a], [b]) => (a < b ? -1 : 1));

/** The same by months, as `2026-03`. */
export const monthsOf = (days: ReadonlyMap<string, Place>): Map<string, Place> => {
  const months = new Map<string, Place>();
  for (const [day, { receipts, amounts }] of days) {
    const key = day.slice(0, 'yyyy-mm'.length);
    const month = months.get(key) ?? { receipts: 0, amounts: new Map() };
    month.receipts += receipts;
    for (const [wallet, { draft, today }] of amounts) addBoth(month.amounts, wallet, draft, today);
    months.set(key, month);
  }
  return months;
};
