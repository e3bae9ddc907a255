import type { LocalDate } from '../../kernel/local-date.ts';
import type { Place } from './operation.ts';

/** Which operations are meant; every part that is there narrows it down. Names of things are inner ids, so that it holds no phone or card. */
export type Filter = {
  /** First business day. */
  readonly from?: LocalDate | undefined;
  /** Last business day, which is meant too. */
  readonly to?: LocalDate | undefined;
  readonly outlets?: readonly number[] | undefined;
  readonly terminals?: readonly number[] | undefined;
  /** Marks; of each facet one must be there. An empty list means a value that stands on no line, so nothing is found. */
  readonly kinds?: readonly number[] | undefined;
  readonly cashiers?: readonly number[] | undefined;
  readonly walletTypes?: readonly number[] | undefined;
  readonly promotions?: readonly number[] | undefined;
  readonly cardRanges?: readonly number[] | undefined;
  /** Those by whom it was done. */
  readonly hands?: readonly number[] | undefined;
  readonly origin?: 'online' | 'offline' | undefined;
  readonly amount?:
    | { readonly currency: number; readonly from?: bigint | undefined; readonly to?: bigint | undefined }
    | undefined;
  /** A member, and those who were merged into him. */
  readonly owners?: readonly bigint[] | undefined;
  readonly card?: bigint | undefined;
  /** Rows of single operations: what the number or the reference of a receipt led to. */
  readonly places?: readonly Place[] | undefined;
};

/** What somebody may see: a tenant's lines, of these outlets only where he is bound. */
export type Sight = { readonly tenant: number; readonly outlets: readonly number[] | null };

/** A filter with what its asker may see. */
export type Asked = { readonly sight: Sight; readonly filter: Filter };

export const SORTS = ['newest', 'oldest', 'largest', 'smallest'] as const;
export type Sort = (typeof SORTS)[number];

/** The outlets that are left of those asked for by what may be seen; null for all, none for nothing at all. */
export function outletsLeft({ sight, filter }: Asked): readonly number[] | null {
  if (filter.outlets === undefined) return sight.outlets;
  if (sight.outlets === null) return filter.outlets;
  const seen = new Set(sight.outlets);
  return filter.outlets.filter((outlet) => seen.has(outlet));
}

/** Whether the sums by day know everything that the filter names, so that totals of any size are at hand. */
export function isOfDaySums({ filter }: Asked): boolean {
  const { terminals, cashiers, walletTypes, promotions, hands, amount, owners, card, places } = filter;
  const others = [terminals, cashiers, walletTypes, promotions, hands, amount, owners, card, places];
  return others.every((one) => one === undefined);
}

/**
 * The one promotion or wallet type that is all that is asked for besides days: sums by day know it. Of several, an operation that bears
 * two would be added twice.
 */
export function summedMark({ sight, filter }: Asked): number | undefined {
  const { from: _from, to: _to, promotions, walletTypes, ...others } = filter;
  if (sight.outlets !== null || Object.values(others).some((one) => one !== undefined)) return undefined;
  const marks = [...(promotions ?? []), ...(walletTypes ?? [])];
  const isOne = marks.length === 1 && (promotions === undefined || walletTypes === undefined);
  return isOne ? marks[0] : undefined;
}
