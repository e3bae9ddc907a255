import { fractionOf, roundOff, shareOut, stepsOf } from './arithmetic.ts';
import { countOf, takes } from './lines.ts';
import type { PlainFilter } from './lines.ts';
import { contendsForLines } from './limits.ts';
import type { PlainVersion } from './limits.ts';
import type { PlainGrant, PlainReceipt } from './receipt.ts';

export type Params = Readonly<Record<string, unknown>>;
export type Amounts = readonly (readonly [line: number, amount: bigint])[];
/** What an effect gives before its cap. */
export type Given = { readonly points: bigint; readonly perLine: Amounts; readonly sources?: readonly string[] };

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
  return { points, perLine: amounts.map(([line], i) => [line, parts[i] as bigint] as const) };
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

/** What a source counted, where its derivation does not tell: that of a grant as the journal keeps it. */
const countedTexts = (receipt: PlainReceipt, { perLine, derivation: { rule, uncapped } }: PlainGrant) => {
  const counts = uncapped === undefined && rule.kind !== 'multiplier' && rule.kind !== 'spent-points-back';
  const params = rule.params as Params;
  const amounts = counts ? counted(receipt, params, baseOf(rule.kind, params), rule.decimals.money) : perLine;
  return amounts.map(([line, one]) => [line, String(one)] as const);
};

const multiplied = (
  receipt: PlainReceipt,
  grant: PlainGrant,
  params: Params,
  earlier: readonly PlainGrant[],
  version: PlainVersion | undefined,
): Given => {
  const { money } = grant.derivation.rule.decimals;
  const [numerator, denominator] = fractionOf(String(params['factor']));
  const isIn = new Set(
    receipt.lines
      .filter((line) => takes(params['lines'] as PlainFilter | undefined, line, money))
      .map(({ line }) => line),
  );
  const of = params['of'] as readonly string[] | undefined;
  const added = new Map<number, bigint>();
  const sources: string[] = [];
  const grain = grainOf(params, grant.derivation.rule.decimals.points);
  for (const source of earlier) {
    const { rule } = source.derivation;
    if (source.walletType !== grant.walletType) continue;
    if (of === undefined ? rule.kind === 'multiplier' : !of.includes(source.promotion)) continue;
    const told = rule.params as Params;
    const isStepped = rule.kind === 'points-per-amount' || rule.kind === 'points-per-item';
    // What was cut or counted in full steps only has nothing more exact behind it.
    const isExact =
      params['multiplies'] === 'exact' &&
      isStepped &&
      told['steps'] !== 'full' &&
      source.derivation.uncapped === undefined &&
      !hasLostLines(receipt, source, earlier.slice(0, earlier.indexOf(source)), version);
    const granted = new Map(source.perLine);
    const lines: Amounts = (source.derivation.amounts ?? countedTexts(receipt, source))
      .filter(([line]) => isIn.has(line))
      .map(([line, amount]) => [line, isExact ? BigInt(amount) : (granted.get(line) ?? 0n)] as const);
    const step = isExact
      ? stepsOf(
          String(told['step'] ?? told['items']),
          rule.kind === 'points-per-item' ? THOUSANDTHS : rule.decimals.money,
        )
      : 1n;
    const each = isExact ? stepsOf(String(told['points']), rule.decimals.points) : 1n;
    const more = (amount: bigint, has: bigint): bigint => {
      const rounded =
        roundOff(amount * each * numerator, step * denominator * grain, String(params['rounding'])) * grain;
      return rounded > has ? rounded - has : 0n;
    };
    const has = lines.reduce((all, [line]) => all + (granted.get(line) ?? 0n), 0n);
    const parts: Amounts =
      params['per'] === 'receipt'
        ? shared(more(sum(lines), has), lines).perLine
        : lines.map(([line, amount]) => [line, more(amount, granted.get(line) ?? 0n)] as const);
    if (sum(parts) === 0n) continue;
    for (const [line, one] of parts) added.set(line, (added.get(line) ?? 0n) + one);
    sources.push(`${source.promotion}/${rule.effect} ${has} ${sum(parts)}`);
  }
  const perLine = [...added];
  return { points: sum(perLine), perLine, sources };
};

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
