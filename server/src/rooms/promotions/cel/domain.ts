import { addDays, parseLocalDate, type LocalDate } from '../../../kernel/local-date.ts';
import { LINE_KINDS } from '../basket.ts';
import { OUTLET_GROUPS_MAX, RECEIPT_LINES_MAX, RECEIPT_NAMES_MAX } from './largest-receipt.ts';
import type { Constant } from './tree.ts';

/** What one fact may be: between two ends, one of some values, none of others. */
export type Span = {
  readonly from?: { readonly value: Constant; readonly isOut: boolean } | undefined;
  readonly to?: { readonly value: Constant; readonly isOut: boolean } | undefined;
  readonly oneOf?: ReadonlySet<Constant> | undefined;
  readonly noneOf?: ReadonlySet<Constant> | undefined;
};

const between = (from: bigint, to?: bigint): Span => ({
  from: { value: from, isOut: false },
  to: to === undefined ? undefined : { value: to, isOut: false },
});

const ABOVE_ZERO = between(0n);
const FEW = between(0n, BigInt(RECEIPT_NAMES_MAX));

// What clocks, calendars and the API let facts be. A line is `lines[]`, whatever an expression calls it.
const DOMAINS: Readonly<Record<string, Span>> = {
  ...{ hour: between(0n, 23n), minute: between(0n, 59n), weekday: between(1n, 7n) },
  ...{ total: ABOVE_ZERO, gross: ABOVE_ZERO, 'member.purchases': ABOVE_ZERO, 'size(member.segments)': ABOVE_ZERO },
  ...{ 'lines[].gross': ABOVE_ZERO, 'lines[].discount': ABOVE_ZERO, 'lines[].paid': ABOVE_ZERO },
  'lines[].quantity': ABOVE_ZERO,
  'lines[].kind': { oneOf: new Set(LINE_KINDS) },
  'size(lines)': between(0n, BigInt(RECEIPT_LINES_MAX)),
  'size(groups)': between(0n, BigInt(OUTLET_GROUPS_MAX)),
  ...{ 'size(coupons)': FEW, 'size(tenders)': FEW, 'size(lines[].labels)': FEW },
};

const isDay = (value: unknown): value is LocalDate => typeof value === 'string' && parseLocalDate(value) !== undefined;

/** What a fact may be before anything is asked of it. */
export const domainOf = (fact: string): Span => DOMAINS[fact] ?? {};

const isNumber = (value: Constant): value is bigint | number => typeof value === 'bigint' || typeof value === 'number';
const areComparable = (one: Constant, other: Constant): boolean =>
  isNumber(one) ? isNumber(other) : typeof one === typeof other;

type End = NonNullable<Span['from']>;
const tighter = (one: End | undefined, other: End | undefined, isFrom: boolean): End | undefined => {
  if (one === undefined || other === undefined) return one ?? other;
  if (!areComparable(one.value, other.value)) return one;
  // oxlint-disable-next-line eqeqeq -- a bigint and a number of one size are one end
  if (one.value == other.value) return one.isOut ? one : other;
  return one.value > other.value === isFrom ? one : other;
};

const same = (one: Constant, other: Constant): boolean =>
  // oxlint-disable-next-line eqeqeq -- 3 and 3.0 are equal in CEL too
  isNumber(one) && isNumber(other) ? one == other : one === other;
const holds = (values: ReadonlySet<Constant>, value: Constant): boolean => {
  for (const one of values) if (same(one, value)) return true;
  return false;
};

/** What is left of a fact when both are asked of it. */
export const both = (one: Span, other: Span): Span => ({
  from: tighter(one.from, other.from, true),
  to: tighter(one.to, other.to, false),
  oneOf:
    one.oneOf === undefined || other.oneOf === undefined
      ? (one.oneOf ?? other.oneOf)
      : new Set([...one.oneOf].filter((value) => holds(other.oneOf as ReadonlySet<Constant>, value))),
  noneOf: one.noneOf === undefined ? other.noneOf : new Set([...one.noneOf, ...(other.noneOf ?? [])]),
});

