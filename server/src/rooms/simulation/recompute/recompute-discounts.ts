import { stepsOf } from './arithmetic.ts';
import { shared, sum } from './give-again.ts';
import type { Amounts } from './give-again.ts';
import { contendsForLines, frozenAgainst, letThrough } from './limits.ts';
import type { PlainRooms, PlainVersion } from './limits.ts';
import { textOf } from './lines.ts';
import type { PlainLine } from './lines.ts';
import type { Difference, LeaveOut, PlainDiscount } from './receipt.ts';
import { sharesOut, TAKES_NOTHING, takeOff } from './take-off.ts';

/** A receipt with what promotions took off it, in the order in which they did; the discounts of its lines have it in them. */
export type PricedReceipt = { readonly lines: readonly PlainLine[]; readonly rooms?: PlainRooms | undefined };

export type DiscountsAgain = {
  readonly differences: readonly Difference[];
  /** The till took less off than was decided, the last promotions on a line giving way: it may. */
  readonly tookLess: boolean;
};

/**
 * Computes again what each promotion took off, from the prices that those before it left, by the frozen version. Says what does not come out.
 * It does not say whether a promotion had to act, as with points; nor, where the till took less, how an amount was shared over lines: then it says
 * what is more than all of it. `leave` is told what else was not computed.
 */
export const recomputeDiscounts = (
  { lines, rooms }: PricedReceipt,
  told: readonly PlainDiscount[],
  version: PlainVersion,
  leave?: LeaveOut,
): DiscountsAgain => {
  const differences: Difference[] = [];
  const offs = new Map<number, bigint>();
  for (const { perLine } of told) for (const [line, money] of perLine) offs.set(line, (offs.get(line) ?? 0n) + money);
  const initial = [...lines]
    .sort((a, b) => a.line - b.line)
    .map((line) => ({ ...line, discount: line.discount - (offs.get(line.line) ?? 0n) }));
  const over = initial.find(({ discount }) => discount < 0n);
  // What was taken off a line is more than it is cheaper: nothing that follows stands on anything.
  if (over) {
    const { promotion, rule } = told.find(({ perLine }) =>
      perLine.some(([line]) => line === over.line),
    ) as PlainDiscount;
    const is = `${over.line}:${offs.get(over.line) ?? 0n}`;
    const cheaper = `${over.line}:${over.discount + (offs.get(over.line) ?? 0n)}`;
    return {
      differences: [{ promotion, effect: rule.effect, what: 'discount', told: is, computed: `at most ${cheaper}` }],
      tookLess: false,
    };
  }
  const parts = decide({ initial, rooms }, told, version, { differences, leave });
  const left = new Map(offs);
  const wanted = new Map<number, bigint>();
  for (const computed of parts)
    for (const [line, money] of computed ?? []) wanted.set(line, (wanted.get(line) ?? 0n) + money);
  const tookLess = [...wanted].some(([line, money]) => money > (offs.get(line) ?? 0n));
  const most = new Map<string, { told: bigint; computed: bigint }>();
  let isMoved = false;
  for (const [i, { promotion, rule, perLine }] of told.entries()) {
    const computed = parts[i];
    if (computed === undefined) continue;
    const sums = most.get(promotion) ?? { told: 0n, computed: 0n };
    sums.told += sum(perLine);
    sums.computed += sum(computed);
    most.set(promotion, sums);
    // What gave way on all of its lines is not told, but has moved shares of the others, and lowered prices: from here on a promotion has taken
    // no more in all than it would at the higher prices that are known.
    isMoved ||= tookLess && sharesOut(rule);
    if (isMoved) {
      if (sums.told > sums.computed)
        differences.push({
          ...{ promotion, effect: rule.effect, what: 'discount', told: textOf(perLine) },
          computed: `no more in all than ${textOf(computed)}`,
        });
      continue;
    }
    const given = computed.map(([line, money]) => {
      const rest = left.get(line) ?? 0n;
      const taken = money < rest ? money : rest;
      left.set(line, rest - taken);
      return [line, taken] as const;
    });
    const [is, was] = [textOf(perLine), textOf(given)];
    if (is !== was)
      differences.push({ promotion, effect: rule.effect, what: 'discount', told: is, computed: textOf(computed) });
  }
  return { differences, tookLess };
};

/** What each effect takes off, each on what the one before it left. */
const decide = (
  { initial, rooms }: { readonly initial: readonly PlainLine[]; readonly rooms: PlainRooms | undefined },
  told: readonly PlainDiscount[],
  version: PlainVersion,
  { differences, leave }: { readonly differences: Difference[]; readonly leave: LeaveOut | undefined },
): (Amounts | undefined)[] => {
  let now = initial;
  const before = new Map<string, bigint>();
  return told.map(({ promotion: code, rule, perLine }): Amounts | undefined => {
    const differ = (what: Difference['what'], is: string, computed: string): undefined => {
      differences.push({ promotion: code, effect: rule.effect, what, told: is, computed });
    };
    const promotion = version.promotions.find((one) => one.code === code);
    const against = frozenAgainst(promotion, {}, rule);
    if (against || promotion === undefined) return differ('rule', against?.told ?? '', against?.computed ?? '');
    const name = `${rule.kind} ${rule.version}`;
    if (TAKES_NOTHING.includes(name)) {
      leave?.(rule.kind === 'gift-line' ? 'gifts' : 'rates');
      return [];
    }
    const all = takeOff({ now, initial }, rule);
    if (all === undefined) return differ('kind', name, 'unknown');
    const isTold = new Set(perLine.map(([line]) => line));
    const isContended = contendsForLines(version, promotion);
    if (isContended) leave?.('contended');
    const mine = isContended ? all.filter(([line]) => isTold.has(line)) : all;
    const full = sum(mine);
    const cap = rule.cap === undefined ? undefined : stepsOf(rule.cap, rule.decimals.money);
    if (cap !== undefined && full > cap && promotion.effects[rule.effect]?.overCap === 'reject')
      return differ('cap', textOf(perLine), 'nothing: it is more than its cap');
    const capped = cap !== undefined && full > cap ? shared(cap, mine).perLine : mine;
    const decimals = rule.decimals.money;
    const had = before.get(code) ?? 0n;
    const through = letThrough(promotion, 'money', sum(capped), { before: had, decimals, rooms });
    if (through === undefined) return differ('limit', textOf(perLine), 'nothing was left');
    const parts = through < sum(capped) ? shared(through, capped).perLine : capped;
    before.set(code, had + through);
    const off = new Map(parts);
    now = now.map((line) => ({ ...line, discount: line.discount + (off.get(line.line) ?? 0n) }));
    return parts;
  });
};
