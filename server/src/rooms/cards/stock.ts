import type { LocalDate } from '../../kernel/local-date.ts';
import type { Effect } from './effect.ts';

/** Serials of which what was said when they were made stands on one page: to open one takes a fifth of a millisecond. */
export const SERIALS_PER_PAGE = 500;

export type StockState = 'inert' | 'activated' | 'destroyed';

/** By what stock is found: the keyed digest of a number, as in the directory. */
export type StockKey = { readonly tenant: number; readonly key: Buffer };

/** A card that is in nobody's hands: made, perhaps printed and shipped, and standing for nothing yet. */
export type Stock = StockKey & {
  readonly range: number;
  readonly batch: bigint;
  /** Its place in the batch, from 1. */
  readonly serial: number;
  readonly lastFour: string;
  readonly pinDigest: Buffer | undefined;
  /** What a migrated gift card is worth, where it is not what its range says. */
  readonly face: bigint | undefined;
  /** The last day on which it may be taken into use, and used; undefined: for ever. */
  readonly validUntil: LocalDate | undefined;
  readonly state: StockState;
  /** Only a card of a released batch is there at all. */
  readonly isReleased: boolean;
  /** Effects of the blocks that lie on its range, its batch or its serial now. */
  readonly suspended: readonly Effect[];
};
