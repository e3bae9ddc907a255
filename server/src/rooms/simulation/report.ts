import { formatQuantity } from '../../kernel/quantity.ts';
import { divide } from '../../kernel/rounding.ts';
import type { RulebookContent } from '../promotions/index.ts';
import { budgetEnds } from './budget-end.ts';
import type { BudgetEnd, SharedLimit } from './budget-end.ts';
import type { Both, Tally } from './tally.ts';

/** What a point of a wallet type is worth: `paysPoints` smallest steps pay `paysMoney` of the currency. */
export type WalletWorth = { readonly decimals: number; readonly paysPoints: bigint; readonly paysMoney: bigint };

export type ReportGround = {
  readonly draft: RulebookContent;
  /** The version in force that the draft is compared with. */
  readonly today: number;
  readonly wallets: ReadonlyMap<string, WalletWorth>;
  readonly currency: { readonly code: string; readonly decimals: number };
  /** The name of an owner outside. */
  readonly ownerName: (owner: string) => string;
};

type BothText = { readonly draft: string; readonly today: string; readonly difference: string };

/** Points by wallet type under its code, money under `money`; each with what today's version gives. */
type Row = { readonly key: string; readonly receipts?: number; readonly amounts: Readonly<Record<string, BothText>> };

export type SimulationReport = {
  readonly rulebook: number;
  readonly currency: string;
  readonly receipts: number;
  readonly withBuyer: number;
  readonly buyers: number;
  readonly firstOn: string | null;
  readonly lastOn: string | null;
  readonly gross: string;
  readonly amounts: Readonly<Record<string, BothText>>;
  /** What the points are worth when they are spent, and the money taken off: what the draft costs, beside today. */
  readonly cost: BothText;
  readonly byDay: readonly Row[];
  readonly byOutlet: readonly Row[];
  readonly members: readonly {
    readonly amount: string;
    readonly win: number;
    readonly lose: number;
    readonly same: number;
    readonly winMost: readonly { readonly owner: string; readonly difference: string }[];
    readonly loseMost: readonly { readonly owner: string; readonly difference: string }[];
  }[];
  readonly promotions: readonly {
    readonly code: string;
    readonly receipts: number;
    readonly amounts: Readonly<Record<string, string>>;
    readonly firstOn: string | null;
    readonly lastOn: string | null;
  }[];
  readonly neverFired: readonly {
    readonly code: string;
    readonly reasons: readonly { readonly reason: string; readonly share: number }[];
  }[];
  readonly overlaps: readonly { readonly promotions: readonly [string, string]; readonly receipts: number }[];
  readonly budgetEnds: readonly BudgetEnd[];
  /** Facts that the draft reads and receipts of before did not keep; on so many receipts. */
  readonly lacking: Readonly<Record<string, number>>;
};

const NAMED_MAX = 10;
const OVERLAPS_MAX = 100;
const MONEY = 'money';

