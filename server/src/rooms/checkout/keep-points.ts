import { adjudicate, type Basket, type Grant, type Rulebook } from '../promotions/index.ts';
import type { ClaimRecord } from './claim-record.ts';
import { readBasket, readRooms } from './kept-basket.ts';
import type { KeptGrant, SaleRecord } from './record.ts';
import { shareOf } from './share-tenders.ts';

/** Points by wallet type code. */
export type PointsByType = ReadonlyMap<string, bigint>;

/** What a sale granted, by wallet type. */
export function grantedOf(grants: readonly KeptGrant[]): PointsByType {
  const granted = new Map<string, bigint>();
  for (const grant of grants) granted.set(grant.wallet, (granted.get(grant.wallet) ?? 0n) + BigInt(grant.points));
  return granted;
}

/** The basket without what came back; lines of which nothing is left drop out. */
export function basketWithout(basket: Basket, back: ReadonlyMap<number, bigint>): Basket {
  const lines = basket.lines.flatMap((line) => {
    const returned = back.get(line.line);
    if (returned === undefined) return [line];
    if (returned >= line.quantity) return [];
    const rest = (amount: bigint): bigint => amount - shareOf(amount, returned, line.quantity);
    return [
      {
        ...line,
        quantity: line.quantity - returned,
        gross: rest(line.gross),
        discount: rest(line.discount),
        tax: rest(line.tax),
        byPoints: rest(line.byPoints),
        ...(line.byGifts !== undefined && { byGifts: rest(line.byGifts) }),
      },
    ];
  });
  const { spent, priced } = basket;
  if (spent === undefined && priced === undefined) return { ...basket, lines };
  // What was taken off and what points paid are facts of the lines: each line keeps its part of them.
  const sold = new Map(basket.lines.map(({ line, quantity }) => [line, quantity]));
  const stays = (perLine: PerLine): PerLine =>
    perLine.flatMap(([line, money]) => {
      const part = money - shareOf(money, back.get(line), sold.get(line) ?? 0n);
      return part === 0n ? [] : [[line, part] as const];
    });
  return {
    ...basket,
    lines,
    ...(spent && {
      spent: spent.map(({ wallet, points, perLine }) => {
        const kept = stays(perLine);
        const whole = sumOf(perLine);
        return { wallet, points: whole === 0n ? 0n : (points * sumOf(kept)) / whole, perLine: kept };
      }),
    }),
    ...(priced && { priced: priced.map((one) => ({ ...one, perLine: stays(one.perLine) })) }),
  };
}

type PerLine = readonly (readonly [line: number, money: bigint])[];
const sumOf = (perLine: PerLine): bigint => perLine.reduce((sum, [, money]) => sum + money, 0n);

const NOTHING_BACK: ReadonlyMap<number, bigint> = new Map();

export type KeptPoints = { readonly kept: PointsByType; readonly hasDrifted: boolean };

/**
 * Points that stay with the member after `back` has come back (semantics 3.4, architecture 7): the sale's own version decides
 * the rest of the basket on the facts of then, and never more than was granted; nothing for nothing. A function of the set
 * that came back, so of no order. If the version does not give the recorded grant any more, the grant is shared by lines.
 * `before` had come back already when the points were granted, by a claim. `counts` leaves out grants that are of no interest: then
 * `grants` are those that are.
 */
export function keepPoints(
  rulebook: Rulebook | undefined,
  basket: Basket,
  grants: readonly KeptGrant[],
  back: ReadonlyMap<number, bigint>,
  before: ReadonlyMap<number, bigint> = NOTHING_BACK,
  counts: (grant: Grant) => boolean = () => true,
): KeptPoints {
  const granted = grantedOf(grants);
  if (granted.size === 0) return { kept: granted, hasDrifted: false };
  const decidedAgain = rulebook && adjudicate(rulebook, basketWithout(basket, before)).grants.filter(counts);
  const hasDrifted = !decidedAgain || !isRecorded(decidedAgain, grants);
  if (hasDrifted) return { kept: shared(basket, grants, back, before), hasDrifted };
  const rest = basketWithout(basket, back);
  const decided =
    rest.lines.length === 0 ? new Map<string, bigint>() : sum(adjudicate(rulebook, rest).grants.filter(counts));
  const kept = new Map<string, bigint>();
  for (const [type, points] of granted) {
    const now = decided.get(type) ?? 0n;
    kept.set(type, now < points ? now : points);
  }
  return { kept, hasDrifted };
}

/** True when a decision is the recorded one, grant by grant: sums alone hide what a limit has cut to the same number. */
const isRecorded = (decided: readonly Grant[], grants: readonly KeptGrant[]): boolean =>
  decided.length === grants.length &&
  decided.every(({ promotion, walletType, points, perLine, derivation: { rule, uncapped } }, i) => {
    const kept = grants[i] as KeptGrant;
    // Kept in the order of the receipt, decided in the order of line numbers.
    const parts = new Map(kept.perLine);
    return (
      kept.promotion === promotion &&
      kept.effect === rule.effect &&
      kept.wallet === walletType &&
      BigInt(kept.points) === points &&
      kept.uncapped === uncapped &&
      parts.size === perLine.length &&
      perLine.every(([line, part]) => BigInt(parts.get(line) ?? -1) === part)
    );
  });

function sum(grants: readonly { walletType: string; points: bigint }[]): Map<string, bigint> {
  const total = new Map<string, bigint>();
  for (const { walletType, points } of grants) total.set(walletType, (total.get(walletType) ?? 0n) + points);
  return total;
}

/** The named fallback: each line keeps its points in proportion to the goods kept. */
function shared(
  basket: Basket,
  grants: readonly KeptGrant[],
  back: ReadonlyMap<number, bigint>,
  before: ReadonlyMap<number, bigint>,
): PointsByType {
  const sold = new Map(basketWithout(basket, before).lines.map((line) => [line.line, line.quantity]));
  const since = (line: number): bigint | undefined => {
    const all = back.get(line);
    return all === undefined ? undefined : all - (before.get(line) ?? 0n);
  };
  const kept = new Map<string, bigint>();
  const came = new Map([...back.keys()].map((line) => [line, since(line) ?? 0n]));
  for (const grant of grants) kept.set(grant.wallet, (kept.get(grant.wallet) ?? 0n) + shareGrant(grant, came, sold));
  return kept;
}

/** What of a grant stays, each line's part in proportion to the goods kept. */
export function shareGrant(
  { points, perLine }: Pick<KeptGrant, 'points' | 'perLine'>,
  back: ReadonlyMap<number, bigint>,
  sold: ReadonlyMap<number, bigint>,
): bigint {
  let stays = BigInt(points);
  for (const [line, part] of perLine) stays -= shareOf(BigInt(part), back.get(line), sold.get(line) ?? 0n);
  return stays;
}

/** The basket of a receipt that was claimed: with its buyer, and what limits left for him. */
export const withBuyer = (basket: Basket, { buyer, rooms }: Pick<ClaimRecord, 'buyer' | 'rooms'>): Basket => ({
  ...basket,
  member: buyer,
  ...(rooms && { rooms: [...(basket.rooms ?? []), ...readRooms(rooms)] }),
});

export const basketOf = (record: SaleRecord): Basket => readBasket(record.basket);
