import { roundOff, shareOut, stepsOf } from './arithmetic.ts';
import type { Amounts, Params } from './give-again.ts';
import { takes } from './lines.ts';
import type { PlainFilter, PlainLine } from './lines.ts';
import type { PlainRule } from './receipt.ts';

const PIECE = 1_000n;
const PERCENT_DECIMALS = 4;
const ONE_PERCENT = 100n * 10n ** BigInt(PERCENT_DECIMALS);
const BUNDLES_MAX = 1_000;

/** Lines as promotions before it left them, and as they came. */
export type Prices = { readonly now: readonly PlainLine[]; readonly initial: readonly PlainLine[] };

/** Whole pieces of a line that are still to be had. */
type Pieces = { readonly line: PlainLine; readonly count: bigint };

const costOf = ({ gross, discount }: PlainLine): bigint => (gross > discount ? gross - discount : 0n);

/** Cheapest first by what a piece costs now; of equals the line with the higher number. */
const piecesOf = (lines: readonly PlainLine[]): Pieces[] =>
  lines
    .map((line) => ({ line, count: line.quantity / PIECE }))
    .filter(({ count }) => count > 0n)
    .sort(({ line: a }, { line: b }) => {
      const more = costOf(a) * b.quantity - costOf(b) * a.quantity;
      return more < 0n ? -1 : more > 0n ? 1 : b.line - a.line;
    });

const firstOf = (pieces: readonly Pieces[], count: bigint): Pieces[] => {
  const taken: Pieces[] = [];
  let left = count;
  for (const { line, count: there } of pieces) {
    const some = there < left ? there : left;
    if (some > 0n) taken.push({ line, count: some });
    left -= some;
  }
  return taken;
};

const priceOf = ({ line, count }: Pieces): bigint => roundOff(costOf(line) * count * PIECE, line.quantity, 'half_up');

const countOf = (pieces: readonly Pieces[]): bigint => pieces.reduce((sum, { count }) => sum + count, 0n);

const bundled = (params: Params, lines: readonly PlainLine[], money: number): Amounts => {
  const price = stepsOf(String(params['price']), money);
  const wanted = params['parts'] as readonly { readonly lines: PlainFilter; readonly pieces?: number }[];
  const used = new Map<number, bigint>();
  const off = new Map<number, bigint>();
  for (let round = 0; round < Number(params['times'] ?? BUNDLES_MAX); round++) {
    const taken = new Map<number, Pieces>();
    for (const { lines: filter, pieces = 1 } of wanted) {
      const free = piecesOf(lines.filter((line) => takes(filter, line, money)))
        .map(({ line, count }) => ({
          line,
          count: count - (used.get(line.line) ?? 0n) - (taken.get(line.line)?.count ?? 0n),
        }))
        .reverse();
      const some = firstOf(free, BigInt(pieces));
      if (countOf(some) < BigInt(pieces)) return [...off];
      for (const { line, count } of some)
        taken.set(line.line, { line, count: (taken.get(line.line)?.count ?? 0n) + count });
    }
    const all = [...taken.values()];
    const costs = all.map(priceOf);
    const cost = costs.reduce((sum, one) => sum + one, 0n);
    if (cost <= price) break;
    const shares = shareOut(cost - price, costs);
    for (const [i, { line, count }] of all.entries()) {
      off.set(line.line, (off.get(line.line) ?? 0n) + (shares[i] as bigint));
      used.set(line.line, (used.get(line.line) ?? 0n) + count);
    }
  }
  return [...off];
};

/** An amount off pieces, by what they cost: over all of a set, or over the cheapest of it. */
const overPieces = (params: Params, amount: bigint, all: readonly Pieces[], cheapest: readonly Pieces[]): Amounts => {
  const over = [...((params['spread'] ?? 'set') === 'set' ? all : cheapest)].sort((a, b) => a.line.line - b.line.line);
  const costs = over.map(priceOf);
  const cost = costs.reduce((sum, one) => sum + one, 0n);
  if (amount <= 0n || cost === 0n) return [];
  const shares = shareOut(amount < cost ? amount : cost, costs);
  return over.map(({ line }, i) => [line.line, shares[i] as bigint] as const);
};

const fixed = (params: Params, lines: readonly PlainLine[], money: number): Amounts => {
  const amount = stepsOf(String(params['amount']), money);
  const off = params['off'] ?? 'lines';
  if (off === 'piece') return lines.map((line) => [line.line, (line.quantity / PIECE) * amount] as const);
  if (off === 'cheapest') {
    const all = piecesOf(lines);
    const cheapest = firstOf(all, 1n);
    const cost = cheapest.reduce((sum, one) => sum + priceOf(one), 0n);
    return overPieces(params, amount < cost ? amount : cost, all, cheapest);
  }
  const costs = lines.map(costOf);
  const all = costs.reduce((sum, one) => sum + one, 0n);
  if (all === 0n) return [];
  const shares = amount >= all ? costs : shareOut(amount, costs);
  return lines.map((line, i) => [line.line, shares[i] as bigint] as const);
};

