import type { LocalDate } from '../../../kernel/local-date.ts';

/** Lines of one pack that are alike in what has few values; a filter by these takes a block or leaves it, without looking into it. */
export type Block = {
  readonly kind: number;
  readonly unit: number;
  readonly currency: number;
  readonly isHead: boolean;
  readonly isOffline: boolean;
  readonly rows: number;
};

/** Some ten thousand lines laid together column by column: see 0019-keep-operation-lines.sql. */
export type Pack = {
  readonly pack: bigint;
  readonly firstOn: LocalDate;
  readonly lastOn: LocalDate;
  readonly rows: number;
  readonly blocks: readonly Block[];
};

/**
 * The columns of a pack, by the letter under which they are kept. `day` counts from the pack's first; `rest` is what `changed` differs by from
 * earned - spent + loaded - expired, hardly ever more than nothing. `mark` is kept mark by mark, as postings.
 */
export const COLUMN = {
  day: 'd',
  outlet: 'o',
  terminal: 't',
  cashier: 'c',
  range: 'r',
  amount: 'a',
  earned: 'e',
  spent: 's',
  loaded: 'l',
  expired: 'x',
  rest: 'z',
  mark: 'm',
} as const;
export type Column = (typeof COLUMN)[keyof typeof COLUMN];

/** Rows are counted in two bytes. */
export const ROWS_MAX = 65_536;