/** Makes the report of a tally. Pure; the order of what is equal is that of the codes. */
export const reportOf = (tally: Tally, ground: ReportGround): SimulationReport => {
  const { wallets, currency, draft } = ground;
  const decimalsOf = (wallet: string): number =>
    wallet === '' ? currency.decimals : (wallets.get(wallet)?.decimals ?? 0);
  const nameOf = (wallet: string): string => (wallet === '' ? MONEY : wallet);
  const text = (wallet: string, amount: bigint): string => formatQuantity(amount, decimalsOf(wallet));
  const both = (wallet: string, { draft: would, today }: Both): BothText => ({
    ...{ draft: text(wallet, would), today: text(wallet, today), difference: text(wallet, would - today) },
  });
  const rowsOf = (map: ReadonlyMap<string, Both>, receipts?: ReadonlyMap<string, number>): Row[] => {
    const rows = new Map<string, Record<string, BothText>>();
    for (const key of receipts?.keys() ?? []) rows.set(key, {});
    for (const [key, amounts] of map) {
      const cut = key.indexOf('/');
      const [wallet, place] = [key.slice(0, cut), key.slice(cut + 1)];
      rows.set(place, { ...rows.get(place), [nameOf(wallet)]: both(wallet, amounts) });
    }
    return [...rows]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, amounts]) => ({ key, ...(receipts && { receipts: receipts.get(key) ?? 0 }), amounts }));
  };
  const worth = (side: keyof Both): bigint => {
    let sum = tally.money[side];
    for (const [wallet, amounts] of tally.points) {
      const { paysPoints, paysMoney } = wallets.get(wallet) ?? { paysPoints: 1n, paysMoney: 0n };
      // Rounded once for the whole of a wallet; half a cent more or less is not what a budget turns on.
      sum += divide(amounts[side] * paysMoney, paysPoints, 'half_up');
    }
    return sum;
  };
  const cost = { draft: worth('draft'), today: worth('today') };
  const promotions = [...tally.promotions].sort(([a], [b]) => (a < b ? -1 : 1));
  const days = [...tally.days.keys()].sort();
  return {
    ...{ rulebook: ground.today, currency: currency.code },
    ...{ receipts: tally.receipts, withBuyer: tally.withBuyer, buyers: tally.buyers.size },
    ...{ firstOn: days[0] ?? null, lastOn: days.at(-1) ?? null, gross: text('', tally.gross) },
    amounts: Object.fromEntries([
      ...[...tally.points].sort(([a], [b]) => (a < b ? -1 : 1)).map(([wallet, one]) => [wallet, both(wallet, one)]),
      [MONEY, both('', tally.money)],
    ]),
    cost: both('', cost),
    byDay: rowsOf(tally.byDay, tally.days),
    byOutlet: rowsOf(tally.byOutlet),
    members: [...tally.owners]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([wallet, owners]) =>
        membersOf(nameOf(wallet), owners, tally.buyers.size, ground, (one) => text(wallet, one)),
      ),
    promotions: promotions.map(([code, one]) => ({
      ...{ code, receipts: one.receipts, firstOn: one.firstOn || null, lastOn: one.lastOn || null },
      amounts: Object.fromEntries([
        ...[...one.points].map(([wallet, points]) => [wallet, text(wallet, points)] as const),
        ...(one.money > 0n ? [[MONEY, text('', one.money)] as const] : []),
      ]),
    })),
    neverFired: promotions
      .filter(([, { receipts }]) => receipts === 0)
      .map(([code, { missed }]) => neverOf(code, missed)),
    overlaps: [...tally.pairs]
      .sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
      .slice(0, OVERLAPS_MAX)
      .map(([pair, receipts]) => ({ promotions: pair.split(' ') as [string, string], receipts })),
    budgetEnds: draft.promotions.flatMap((promotion) => {
      const one = tally.promotions.get(promotion.code);
      const limits = (promotion as { readonly limits?: readonly SharedLimit[] }).limits ?? [];
      const wallet = promotion.effects.find((effect) => effect.wallet !== undefined)?.wallet ?? '';
      const decimals = { money: currency.decimals, points: decimalsOf(wallet) };
      // Those of a member or a receipt end for some and not for others; only what all share has an end.
      return limits
        .filter(({ per }) => per === 'program')
        .flatMap((limit) => (one === undefined ? [] : budgetEnds(promotion.code, one, limit, decimals)));
    }),
    lacking: Object.fromEntries(tally.lacking),
  };
};

const membersOf = (
  amount: string,
  owners: ReadonlyMap<string, bigint>,
  buyers: number,
  { ownerName }: ReportGround,
  text: (more: bigint) => string,
): SimulationReport['members'][number] => {
  const inOrder = [...owners]
    .filter(([, more]) => more !== 0n)
    .sort(([a, one], [b, other]) => (one === other ? (a < b ? -1 : 1) : one > other ? -1 : 1));
  const win = inOrder.filter(([, more]) => more > 0n).length;
  const named = (some: typeof inOrder) =>
    some.slice(0, NAMED_MAX).map(([owner, more]) => ({ owner: ownerName(owner), difference: text(more) }));
  return {
    ...{ amount, win, lose: inOrder.length - win, same: buyers - inOrder.length },
    winMost: named(inOrder.slice(0, win)),
    loseMost: named(inOrder.slice(win).reverse()),
  };
};

const PERCENT = 100;

const neverOf = (code: string, missed: ReadonlyMap<string, number>): SimulationReport['neverFired'][number] => {
  const all = [...missed.values()].reduce((sum, one) => sum + one, 0);
  return {
    code,
    reasons: [...missed]
      .sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
      .map(([reason, count]) => ({ reason, share: Math.round((count / all) * PERCENT) })),
  };
};
