import { fractionOf, roundOff, shareOut, stepsOf } from './arithmetic.ts';
import { countOf, takes } from './lines.ts';
import type { PlainFilter } from './lines.ts';
import { contendsForLines } from './limits.ts';
import type { PlainVersion } from './limits.ts';
import type { PlainGrant, PlainReceipt } from './receipt.ts';

export type Params = Readonly<Record<string, unknown>>;
export type Amounts = readonly (readonly [line: number, amount: bigint])[];
/** A number that need not be whole. */
type Part = readonly [over: bigint, under: bigint];
type Parts = readonly (readonly [line: number, part: Part])[];

/** What an effect gives before its cap. `exact`: what each line has of points that were rounded together; else each line's are whole. */
export type Given = {
  readonly points: bigint;
  readonly perLine: Amounts;
  readonly exact?: Parts | undefined;
  readonly sources?: readonly string[];
};

const THOUSANDTHS = 3;
const PERCENT_DECIMALS = 4;
const ONE_PERCENT = 100n * 10n ** BigInt(PERCENT_DECIMALS);

/** What of each line a rule counts. */
export const counted = (receipt: PlainReceipt, params: Params, base: string, money: number): Amounts =>
  receipt.lines
    .filter((line) => takes(params['lines'] as PlainFilter | undefined, line, money))
    .map((line) => [line.line, countOf(line, base, (params['tax'] as string | undefined) ?? 'included')] as const);

export const sum = (amounts: Amounts): bigint => amounts.reduce((all, [, one]) => all + one, 0n);

/** An amount shared over lines by what each counts. */
export const shared = (points: bigint, amounts: Amounts): Given => {
  const parts = shareOut(
    points,
    amounts.map(([, one]) => one),
  );
  const whole = sum(amounts);
  // Where nothing counts for anything all lines have the same.
  const part = (one: bigint): Part => (whole === 0n ? [points, BigInt(amounts.length)] : [points * one, whole]);
  return {
    points,
    perLine: amounts.map(([line], i) => [line, parts[i] as bigint] as const),
    exact: amounts.map(([line, one]) => [line, part(one)] as const),
  };
};

/** Points per step of money or of pieces. */
const perStep = (params: Params, amounts: Amounts, stepDecimals: number, points: number): Given => {
  const each = stepsOf(String(params['points']), points);
  const step = stepsOf(String(params['step'] ?? params['items']), stepDecimals);
  const grain = grainOf(params, points);
  const of = (amount: bigint): bigint =>
    params['steps'] === 'full'
      ? (amount / step) * each
      : roundOff(amount * each, step * grain, String(params['rounding'])) * grain;
  if (params['per'] === 'receipt') return shared(of(sum(amounts)), amounts);
  const perLine = amounts.map(([line, amount]) => [line, of(amount)] as const);
  return { points: sum(perLine), perLine };
};

const grainOf = (params: Params, points: number): bigint =>
  params['decimals'] === undefined ? 1n : 10n ** BigInt(points - Number(params['decimals']));

const bands = (params: Params, amounts: Amounts, money: number, points: number): Given => {
  const list = (params['bands'] as readonly { from: string; points: string }[]).map((band) => ({
    from: stepsOf(band.from, money),
    each: stepsOf(band.points, points),
  }));
  const total = sum(amounts);
  let worth = 0n;
  for (const [i, { from, each }] of list.entries()) {
    if (total < from) break;
    const upper = list[i + 1]?.from;
    if (params['rate'] === 'of_all') worth = total * each;
    else worth += ((upper !== undefined && upper < total ? upper : total) - from) * each;
  }
  return shared(roundOff(worth, stepsOf(String(params['step']), money), String(params['rounding'])), amounts);
};

const spentBack = (receipt: PlainReceipt, grant: PlainGrant, params: Params): Given => {
  const of = params['of'] ?? grant.walletType;
  const paid = new Map<number, bigint>();
  let spent = 0n;
  for (const one of receipt.spent ?? []) {
    if (one.wallet !== of) continue;
    spent += one.points;
    for (const [line, money] of one.perLine) paid.set(line, (paid.get(line) ?? 0n) + money);
  }
  const percent = stepsOf(String(params['percent']), PERCENT_DECIMALS);
  return shared(roundOff(spent * percent, ONE_PERCENT, String(params['rounding'])), [...paid]);
};

const stamps = (receipt: PlainReceipt, params: Params, amounts: Amounts, points: number): Given => {
  const pieces = amounts.map(([line, quantity]) => [line, quantity / 1_000n] as const);
  const isPerPiece = params['stampFor'] === 'piece';
  const count = isPerPiece ? sum(pieces) : 1n;
  const size = BigInt(Number(params['size']));
  const before = BigInt(receipt.counters?.[`stamps.${String(params['card'])}`] ?? 0) % size;
  const given = ((before + count) / size) * stepsOf(String(params['points']), points);
  return shared(given, isPerPiece ? pieces : amounts.map(([line]) => [line, 1n] as const));
};