const isWithin = ({ from, to, noneOf }: Span, value: Constant): boolean => {
  const isBelow =
    from !== undefined &&
    (!areComparable(from.value, value) || value < from.value || (from.isOut && same(value, from.value)));
  const isAbove =
    to !== undefined && (!areComparable(to.value, value) || value > to.value || (to.isOut && same(value, to.value)));
  return !isBelow && !isAbove && !(noneOf !== undefined && holds(noneOf, value));
};

// Facts that are counted in whole steps: money, pieces, hours.
const isWhole = (fact: string): boolean =>
  /^(total|gross|hour|minute|weekday|member\.purchases|size\(.*\)|lines\[\]\.(gross|discount|paid|quantity))$/.test(
    fact,
  );

/** The first whole number from there on. */
const wholeFrom = ({ value, isOut }: End): bigint | undefined => {
  if (typeof value === 'bigint') return isOut ? value + 1n : value;
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  const up = Math.ceil(value);
  return BigInt(up) + (isOut && up === value ? 1n : 0n);
};
const wholeTo = ({ value, isOut }: End): bigint | undefined => {
  if (typeof value === 'bigint') return isOut ? value - 1n : value;
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  const down = Math.floor(value);
  return BigInt(down) - (isOut && down === value ? 1n : 0n);
};

// Few enough to be looked at one by one; a weekday has seven.
const LOOKED_AT_MAX = 1_500n;

const hasWhole = (span: Span): boolean => {
  const from = span.from && wholeFrom(span.from);
  const to = span.to && wholeTo(span.to);
  if (from === undefined || to === undefined) return true;
  if (from > to) return false;
  if (to - from > LOOKED_AT_MAX) return true;
  for (let value = from; value <= to; value++) if (isWithin(span, value)) return true;
  return false;
};

const hasDay = ({ from, to, noneOf }: Span): boolean => {
  const days = { first: from?.value, last: to?.value };
  if (typeof days.first === 'string' && days.first > LAST_DAY) return false;
  if (typeof days.last === 'string' && days.last < FIRST_DAY) return false;
  if (!isDay(days.first)) return true;
  let day = from?.isOut === true ? addDays(days.first, 1) : days.first;
  for (let n = 0n; n < LOOKED_AT_MAX; n++, day = addDays(day, 1)) {
    if (!isWithin({ from: undefined, to }, day)) return false;
    if (noneOf === undefined || !holds(noneOf, day)) return true;
  }
  return true;
};
const [FIRST_DAY, LAST_DAY] = ['0001-01-01', '9999-12-31'];

/** True when no value is left that the fact could have. */
export const isNothing = (fact: string, span: Span): boolean => {
  const { from, to, oneOf } = span;
  if (oneOf !== undefined)
    return ![...oneOf].some((value) => isWithin(span, value) && (fact !== 'date' || isDay(value)));
  if (isWhole(fact)) return !hasWhole(span);
  if (fact === 'date' && !hasDay(span)) return true;
  if (from === undefined || to === undefined || !areComparable(from.value, to.value)) return false;
  return from.value > to.value || (same(from.value, to.value) && (from.isOut || to.isOut));
};

/** The values that a fact can still have, where they are few and known. */
export const valuesOf = (fact: string, span: Span): readonly Constant[] | undefined => {
  if (span.oneOf !== undefined) return [...span.oneOf].filter((value) => isWithin(span, value));
  const from = span.from && wholeFrom(span.from);
  const to = span.to && wholeTo(span.to);
  if (!isWhole(fact) || from === undefined || to === undefined || to - from > LOOKED_AT_MAX) return undefined;
  const values: bigint[] = [];
  for (let value = from; value <= to; value++) if (isWithin(span, value)) values.push(value);
  return values;
};
