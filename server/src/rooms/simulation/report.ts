import { formatQuantity } from '../../kernel/quantity.ts';
import { divide } from '../../kernel/rounding.ts';
import type { RulebookContent } from '../promotions/index.ts';
import { budgetEnds } from './budget-end.ts';
import type { BudgetEnd, SharedLimit } from './budget-end.ts';
import { addBoth, MONEY } from './tally.ts';
import type { Amounts, Both, Place, Tally } from './tally.ts';

/** What a point of a wallet type is worth: `paysPoints` smallest steps pay `paysMoney` of the currency. */
export type WalletWorth = { readonly decimals: number; readonly paysPoints: bigint; readonly paysMoney: bigint };

export type ReportGround = {
  readonly draft: RulebookContent;
  /** Limits have held promotions back. */
  readonly obeysLimits: boolean;
  /** The version in force that the draft is compared with. */
  readonly today: number;
  readonly wallets: ReadonlyMap<string, WalletWorth>;
  readonly currency: { readonly code: string; readonly decimals: number };
  /** The name of an owner outside. */
  readonly ownerName: (owner: string) => string;
};

type BothText = { readonly draft: string; readonly today: string; readonly difference: string };

/** Points by wallet type under its code, money under `money`; each with what today's version gives. */
type Row = { readonly key: string; readonly receipts: number; readonly amounts: Readonly<Record<string, BothText>> };

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
  /** Receipts of which something came back, what that had cost, and the points taken back: amounts everywhere are without them. */
  readonly returns: {
    readonly receipts: number;
    readonly gross: string;
    readonly amounts: Readonly<Record<string, BothText>>;
  };
  readonly byDay: readonly Row[];
  /** The same by months, as `2026-03`. */
  readonly byMonth: readonly Row[];
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
    /** Receipts on which a limit let less through than the promotion would have given. */
    readonly limited: number;
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
const MONEY_NAME = 'money';

/** Makes the report of a tally. Pure; the order of what is equal is that of the codes. */
export const reportOf = (tally: Tally, ground: ReportGround): SimulationReport => {
  const { wallets, currency } = ground;
  const decimalsOf = (wallet: string): number =>
    wallet === MONEY ? currency.decimals : (wallets.get(wallet)?.decimals ?? 0);
  const nameOf = (wallet: string): string => (wallet === MONEY ? MONEY_NAME : wallet);
  const text = (wallet: string, amount: bigint): string => formatQuantity(amount, decimalsOf(wallet));
  const both = (wallet: string, { draft: would, today }: Both): BothText => ({
    ...{ draft: text(wallet, would), today: text(wallet, today), difference: text(wallet, would - today) },
  });
  const textsOf = (amounts: Amounts): Record<string, BothText> =>
    Object.fromEntries(
      [...amounts]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([wallet, one]) => [nameOf(wallet), both(wallet, one)] as const),
    );
  const rowsOf = (rows: ReadonlyMap<string, Place>): Row[] =>
    [...rows]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, { receipts, amounts }]) => ({ key, receipts, amounts: textsOf(amounts) }));
  const money = tally.amounts.get(MONEY) ?? { draft: 0n, today: 0n };
  const worth = (side: keyof Both): bigint => {
    let sum = money[side];
    for (const [wallet, amounts] of tally.amounts) {
      if (wallet === MONEY) continue;
      const { paysPoints, paysMoney } = wallets.get(wallet) ?? { paysPoints: 1n, paysMoney: 0n };
      // Rounded once for the whole of a wallet; half a cent more or less is not what a budget turns on.
      sum += divide(amounts[side] * paysMoney, paysPoints, 'half_up');
    }
    return sum;
  };
  const cost = { draft: worth('draft'), today: worth('today') };
  const promotions = [...tally.promotions].sort(([a], [b]) => (a < b ? -1 : 1));
  const days = [...tally.byDay.keys()].sort();
  return {
    ...{ rulebook: ground.today, currency: currency.code },
    ...{ receipts: tally.receipts, withBuyer: tally.withBuyer, buyers: tally.buyers.size },
    ...{ firstOn: days[0] ?? null, lastOn: days.at(-1) ?? null, gross: text('', tally.gross) },
    amounts: { ...textsOf(tally.amounts), [MONEY_NAME]: both(MONEY, money) },
    cost: both(MONEY, cost),
    returns: {
      ...{ receipts: tally.returns.receipts, gross: text(MONEY, tally.returns.gross) },
      amounts: textsOf(tally.returns.amounts),
    },
    byDay: rowsOf(tally.byDay),
    byMonth: rowsOf(monthsOf(tally.byDay)),
    byOutlet: rowsOf(tally.byOutlet),
    members: [...tally.owners]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([wallet, owners]) =>
        membersOf(nameOf(wallet), owners, tally.buyers.size, ground, (one) => text(wallet, one)),
      ),
    promotions: promotions.map(([code, one]) => ({
      ...{
        code,
        receipts: one.receipts,
        limited: one.limited,
        firstOn: one.firstOn || null,
        lastOn: one.lastOn || null,
      },
      amounts: Object.fromEntries([
        ...[...one.points].map(([wallet, points]) => [wallet, text(wallet, points)] as const),
        ...(one.money > 0n ? [[MONEY_NAME, text(MONEY, one.money)] as const] : []),
      ]),
    })),
    neverFired: promotions
      .filter(([, { receipts }]) => receipts === 0)
      .map(([code, { missed }]) => neverOf(code, missed)),
    overlaps: [...tally.pairs]
      .sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
      .slice(0, OVERLAPS_MAX)
      .map(([pair, receipts]) => ({ promotions: pair.split(' ') as [string, string], receipts })),
    budgetEnds: ground.obeysLimits ? endsOf(tally, ground, decimalsOf) : endsIfIgnored(tally, ground, decimalsOf),
    lacking: Object.fromEntries(tally.lacking),
  };
};

