import type { Outcome } from '../../platform/lanes/index.ts';
import type { ReturnAnswer, SaleAnswer } from '../../rooms/checkout/index.ts';
import { readDecimal } from './source-decimal.ts';
import type { PieceRead, Rejected, ReplayedReturn, ReplayedSale, Tally } from './replayed.ts';

/** Points are summed with as many decimals as a unit may have, and shown with as many as they use. */
export const POINTS_DECIMALS = 4;

export type PointsMoved = { earned: bigint; spent: bigint; uncovered: bigint; takenBack: bigint; givenBack: bigint };
export type LinesOf = { lines: number; amount: bigint };

/**
 * The control totals of a day, or of the whole. Amounts of the source (`read`, fates, `rounding`, `priceDifference`) are in the
 * source's decimals, what is booked (`sold`, `refunded`) in the currency's smallest step, as the journal answered it.
 */
export type Figures = {
  files: number;
  lines: number;
  read: bigint;
  sales: number;
  unidentified: number;
  returns: number;
  parked: number;
  repeated: number;
  sold: bigint;
  refunded: bigint;
  rounding: bigint;
  priceDifference: bigint;
  booked: Map<string, LinesOf>;
  rejected: Map<string, LinesOf>;
  points: Map<string, PointsMoved>;
  exceptions: Map<string, number>;
  /** Operations whose answer is not what the source says: there must be none. */
  differing: string[];
};

export const noFigures = (): Figures => ({
  ...{
    files: 0,
    lines: 0,
    read: 0n,
    sales: 0,
    unidentified: 0,
    returns: 0,
    parked: 0,
    repeated: 0,
    sold: 0n,
    refunded: 0n,
  },
  ...{
    rounding: 0n,
    priceDifference: 0n,
    booked: new Map(),
    rejected: new Map(),
    points: new Map(),
    exceptions: new Map(),
    differing: [],
  },
});

export function countRead(into: Figures, { files, lines, amount }: PieceRead): void {
  into.files += files;
  into.lines += lines;
  into.read += amount;
}

export const countRejected = (into: Figures, { tally }: Rejected): void => addTally(into.rejected, tally.fate, tally);

/** Counts a sale by its answer. A refused one counts as rejected, by its refusal. */
export function countSale(
  into: Figures,
  sale: ReplayedSale,
  outcome: Outcome<SaleAnswer>,
  currencyDecimals: number,
): void {
  if (!outcome.ok) return countRefused(into, sale.tallies, outcome.refusal);
  const { answer } = outcome;
  const total = amountOf(answer.total.amount, currencyDecimals);
  into.sales++;
  if (answer.member === undefined) into.unidentified++;
  into.sold += total;
  if (total !== sale.expected) into.differing.push(sale.reference);
  countBooked(into, sale, outcome.repeated, answer.exceptions);
  for (const { walletType, points } of answer.earned)
    pointsOf(into, walletType).earned += amountOf(points, POINTS_DECIMALS);
  for (const { walletType, points, uncovered } of answer.spent) {
    const moved = pointsOf(into, walletType);
    moved.spent += amountOf(points, POINTS_DECIMALS);
    if (uncovered !== undefined) moved.uncovered += amountOf(uncovered, POINTS_DECIMALS);
  }
}

/** Counts a return by its answer; one that waits for its sale has booked nothing yet. */
export function countReturn(
  into: Figures,
  goods: ReplayedReturn,
  outcome: Outcome<ReturnAnswer>,
  currencyDecimals: number,
): void {
  if (!outcome.ok) return countRefused(into, goods.tallies, outcome.refusal);
  const { answer } = outcome;
  if (answer.state !== 'booked') {
    into.parked++;
    if (outcome.repeated) into.repeated++;
    for (const tally of goods.tallies) addTally(into.rejected, 'parked', tally);
    return;
  }
  const refund = (answer.refund ?? []).reduce((sum, { amount }) => sum + amountOf(amount, currencyDecimals), 0n);
  into.returns++;
  into.refunded += refund;
  into.priceDifference += goods.priceDifference;
  if (refund !== goods.expected) into.differing.push(goods.reference);
  countBooked(into, goods, outcome.repeated, answer.exceptions);
  for (const { walletType, points } of answer.takenBack ?? [])
    pointsOf(into, walletType).takenBack += amountOf(points, POINTS_DECIMALS);
  for (const { walletType, points } of answer.grantedAgain ?? [])
    pointsOf(into, walletType).earned += amountOf(points, POINTS_DECIMALS);
  for (const { walletType, points } of answer.givenBack ?? [])
    pointsOf(into, walletType).givenBack += amountOf(points, POINTS_DECIMALS);
}