const percentOff = (params: Params, lines: readonly PlainLine[], initial: ReadonlyMap<number, PlainLine>): Amounts => {
  const part = partOf(params);
  if (params['on'] === 'cheapest') {
    const all = piecesOf(lines);
    const cheapest = firstOf(all, 1n);
    return overPieces(params, part(cheapest.reduce((sum, one) => sum + priceOf(one), 0n)), all, cheapest);
  }
  const isInitial = params['base'] === 'initial';
  const costs = lines.map((line) => costOf(isInitial ? (initial.get(line.line) as PlainLine) : line));
  if (params['per'] !== 'receipt') return lines.map(({ line }, i) => [line, part(costs[i] as bigint)] as const);
  const cost = costs.reduce((sum, one) => sum + one, 0n);
  const shares = cost === 0n ? costs : shareOut(part(cost), costs);
  return lines.map(({ line }, i) => [line, shares[i] as bigint] as const);
};

/** A share of an amount, by the percentage and the rounding of a rule. */
const partOf = (params: Params): ((cost: bigint) => bigint) => {
  const percent = stepsOf((params['percent'] as string | undefined) ?? '100', PERCENT_DECIMALS);
  return (cost) => roundOff(cost * percent, ONE_PERCENT, (params['rounding'] as string | undefined) ?? 'half_up');
};

const lessForSets = (params: Params, lines: readonly PlainLine[]): Amounts => {
  const take = BigInt(Number(params['take']));
  const pieces = piecesOf(lines);
  const full = countOf(pieces) / take;
  const times = params['times'] === undefined ? full : BigInt(Number(params['times']));
  const sets = times < full ? times : full;
  const paid = BigInt(Number(params['pay']));
  // A last set that is not full, where it counts: all of it takes part, and what it has beyond the paid pieces is had.
  const left = countOf(pieces) - full * take;
  const isPartial = params['partial'] === true && left > paid && (params['times'] === undefined || full < times);
  const cheapest = firstOf(pieces, sets * (take - paid) + (isPartial ? left - paid : 0n));
  const off = partOf(params)(cheapest.reduce((sum, one) => sum + priceOf(one), 0n));
  return overPieces(params, off, firstOf(pieces, sets * take + (isPartial ? left : 0n)), cheapest);
};

const listed = (params: Params, lines: readonly PlainLine[], money: number): Amounts => {
  const prices = params['prices'] as Readonly<Record<string, string>>;
  return lines.flatMap((line) => {
    const price = Object.hasOwn(prices, line.sku) ? prices[line.sku] : undefined;
    if (price === undefined) return [];
    const off = costOf(line) - roundOff(stepsOf(price, money) * line.quantity, PIECE, 'half_up');
    return off > 0n ? [[line.line, off] as const] : [];
  });
};

/** The kinds that act on prices without taking anything off. */
export const TAKES_NOTHING: readonly string[] = ['gift-line 1', 'spending-rate 1'];

/** Whether what a line gets depends on what other lines cost. */
export const sharesOut = ({ kind, params, cap }: PlainRule): boolean => {
  const { off, on, per } = params as Params;
  if (cap !== undefined || kind === 'bundle') return true;
  if (kind === 'fixed-discount') return off !== 'piece';
  if (kind === 'percent-discount') return on === 'cheapest' || per === 'receipt';
  return kind === 'n-for-m';
};

/** What a discount takes off each line before cap and limits, never more than it costs; undefined for a kind that is not known here. */
export const takeOff = ({ now, initial }: Prices, rule: PlainRule): Amounts | undefined => {
  const params = rule.params as Params;
  const { money } = rule.decimals;
  const seen = now.filter((line) => takes(params['lines'] as PlainFilter | undefined, line, money));
  const amounts = ((): Amounts | undefined => {
    switch (`${rule.kind} ${rule.version}`) {
      case 'percent-discount 1':
        return percentOff(params, seen, new Map(initial.map((line) => [line.line, line])));
      case 'fixed-discount 1':
        return fixed(params, seen, money);
      case 'n-for-m 1':
        return lessForSets(params, seen);
      case 'bundle 1':
        return bundled(params, now, money);
      case 'price-list 1':
        return listed(params, seen, money);
      default:
        return undefined;
    }
  })();
  const costs = new Map(now.map((line) => [line.line, costOf(line)]));
  return amounts?.map(([line, amount]) => {
    const most = costs.get(line) ?? 0n;
    return [line, amount < most ? amount : most] as const;
  });
};