const monthsOf = (days: ReadonlyMap<string, Place>): Map<string, Place> => {
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

// The period of what has none begins with the calendar.
const FIRST_DAY = '0002';

type DecimalsOf = (wallet: string) => number;

const decimalsOfPromotion = (
  { draft, currency }: ReportGround,
  code: string,
  decimalsOf: DecimalsOf,
): { readonly money: number; readonly points: number } => {
  const promotion = draft.promotions.find((one) => one.code === code);
  const wallet = promotion?.effects.find((effect) => effect.wallet !== undefined)?.wallet ?? MONEY;
  return { money: currency.decimals, points: decimalsOf(wallet) };
};

/** When budgets ended that were obeyed: the first day of each period on which something was wanted that was not there. */
const endsOf = ({ ends }: Tally, ground: ReportGround, decimalsOf: DecimalsOf): BudgetEnd[] =>
  [...ends.values()]
    .sort((a, b) => (a.on === b.on ? (a.promotion < b.promotion ? -1 : 1) : a.on < b.on ? -1 : 1))
    .map(({ promotion, of, max, from, on }) => {
      const { money, points } = decimalsOfPromotion(ground, promotion, decimalsOf);
      const decimals = of === 'uses' ? 0 : of === 'money' ? money : points;
      return { promotion, of, max: formatQuantity(max, decimals), period: from < FIRST_DAY ? '' : from, endsOn: on };
    });

/** When they would have ended, if nothing had held promotions back. */
const endsIfIgnored = (tally: Tally, ground: ReportGround, decimalsOf: DecimalsOf): BudgetEnd[] =>
  ground.draft.promotions.flatMap((promotion) => {
    const one = tally.promotions.get(promotion.code);
    const decimals = decimalsOfPromotion(ground, promotion.code, decimalsOf);
    // Those of a member or a receipt end for some and not for others; only what all share has an end.
    const shared = ((promotion.limits ?? []) as readonly SharedLimit[]).filter(({ per }) => per === 'program');
    return shared.flatMap((limit) => (one === undefined ? [] : budgetEnds(promotion.code, one, limit, decimals)));
  });