/** Points per so much of a number that an occasion told; finer parts than thousandths are cut off. */
const perUnit = ({ told = {} }: PlainReceipt, params: Params, points: number): Given => {
  const value = told[String(params['attribute'])];
  const isCounted = typeof value === 'number' && value > 0 && value <= Number.MAX_SAFE_INTEGER / 10 ** THOUSANDTHS;
  const amount = isCounted ? stepsOf(value.toFixed(THOUSANDTHS), THOUSANDTHS) : 0n;
  const each = stepsOf(String(params['points']), points);
  const step = stepsOf((params['step'] as string | undefined) ?? '1', THOUSANDTHS);
  const grain = grainOf(params, points);
  const given =
    params['steps'] === 'exact'
      ? roundOff(amount * each, step * grain, (params['rounding'] as string | undefined) ?? 'floor') * grain
      : (amount / step) * each;
  return { points: given, perLine: [] };
};

/** What lost lines to another promotion of its group has no exact points any more. */
const hasLostLines = (
  { priced = [] }: PlainReceipt,
  { promotion: code }: PlainGrant,
  earlier: readonly PlainGrant[],
  version: PlainVersion | undefined,
): boolean => {
  const of = (name: string) => version?.promotions.find((one) => one.code === name);
  const own = of(code);
  if (version === undefined || own === undefined || !contendsForLines(version, own)) return false;
  if (version.groups?.find((group) => group.code === own.group)?.evaluate !== 'first') return true;
  const isRival = ({ promotion }: { readonly promotion: string }): boolean => of(promotion)?.group === own.group;
  return priced.some(isRival) || earlier.some((one) => one.promotion !== code && isRival(one));
};

/** What a source counted: as its derivation says, else as the journal keeps it, by its rule. */
const countedBy = (receipt: PlainReceipt, { derivation: { rule, amounts } }: PlainGrant): Amounts => {
  const params = rule.params as Params;
  return (
    amounts?.map(([line, one]) => [line, BigInt(one)] as const) ??
    counted(receipt, params, baseOf(rule.kind, params), rule.decimals.money)
  );
};

/** What a line earns by a rule of so many points per step, before it is rounded. */
const perStepExactly = (
  { kind, decimals }: PlainGrant['derivation']['rule'],
  told: Params,
): ((amount: bigint) => Part) => {
  const unit = kind === 'points-per-item' ? THOUSANDTHS : decimals.money;
  const step = stepsOf(String(told['step'] ?? told['items']), unit);
  const each = stepsOf(String(told['points']), decimals.points);
  return (amount) => [amount * each, step];
};

const NONE: Part = [0n, 1n];

const plus = ([a, b]: Part, [c, d]: Part): Part => (b === d ? [a + c, b] : [a * d + c * b, b * d]);

const partText = ([over, under]: Part): string => {
  let [a, b] = [over, under];
  while (b !== 0n) [a, b] = [b, a % b];
  return under === a ? String(over / a) : `${over / a}/${under / a}`;
};

/**
 * What of a grant each line has: its own points where lines were rounded one by one or won from others, else its part of the whole, however
 * the whole points were handed out. What was cut is less by the same share on each line.
 */
const heldOf = (
  receipt: PlainReceipt,
  source: PlainGrant,
  earlier: readonly PlainGrant[],
  version: PlainVersion | undefined,
): ReadonlyMap<number, Part> => {
  const whole = source.perLine.map(([line, one]) => [line, [one, 1n]] as const);
  const { derivation } = source;
  if (derivation.isContended === true || hasLostLines(receipt, source, earlier, version)) return new Map(whole);
  const given = giveAgain(receipt, source, earlier, countedBy(receipt, source), version);
  if (given === undefined || given.points === 0n) return new Map(whole);
  const parts = given.exact ?? given.perLine.map(([line, one]) => [line, [one, 1n]] as const);
  return new Map(parts.map(([line, [over, under]]) => [line, [over * source.points, under * given.points]] as const));
};

/**
 * What a multiplier adds to one grant: the factor times what its lines earned, less what they have of the grant, rounded for the receipt or
 * for each line; nothing where they have as much already.
 */
