import { addDays } from '../../../kernel/local-date.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { meetingOf } from '../../promotions/index.ts';
import type { CompiledRulebook, LineFilter, Meeting, Span } from '../../promotions/index.ts';
import type { Params } from './asked.ts';
import { GoodsWish } from './goods-wish.ts';
import { needsOf } from './goods-asked.ts';

export type Promotion = CompiledRulebook['promotions'][number];

type Value = string | number | boolean;
type End = string | number | undefined;

const MINUTES_PER_HOUR = 60;
const ALL: Readonly<Record<string, readonly number[]>> = {
  hour: Array.from({ length: 24 }, (_, hour) => hour),
  weekday: [1, 2, 3, 4, 5, 6, 7],
};

// Facts of expressions by the words in which other conditions speak of them.
const KNOWN_AS: Readonly<Record<string, string>> = { 'member.tier': 'tier', 'member.enrolled_on': 'enrolled' };

const asValue = (value: unknown): Value => (typeof value === 'bigint' ? Number(value) : (value as Value));
const later = (one: End, other: End): End => (one === undefined || (other !== undefined && other > one) ? other : one);
const earlier = (one: End, other: End): End =>
  one === undefined || (other !== undefined && other < one) ? other : one;

/**
 * What promotions ask of one basket together: each fact by what all of them leave of it, lists by what each of them wants in it, and goods.
 * `isPossible` is false where two of them ask for what cannot be together, as far as that is seen.
 */
export class Wish {
  isPossible = true;
  /** Facts of which one of some names is wanted; ends of those that are counted; what they must not be. */
  readonly names = new Map<string, readonly Value[]>();
  readonly ends = new Map<string, { readonly from: End; readonly to: End }>();
  readonly not = new Map<string, Set<Value>>();
  /** `coupon`, `segment`, `group`: for each list that is asked for, the names of which one has to be there. */
  readonly lists: (readonly [of: string, names: readonly string[]])[] = [];
  /** Tenders of which one pays, and those of which nothing else may. */
  readonly tenders: (readonly string[])[] = [];
  readonly only: (readonly string[])[] = [];
  readonly past: (readonly [kind: string, params: Params])[] = [];
  readonly goods: GoodsWish;
  readonly promotions: readonly Promotion[];
  private readonly decimals: number;

  /** `choice`: which of the ways of each expression is taken. */
  constructor(promotions: readonly Promotion[], decimals: number, choice = 0) {
    this.promotions = promotions;
    this.decimals = decimals;
    this.goods = new GoodsWish(decimals);
    for (const { conditions, effects, firstOn, lastOn } of promotions) {
      this.between('date', firstOn, lastOn);
      for (const { kind, params } of conditions)
        if (kind.code === 'lines-exclude') this.goods.bar((params as { none: LineFilter }).none);
      for (const bound of conditions) this.ask(bound, choice);
      for (const { rule } of effects) this.askGoods(rule.kind, rule.params as Params);
    }
  }

  private ask({ kind: { code }, params: raw, limits }: Promotion['conditions'][number], choice: number): void {
    const params = (raw ?? {}) as Params;
    const names = (name: string): readonly string[] => (params[name] as readonly string[] | undefined) ?? [];
    if (code === 'expression') {
      const { ways } = meetingOf(String(params['when']), this.decimals);
      const way = ways[choice % Math.max(1, ways.length)];
      if (way) this.askWay(way);
      return;
    }
    for (const limit of limits) {
      if ('oneOf' in limit) this.oneOf(limit.fact, limit.oneOf);
      else if (!limit.fact.startsWith('amount ')) this.between(limit.fact, asEnd(limit.from), asEnd(limit.to));
    }
    if (code === 'coupon-shown') this.lists.push(['coupon', names('codes').map((word) => word.toUpperCase())]);
    if (code === 'segment-in') this.lists.push(['segment', names('segments')]);
    if (code === 'outlet-group-in') this.lists.push(['group', names('groups')]);
    if (code === 'tender-in') (params['only'] === true ? this.only : this.tenders).push(names('tenders'));
    this.past.push([code, params]);
    this.askGoods(code, params);
  }

  private askGoods(kind: string, params: Params): void {
    // Two parts of one set are two goods; what different effects ask for may be one.
    const own = {};
    for (const need of needsOf(kind, params, this.decimals))
      this.goods.ask({ ...need, lines: need.lines as LineFilter | undefined }, own);
    this.goods.name(params);
  }

  private oneOf(fact: string, values: readonly Value[]): void {
    const before = this.names.get(fact);
    const left = before === undefined ? values : values.filter((value) => before.includes(value));
    if (left.length === 0) this.isPossible = false;
    this.names.set(fact, left);
  }

