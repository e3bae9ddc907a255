import { fractionOf, roundOff, shareOut, stepsOf } from './arithmetic.ts';
import { countOf, takes } from './lines.ts';
import type { PlainFilter, PlainLine } from './lines.ts';

/** A grant with its derivation, as it is told: plain data. */
export type PlainGrant = {
  readonly promotion: string;
  readonly walletType: string;
  readonly points: bigint;
  readonly perLine: readonly (readonly [line: number, points: bigint])[];
  readonly derivation: {
    readonly rule: {
      readonly effect: number;
      readonly kind: string;
      readonly version: number;
      readonly params: object;
      readonly cap?: string | undefined;
      readonly decimals: { readonly money: number; readonly points: number };
    };
    readonly amounts?: readonly (readonly [line: number, amount: string])[] | undefined;
    readonly sources?:
      | readonly {
          readonly promotion: string;
          readonly effect: number;
          readonly points: string;
          readonly added: string;
        }[]
      | undefined;
    readonly uncapped?: string | undefined;
  };
};

export type PlainReceipt = {
  readonly lines: readonly PlainLine[];
  /** Stamps and the like, before the receipt. */
  readonly counters?: Readonly<Record<string, number>> | undefined;
  readonly spent?:
    | readonly {
        readonly wallet: string;
        readonly points: bigint;
        readonly perLine: readonly (readonly [line: number, money: bigint])[];
      }[]
    | undefined;
};

/** Something that does not come out as it is said. */
export type Difference = {
  readonly promotion: string;
  readonly effect: number;
  readonly what: 'kind' | 'amounts' | 'points' | 'lines' | 'sources' | 'cap';
  readonly told: string;
  readonly computed: string;
};

type Params = Readonly<Record<string, unknown>>;
type Amounts = readonly (readonly [line: number, amount: bigint])[];
/** What an effect gives before its cap. */
type Given = { readonly points: bigint; readonly perLine: Amounts; readonly sources?: readonly string[] };

const THOUSANDTHS = 3;
const PERCENT_DECIMALS = 4;
const ONE_PERCENT = 100n * 10n ** BigInt(PERCENT_DECIMALS);

const counted = (receipt: PlainReceipt, params: Params, base: string, money: number): Amounts =>
  receipt.lines
    .filter((line) => takes(params['lines'] as PlainFilter | undefined, line, money))
    .map((line) => [line.line, countOf(line, base, (params['tax'] as string | undefined) ?? 'included')] as const);

const sum = (amounts: Amounts): bigint => amounts.reduce((all, [, one]) => all + one, 0n);

const shared = (points: bigint, amounts: Amounts): Given => {
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
    if (total <= from) break;
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

const multiplied = (
  receipt: PlainReceipt,
  grant: PlainGrant,
  params: Params,
  earlier: readonly PlainGrant[],
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
      source.derivation.uncapped === undefined;
    const granted = new Map(source.perLine);
    const lines: Amounts = (
      source.derivation.amounts ?? source.perLine.map(([line, one]) => [line, String(one)] as const)
    )
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

const giveAgain = (
  receipt: PlainReceipt,
  grant: PlainGrant,
  earlier: readonly PlainGrant[],
  amounts: Amounts,
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
    case 'multiplier 1':
      return multiplied(receipt, grant, params, earlier);
    default:
      return undefined;
  }
};

/** The base by which the lines of a kind were counted. */
const baseOf = (kind: string, params: Params): string => {
  if (kind === 'points-per-item' || kind === 'stamp-card') return 'quantity';
  return kind === 'fixed-bonus' ? 'net_of_points' : ((params['base'] as string | undefined) ?? 'net_of_points');
};

const textOf = (amounts: Amounts): string =>
  [...amounts]
    .filter(([, one]) => one !== 0n)
    .sort(([a], [b]) => a - b)
    .map(([line, one]) => `${line}:${one}`)
    .join(' ');

/**
 * Computes every grant of a receipt again from its derivation and the lines, in their order. Gives what does not come out
 * as it is told; nothing when all is right. A kind that it does not know is a difference, not a pass.
 */
export const recompute = (receipt: PlainReceipt, grants: readonly PlainGrant[]): readonly Difference[] => {
  const differences: Difference[] = [];
  for (const [i, grant] of grants.entries()) {
    const { rule, amounts: told, sources, uncapped } = grant.derivation;
    const differ = (what: Difference['what'], is: string, computed: string): void => {
      if (is !== computed)
        differences.push({ promotion: grant.promotion, effect: rule.effect, what, told: is, computed });
    };
    const params = rule.params as Params;
    const amounts = counted(receipt, params, baseOf(rule.kind, params), rule.decimals.money);
    // A derivation that was cut by a cap keeps what it counted before.
    if (told !== undefined)
      differ('amounts', textOf(told.map(([line, one]) => [line, BigInt(one)] as const)), textOf(amounts));
    const given = giveAgain(receipt, grant, grants.slice(0, i), amounts);
    if (given === undefined) {
      differ('kind', `${rule.kind} ${rule.version}`, 'unknown');
      continue;
    }
    const cap = rule.cap === undefined ? undefined : stepsOf(rule.cap, rule.decimals.points);
    const isCut = cap !== undefined && given.points > cap;
    differ('cap', uncapped ?? '', isCut ? String(given.points) : '');
    differ('points', String(grant.points), String(isCut ? cap : given.points));
    const perLine = isCut ? shared(cap, given.perLine).perLine : given.perLine;
    differ('lines', textOf(grant.perLine), textOf(perLine));
    if (given.sources !== undefined && sources !== undefined)
      differ(
        'sources',
        sources.map((one) => `${one.promotion}/${one.effect} ${one.points} ${one.added}`).join(', '),
        given.sources.join(', '),
      );
  }
  return differences;
};
