import type { ReportGround } from './report-ground.ts';
import { membersOf, type MembersReport } from './report-members.ts';
import { inOrder, monthsOf, type AmountTexts, type BothText, type ReportTexts } from './report-texts.ts';
import { addBoth, MONEY } from './tally.ts';
import type { Amounts, OccasionsTally, Place } from './tally.ts';

type Row = { readonly key: string; readonly occasions: number; readonly amounts: AmountTexts };

/** What occasions brought: points without a receipt, told apart from those of receipts. */
export type OccasionsReport = {
  readonly occasions: number;
  /** Members to whom they happened. */
  readonly people: number;
  /** Those that have no entry in the journal, because nothing answered them then: told by what is known of members today. */
  readonly unkept: number;
  readonly reversed: number;
  readonly amounts: AmountTexts;
  readonly cost: BothText;
  readonly byName: readonly {
    readonly name: string;
    readonly occasions: number;
    readonly unkept: number;
    readonly reversed: number;
    readonly amounts: AmountTexts;
  }[];
  readonly byDay: readonly Row[];
  readonly byMonth: readonly Row[];
  readonly members: readonly MembersReport[];
};

/** All that occasions brought, whatever their names. */
export const amountsOfOccasions = ({ byName }: OccasionsTally): Amounts => {
  const sum: Amounts = new Map();
  for (const { amounts } of byName.values())
    for (const [wallet, { draft, today }] of amounts) addBoth(sum, wallet, draft, today);
  return sum;
};

/** The part of the report that tells of occasions. */
export const occasionsOf = (tally: OccasionsTally, ground: ReportGround, texts: ReportTexts): OccasionsReport => {
  const { both, textsOf, costOf, nameOf, text } = texts;
  const names = [...tally.byName].sort(([a], [b]) => (a < b ? -1 : 1));
  const count = (of: 'occasions' | 'unkept' | 'reversed'): number => names.reduce((sum, [, one]) => sum + one[of], 0);
  const amounts = amountsOfOccasions(tally);
  const rowsOf = (rows: ReadonlyMap<string, Place>): Row[] =>
    inOrder(rows).map(([key, { receipts, amounts: some }]) => ({ key, occasions: receipts, amounts: textsOf(some) }));
  return {
    ...{ occasions: count('occasions'), people: tally.people.size },
    ...{ unkept: count('unkept'), reversed: count('reversed') },
    ...{ amounts: textsOf(amounts), cost: both(MONEY, costOf(amounts)) },
    byName: names.map(([name, { amounts: some, ...counted }]) => ({ name, ...counted, amounts: textsOf(some) })),
    ...{ byDay: rowsOf(tally.byDay), byMonth: rowsOf(monthsOf(tally.byDay)) },
    members: [...tally.owners]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([wallet, owners]) =>
        membersOf(nameOf(wallet), owners, tally.people.size, ground, (more) => text(wallet, more)),
      ),
  };
};
