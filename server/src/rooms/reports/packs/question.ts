import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { outletsLeft, type Asked } from '../filter.ts';
import type { Marks } from '../store/mark.ts';
import type { Needs } from './pack-cache.ts';
import { COLUMN, type Block, type Column, type Pack } from './pack.ts';
import { wantedOf, type Wanted } from './select-rows.ts';

/** A filter as packs are asked by it. */
export type Question = {
  readonly from: LocalDate | undefined;
  readonly to: LocalDate | undefined;
  /** Whether a block has lines that may be meant, by what all of them have in common. */
  readonly takes: (block: Block) => boolean;
  /** What must be found in columns. */
  readonly wanted: readonly { readonly column: Column; readonly wanted: Wanted }[];
  /** Of each list one mark must be there. */
  readonly marks: readonly (readonly number[])[];
};

/** Whether packs know everything that the filter names. Not single members, cards, receipts and hands: of these there are few lines, found by index. */
export const isOfPacks = ({ filter: { owners, card, places, hands } }: Asked): boolean =>
  owners === undefined && card === undefined && places === undefined && hands === undefined;

/** The question that a filter is to packs; undefined when no line can be meant. */
export async function questionOf(queries: Queries, marks: Marks, asked: Asked): Promise<Question | undefined> {
  const { filter } = asked;
  const ranges = filter.cardRanges && (await rangesOf(queries, marks, filter.cardRanges));
  const named: [Column, readonly number[] | null | undefined][] = [
    [COLUMN.cashier, filter.cashiers],
    [COLUMN.terminal, filter.terminals],
    [COLUMN.range, ranges],
    [COLUMN.outlet, outletsLeft(asked)],
  ];
  const wanted: { column: Column; wanted: Wanted }[] = [];
  for (const [column, numbers] of named) {
    if (numbers === undefined || numbers === null) continue;
    const some = wantedOf(numbers);
    if (some === undefined) return undefined;
    wanted.push({ column, wanted: some });
  }
  const { amount, kinds, origin } = filter;
  if (amount && (amount.from !== undefined || amount.to !== undefined))
    wanted.push({ column: COLUMN.amount, wanted: { from: amount.from, to: amount.to } });
  const lists = [filter.promotions, filter.walletTypes].filter((list) => list !== undefined);
  if (kinds?.length === 0 || lists.some((list) => list.length === 0)) return undefined;
  return {
    from: filter.from,
    to: filter.to,
    takes: (block) =>
      (kinds === undefined || kinds.includes(block.kind)) &&
      (origin === undefined || block.isOffline === (origin === 'offline')) &&
      (amount === undefined || block.currency === amount.currency),
    wanted,
    marks: lists,
  };
}

/** Filters name ranges of cards by their marks, lines bear their ids. */
async function rangesOf(queries: Queries, marks: Marks, asked: readonly number[]): Promise<number[]> {
  const values = await marks.valuesOf(queries, asked);
  return [...values.values()].map(({ value }) => Number(value));
}

/** Whether only some days of a pack are asked for. */
export const isCut = ({ from, to }: Question, { firstOn, lastOn }: Pack): boolean =>
  (from !== undefined && from > firstOn) || (to !== undefined && to < lastOn);

/** What a question looks at, besides the figures. */
export const needsOf = (question: Question, isCutAnywhere: boolean): Needs => ({
  columns: [...(isCutAnywhere ? [COLUMN.day] : []), ...question.wanted.map(({ column }) => column)],
  marks: question.marks.flat(),
});