/**
 * What the source says and nobody booked or rejected, in the source's decimals: nothing, or the replay has lost or made money.
 * Sales less refunds, less what rounding and other prices have added, plus the rejects, is what was read.
 */
export function unaccounted(figures: Figures, stepsPerCurrencyStep: bigint): bigint {
  const rejected = [...figures.rejected.values()].reduce((sum, { amount }) => sum + amount, 0n);
  const booked = (figures.sold - figures.refunded) * stepsPerCurrencyStep - figures.rounding - figures.priceDifference;
  return figures.read - booked - rejected;
}

/** The same for lines: each has one fate. */
export const unaccountedLines = (figures: Figures): number => {
  const told = [...figures.booked.values(), ...figures.rejected.values()].reduce((sum, { lines }) => sum + lines, 0);
  return figures.lines - told;
};

export function addFigures(into: Figures, day: Figures): void {
  for (const key of ['files', 'lines', 'sales', 'unidentified', 'returns', 'parked', 'repeated'] as const)
    into[key] += day[key];
  for (const key of ['read', 'sold', 'refunded', 'rounding', 'priceDifference'] as const) into[key] += day[key];
  for (const [fate, of] of day.booked) addTally(into.booked, fate, of);
  for (const [fate, of] of day.rejected) addTally(into.rejected, fate, of);
  for (const [walletType, of] of day.points) {
    const moved = pointsOf(into, walletType);
    for (const key of ['earned', 'spent', 'uncovered', 'takenBack', 'givenBack'] as const) moved[key] += of[key];
  }
  for (const [code, count] of day.exceptions) into.exceptions.set(code, (into.exceptions.get(code) ?? 0) + count);
  into.differing.push(...day.differing);
}

function countBooked(
  into: Figures,
  { tallies, rounding }: ReplayedSale | ReplayedReturn,
  isRepeated: boolean,
  exceptions: readonly { readonly code: string }[] | undefined,
): void {
  into.rounding += rounding;
  if (isRepeated) into.repeated++;
  for (const tally of tallies) addTally(into.booked, tally.fate, tally);
  for (const { code } of exceptions ?? []) into.exceptions.set(code, (into.exceptions.get(code) ?? 0) + 1);
}

function countRefused(into: Figures, tallies: readonly Tally[], refusal: string): void {
  into.exceptions.set(refusal, (into.exceptions.get(refusal) ?? 0) + 1);
  for (const tally of tallies) addTally(into.rejected, refusal, tally);
}

function addTally(map: Map<string, LinesOf>, fate: string, { lines, amount }: LinesOf): void {
  const known = map.get(fate);
  if (known) {
    known.lines += lines;
    known.amount += amount;
  } else map.set(fate, { lines, amount });
}

function pointsOf(figures: Figures, walletType: string): PointsMoved {
  let moved = figures.points.get(walletType);
  if (!moved)
    figures.points.set(walletType, (moved = { earned: 0n, spent: 0n, uncovered: 0n, takenBack: 0n, givenBack: 0n }));
  return moved;
}

/** An amount of an answer: the house writes plain decimals, so anything else is a bug of ours. */
function amountOf(text: string, decimals: number): bigint {
  const amount = readDecimal(text, decimals);
  if (amount === undefined) throw new Error(`${text} is no amount`);
  return amount;
}
