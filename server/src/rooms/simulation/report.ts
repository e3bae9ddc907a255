import { formatQuantity } from '../../kernel/quantity.ts';
import { budgetEnds } from './budget-end.ts';
import type { BudgetEnd, SharedLimit } from './budget-end.ts';
import type { ReportGround } from './report-ground.ts';
import { membersOf, type MembersReport } from './report-members.ts';
import { amountsOfOccasions, occasionsOf, type OccasionsReport } from './report-occasions.ts';
import { createTexts, inOrder, MONEY_NAME, monthsOf, type AmountTexts, type BothText } from './report-texts.ts';
import { MONEY } from './tally.ts';
import type { Place, Tally } from './tally.ts';

type Row = { readonly key: string; readonly receipts: number; readonly amounts: AmountTexts };

export type SimulationReport = {
  readonly rulebook: number;
  readonly currency: string;
  readonly receipts: number;
  readonly withBuyer: number;
  readonly buyers: number;
  readonly firstOn: string | null;
  readonly lastOn: string | null;
  readonly gross: string;
  readonly amounts: AmountTexts;
  /** What the points are worth when they are spent, and the money taken off: what the draft costs, beside today. */
  readonly cost: BothText;
  /** Receipts of which something came back, what that had cost, and the points taken back: amounts everywhere are without them. */
  readonly returns: {
    readonly receipts: number;
    readonly gross: string;
    readonly amounts: AmountTexts;
  };
  readonly byDay: readonly Row[];
  /** The same by months, as `2026-03`. */
  readonly byMonth: readonly Row[];
  readonly byOutlet: readonly Row[];
  readonly members: readonly MembersReport[];
  /** Points without a receipt, in no figure above; null where neither the draft nor today's version answers occasions. */
  readonly occasions: OccasionsReport | null;
  /** The cost of receipts and occasions together. */
  readonly costInAll: BothText;
  readonly promotions: readonly {
    readonly code: string;
    /** The occasion that it answers; null where it answers purchases. */
    readonly on: string | null;
    readonly receipts: number;
    /** Occasions on which it acted. */
    readonly occasions: number;
    /** Receipts, or occasions, on which a limit let less through than the promotion would have given. */
    readonly limited: number;
    readonly amounts: Readonly<Record<string, string>>;
    readonly firstOn: string | null;
    readonly lastOn: string | null;
  }[];
  readonly neverFired: readonly {
    readonly code: string;
    readonly reasons: readonly { readonly reason: string; readonly share: number }[];
  }[];
  readonly overlaps: readonly {
    readonly promotions: readonly [string, string];
    readonly receipts: number;
    readonly occasions: number;
  }[];
  readonly budgetEnds: readonly BudgetEnd[];
  /** Facts that the draft reads and receipts of before did not keep; on so many receipts. */
  readonly lacking: Readonly<Record<string, number>>;
};

const OVERLAPS_MAX = 100;

/** Makes the report of a tally. Pure; the order of what is equal is that of the codes. */
export const reportOf = (tally: Tally, ground: ReportGround): SimulationReport => {
  const { currency } = ground;
  const texts = createTexts(ground);
  const { decimalsOf, nameOf, text, both, textsOf, costOf } = texts;
  const rowsOf = (rows: ReadonlyMap<string, Place>): Row[] =>
    inOrder(rows).map(([key, { receipts, amounts }]) => ({ key, receipts, amounts: textsOf(amounts) }));
  const money = tally.amounts.get(MONEY) ?? { draft: 0n, today: 0n };
  const cost = costOf(tally.amounts);
  const ofOccasions = costOf(amountsOfOccasions(tally.occasions));
  const inAll = { draft: cost.draft + ofOccasions.draft, today: cost.today + ofOccasions.today };
  const answers = new Map(ground.draft.promotions.map(({ code, on }) => [code, on ?? null]));
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
    occasions: ground.answersOccasions ? occasionsOf(tally.occasions, ground, texts) : null,
    costInAll: both(MONEY, inAll),
    promotions: promotions.map(([code, one]) => ({
      ...{ code, on: answers.get(code) ?? null, ...countedOf(answers.get(code), one.receipts) },
      ...{ limited: one.limited, firstOn: one.firstOn || null, lastOn: one.lastOn || null },
      amounts: Object.fromEntries([
        ...[...one.points].map(([wallet, points]) => [wallet, text(wallet, points)] as const),
        ...(one.money > 0n ? [[MONEY_NAME, text(MONEY, one.money)] as const] : []),
      ]),
    })),
    neverFired: promotions
      .filter(([, { receipts }]) => receipts === 0)
      .map(([code, { missed }]) => neverOf(code, hasHappened(tally, answers.get(code)) ? missed : NEVER_HAPPENED)),
    overlaps: [...tally.pairs]
      .sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
      .slice(0, OVERLAPS_MAX)
      .map(([pair, count]) => {
        const pairOf = pair.split(' ') as [string, string];
        return { promotions: pairOf, ...countedOf(answers.get(pairOf[0]), count) };
      }),
    budgetEnds: ground.obeysLimits ? endsOf(tally, ground, decimalsOf) : endsIfIgnored(tally, ground, decimalsOf),
    lacking: Object.fromEntries(tally.lacking),
  };
};

/** How often something acted: on receipts, or on occasions. */
const countedOf = (on: string | null | undefined, count: number): { receipts: number; occasions: number } =>
  (on ?? null) === null ? { receipts: count, occasions: 0 } : { receipts: 0, occasions: count };

/** Why a promotion did not act whose occasion nobody told of. */
const NEVER_HAPPENED: ReadonlyMap<string, number> = new Map([['promotions.promotion.never_happened', 1]]);

const hasHappened = ({ occasions }: Tally, on: string | null | undefined): boolean =>
  on === null || on === undefined || occasions.byName.has(on);

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