const multiplied = (
  receipt: PlainReceipt,
  grant: PlainGrant,
  params: Params,
  earlier: readonly PlainGrant[],
  version: PlainVersion | undefined,
): Given => {
  const { money } = grant.derivation.rule.decimals;
  const factor = fractionOf(String(params['factor']));
  const isIn = new Set(
    receipt.lines
      .filter((line) => takes(params['lines'] as PlainFilter | undefined, line, money))
      .map(({ line }) => line),
  );
  const of = params['of'] as readonly string[] | undefined;
  const isPerReceipt = params['per'] === 'receipt';
  const added = new Map<number, bigint>();
  const exact = new Map<number, Part>();
  const sources: string[] = [];
  const grain = grainOf(params, grant.derivation.rule.decimals.points);
  const more = (earned: Part, had: Part): bigint => {
    const [over, under] = plus([earned[0] * factor[0], earned[1] * factor[1]], [-had[0], had[1]]);
    return over <= 0n ? 0n : roundOff(over, under * grain, String(params['rounding'])) * grain;
  };
  for (const source of earlier) {
    const { rule } = source.derivation;
    if (source.walletType !== grant.walletType) continue;
    if (of === undefined ? rule.kind === 'multiplier' : !of.includes(source.promotion)) continue;
    const before = earlier.slice(0, earlier.indexOf(source));
    const told = rule.params as Params;
    const isStepped = rule.kind === 'points-per-amount' || rule.kind === 'points-per-item';
    // What was cut or counted in full steps only has nothing more exact behind it.
    const isExact =
      params['multiplies'] === 'exact' &&
      isStepped &&
      told['steps'] !== 'full' &&
      source.derivation.uncapped === undefined &&
      !hasLostLines(receipt, source, before, version);
    const held = heldOf(receipt, source, before, version);
    const earnedOf = isExact ? perStepExactly(rule, told) : undefined;
    const lines = (earnedOf === undefined ? [...held] : countedBy(receipt, source))
      .filter(([line]) => isIn.has(line))
      .map(([line, one]) => {
        const had = held.get(line) ?? NONE;
        return { line, had, earned: earnedOf === undefined ? had : earnedOf(one as bigint) };
      });
    const had = lines.reduce((all, one) => plus(all, one.had), NONE);
    const earned = lines.reduce((all, one) => plus(all, one.earned), NONE);
    const sameUnder = lines.map((one) => one.earned[1]).reduce((all, under) => all * under, 1n);
    const given: Given = isPerReceipt
      ? shared(
          more(earned, had),
          lines.map((one) => [one.line, (one.earned[0] * sameUnder) / one.earned[1]] as const),
        )
      : wholes(lines.map((one) => [one.line, more(one.earned, one.had)] as const));
    if (given.points === 0n) continue;
    for (const [line, one] of given.perLine) added.set(line, (added.get(line) ?? 0n) + one);
    for (const [line, one] of given.exact ?? []) exact.set(line, plus(exact.get(line) ?? NONE, one));
    const isSame = earned[0] * had[1] === had[0] * earned[1];
    const unrounded = isSame ? '' : ` (${partText(earned)})`;
    sources.push(`${source.promotion}/${rule.effect} ${partText(had)}${unrounded} ${given.points}`);
  }
  const perLine = [...added];
  return { points: sum(perLine), perLine, exact: isPerReceipt ? [...exact] : undefined, sources };
};

/** Points that each line has by itself. */
const wholes = (perLine: Amounts): Given => ({ points: sum(perLine), perLine });

/** What an effect gives before cap and limits; undefined for a kind that is not known here. */
export const giveAgain = (
  receipt: PlainReceipt,
  grant: PlainGrant,
  earlier: readonly PlainGrant[],
  amounts: Amounts,
  version?: PlainVersion,
): Given | undefined => {
  const { rule } = grant.derivation;
  const params = rule.params as Params;
  const { money, points } = rule.decimals;
  switch (`${rule.kind} ${rule.version}`) {
    case 'points-per-amount 1':
      return perStep(params, amounts, money, points);
    case 'points-per-item 1':
      return perStep(params, amounts, THOUSANDTHS, points);
    case 'fixed-bonus 1':
      return shared(stepsOf(String(params['points']), points), amounts);
    case 'tiered-rates 1':
      return bands(params, amounts, money, points);
    case 'wallet-credit 1': {
      const percent = stepsOf(String(params['percent']), PERCENT_DECIMALS) * 10n ** BigInt(points);
      const whole = ONE_PERCENT * 10n ** BigInt(money);
      return shared(roundOff(sum(amounts) * percent, whole, String(params['rounding'])), amounts);
    }
    case 'spent-points-back 1':
      return spentBack(receipt, grant, params);
    case 'stamp-card 1':
      return stamps(receipt, params, amounts, points);
    case 'points-per-unit 1':
      return perUnit(receipt, params, points);
    case 'multiplier 1':
      return multiplied(receipt, grant, params, earlier, version);
    default:
      return undefined;
  }
};

/** The base by which the lines of a kind were counted. */
export const baseOf = (kind: string, params: Params): string => {
  if (kind === 'points-per-item' || kind === 'stamp-card') return 'quantity';
  return kind === 'fixed-bonus' ? 'net_of_points' : ((params['base'] as string | undefined) ?? 'net_of_points');
};