  private between(fact: string, from: End, to: End): void {
    const before = this.ends.get(fact) ?? { from: undefined, to: undefined };
    const both = { from: later(before.from, from), to: earlier(before.to, to) };
    if (both.from !== undefined && both.to !== undefined && both.from > both.to) this.isPossible = false;
    this.ends.set(fact, both);
  }

  private askWay(way: Meeting['ways'][number]): void {
    const goods = new Map<string, Map<string, Span>>();
    for (const [fact, span] of way) {
      const [, line, of] = /^(lines\[\d+\])\.(.+)$/.exec(fact) ?? [];
      if (line !== undefined && of !== undefined)
        goods.set(line, (goods.get(line) ?? new Map<string, Span>()).set(of, span));
      else this.askFact(fact, span);
    }
    for (const asked of goods.values()) this.goods.askSpans(asked);
  }

  private askFact(fact: string, span: Span): void {
    const [, list] = /^(coupons|tenders|groups|member\.segments)\[\d+\]$/.exec(fact) ?? [];
    if (list !== undefined) {
      const names = [...(span.oneOf ?? [])].map(String);
      if (names.length === 0) return;
      if (list === 'tenders') this.tenders.push(names);
      else this.lists.push([list === 'coupons' ? 'coupon' : list === 'groups' ? 'group' : 'segment', names]);
      return;
    }
    const [from, to] = [wholeEnd(span.from, 1), wholeEnd(span.to, -1)];
    if (fact === 'total' || fact === 'gross') {
      if (typeof from === 'number') this.goods.ask({ lines: undefined, amount: BigInt(from) }, {});
      for (const end of [from, to]) if (typeof end === 'number') this.goods.priceAt(BigInt(end));
      return;
    }
    if (fact === 'size(lines)') {
      if (typeof from === 'number') this.goods.linesFrom = Math.max(this.goods.linesFrom, from);
      return;
    }
    if (fact.startsWith('size(')) return;
    const domain = ALL[fact];
    if (domain !== undefined)
      return this.oneOfDomain(
        fact,
        domain.filter((value) => isIn(span, value, from, to)),
      );
    const attribute = fact.startsWith('member.attributes.') ? fact.slice('member.attributes.'.length) : undefined;
    if (span.oneOf !== undefined) {
      const values = [...span.oneOf].map(asValue);
      if (fact === 'member.purchases')
        this.oneOf(
          'purchase',
          values.map((value) => Number(value) + 1),
        );
      else this.oneOf(attribute === undefined ? (KNOWN_AS[fact] ?? fact) : `attribute ${attribute}`, values);
    } else if (from !== undefined || to !== undefined) {
      const more = (end: End): End => (typeof end === 'number' ? end + 1 : end);
      if (fact === 'member.purchases') this.between('purchase', more(from), more(to));
      else this.between(attribute === undefined ? (KNOWN_AS[fact] ?? fact) : `number ${attribute}`, from, to);
    }
    if (span.noneOf !== undefined)
      this.not.set(KNOWN_AS[fact] ?? fact, new Set([...(this.not.get(fact) ?? []), ...[...span.noneOf].map(asValue)]));
  }

  private oneOfDomain(fact: string, values: readonly number[]): void {
    if (fact === 'weekday') return this.oneOf('weekday', values);
    const minutes = values.flatMap((hour) =>
      Array.from({ length: MINUTES_PER_HOUR }, (_, minute) => hour * MINUTES_PER_HOUR + minute),
    );
    this.oneOf('minute of the day', minutes);
  }
}

const asEnd = (end: string | number | bigint | undefined): End => (typeof end === 'bigint' ? Number(end) : end);

/** An end with what lies on it in: of whole numbers and days the next one where it is out. */
const wholeEnd = (end: Span['from'], step: 1 | -1): End => {
  if (end === undefined) return undefined;
  const { value, isOut } = end;
  if (typeof value === 'bigint') return Number(value) + (isOut ? step : 0);
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  return isOut && /^\d{4}-\d\d-\d\d$/.test(value) ? addDays(value as LocalDate, step) : value;
};

const isIn = ({ oneOf, noneOf }: Span, value: number, from: End, to: End): boolean => {
  const has = (values: Span['oneOf']): boolean =>
    values !== undefined && [...values].some((one) => Number(one) === value);
  if (oneOf !== undefined && !has(oneOf)) return false;
  return !has(noneOf) && (from === undefined || value >= Number(from)) && (to === undefined || value <= Number(to));
};
