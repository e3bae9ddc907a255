import { FLAG } from '../ledger/index.ts';
import type { Hand } from '../partners/index.ts';
import { handText } from './hand.ts';
import { NO_FIGURES, type Figures, type Line } from './line.ts';
import type { JournalRow } from './operation.ts';
import { FACET, type Facet, type MarkKey } from './store/mark.ts';
import type { Told } from './told.ts';

/** A row with everything that its lines are made from. */
export type Described = {
  readonly row: JournalRow;
  /** The row of the operation itself: of a leg its home's, else the row. */
  readonly home: JournalRow;
  readonly told: Told;
  /** By whose hand, and, of what a person decided, why. */
  readonly hand: Hand | undefined;
  readonly reason: string | undefined;
  /** The range of its card; zero where it has none. */
  readonly cardRange: number;
  /** What its postings come to, unit by unit. */
  readonly figures: readonly (Figures & { readonly unit: number; readonly walletTypes: readonly number[] })[];
};

/** Everything that the lines of a row are marked with, the kind first. */
export function marksOf({ home, told, hand, cardRange, figures }: Described): MarkKey[] {
  const { tenant } = home;
  const types = new Set([...told.walletTypes, ...figures.flatMap((one) => one.walletTypes)]);
  return [
    { tenant, facet: FACET.kind, value: home.kind },
    ...(told.cashier === undefined ? [] : [{ tenant, facet: FACET.cashier, value: told.cashier }]),
    ...(cardRange === 0 ? [] : [{ tenant, facet: FACET.cardRange, value: String(cardRange) }]),
    ...told.promotions.map((value): MarkKey => ({ tenant, facet: FACET.promotion, value })),
    ...[...types].map((type): MarkKey => ({ tenant, facet: FACET.walletType, value: String(type) })),
    ...(hand === undefined ? [] : [{ tenant, facet: FACET.hand, value: handText(hand) }]),
    ...((home.flags & FLAG.offline) === 0 ? [] : [{ tenant, facet: FACET.origin, value: 'offline' }]),
  ];
}

// What many operations bear at once, so that counting them would take long.
const SUMMED: ReadonlySet<Facet> = new Set([FACET.promotion, FACET.walletType]);

/**
 * The lines of a row: one for each unit that it moved, at least one of a home row. The first of a home row is the head; of a leg that
 * moved nothing there is none.
 */
export function linesOf(described: Described, markOf: (key: MarkKey) => number): Line[] {
  const { row, home, told, figures } = described;
  const isLeg = row.home !== undefined;
  const keys = marksOf(described);
  const marks = [...new Set(keys.map(markOf))].sort((a, b) => a - b);
  const summed = [...new Set(keys.filter(({ facet }) => SUMMED.has(facet)).map(markOf))];
  const markOfFacet = (facet: MarkKey['facet']): number => {
    const key = keys.find((one) => one.facet === facet);
    return key === undefined ? 0 : markOf(key);
  };
  const values = figures.length > 0 || isLeg ? figures : [{ ...NO_FIGURES, unit: 0 }];
  return values.map(({ unit, earned, spent, loaded, expired, changed }, n): Line => {
    return {
      ...{ tenant: row.tenant, lane: row.lane, seq: row.seq, n, isHead: n === 0 && !isLeg, home: row.home },
      ...{ occurredAt: home.occurredAt, recordedAt: home.recordedAt, bookedOn: home.bookedOn },
      ...{ owner: home.owner, card: told.card, amount: told.amount, currency: told.currency },
      ...{ program: home.program, outlet: home.outlet, terminal: home.terminal, flags: home.flags },
      ...{ kind: markOfFacet(FACET.kind), cashier: markOfFacet(FACET.cashier), cardRange: described.cardRange },
      ...{ unit, earned, spent, loaded, expired, changed, marks, summed },
      ...{ receipt: told.receipt, reason: described.reason },
    };
  });
}
