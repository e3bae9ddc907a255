import {
  ATTRIBUTE_CHARACTERS_MAX,
  ATTRIBUTES_MAX,
  CATEGORY_CHARACTERS_MAX,
  MEMBER_SEGMENTS_MAX,
  NAME_CHARACTERS_MAX,
  OUTLET_GROUPS_MAX,
  RECEIPT_LINES_MAX,
  RECEIPT_NAMES_MAX,
} from './largest-receipt.ts';

/** How large a value can be on the largest receipt. */
export type Shape =
  | { readonly is: 'scalar' }
  /** Text of at most so many characters; what an attribute holds may be a number too. */
  | { readonly is: 'text'; readonly size: number; readonly isAttribute?: true }
  /** At most so many elements of a list, or entries of a map. */
  | { readonly is: 'list'; readonly size: number; readonly inner: Shape }
  | { readonly is: 'record'; readonly fields: Readonly<Record<string, Shape>> };

export const SCALAR: Shape = { is: 'scalar' };
export const text = (size: number): Shape => ({ is: 'text', size });
export const list = (size: number, inner: Shape): Shape => ({ is: 'list', size, inner });

const NAME = text(NAME_CHARACTERS_MAX);
const NAMES = list(RECEIPT_NAMES_MAX, NAME);
const ATTRIBUTES = list(ATTRIBUTES_MAX, { is: 'text', size: ATTRIBUTE_CHARACTERS_MAX, isAttribute: true });

const LINE: Shape = {
  is: 'record',
  fields: {
    ...{ sku: NAME, brand: NAME, kind: NAME, labels: NAMES },
    category: text(CATEGORY_CHARACTERS_MAX),
  },
};

/** The variables of an expression; one that is not here is a number. */
export const VARIABLES: Readonly<Record<string, Shape>> = {
  lines: list(RECEIPT_LINES_MAX, LINE),
  member: {
    is: 'record',
    fields: { tier: NAME, enrolled_on: NAME, segments: list(MEMBER_SEGMENTS_MAX, NAME), attributes: ATTRIBUTES },
  },
  occasion: { is: 'record', fields: { name: NAME, attributes: ATTRIBUTES } },
  ...{ outlet: NAME, partner: NAME, channel: NAME, terminal: NAME, date: NAME },
  ...{ coupons: NAMES, tenders: NAMES },
  groups: list(OUTLET_GROUPS_MAX, NAME),
};

const RECORD_FIELDS_MAX = 16;

/** Elements of a list, characters of a text, fields of a record; 1 of a scalar. */
export const sizeOf = (shape: Shape): number =>
  shape.is === 'scalar' ? 1 : shape.is === 'record' ? RECORD_FIELDS_MAX : shape.size;

/** What stands in a list or a map. */
export const innerOf = (shape: Shape): Shape => (shape.is === 'list' ? shape.inner : SCALAR);

/** A field by its name. */
export const fieldOf = (shape: Shape, name: string): Shape =>
  shape.is === 'record' ? (shape.fields[name] ?? SCALAR) : innerOf(shape);

/** A record seen as a map of its fields. */
const opened = (fields: Readonly<Record<string, Shape>>): Shape =>
  list(RECORD_FIELDS_MAX, Object.values(fields).reduce(either, SCALAR));

/** A shape that has room for both. */
export function either(one: Shape, other: Shape): Shape {
  if (one.is === 'scalar') return other;
  if (other.is === 'scalar') return one;
  if (one.is === 'record') return one === other ? one : either(opened(one.fields), other);
  if (other.is === 'record') return either(one, opened(other.fields));
  const size = Math.max(one.size, other.size);
  if (one.is === 'list' || other.is === 'list') return list(size, either(innerOf(one), innerOf(other)));
  return { is: 'text', size, ...(isAttribute(one) || isAttribute(other) ? { isAttribute: true } : {}) };
}

/** How many characters a computer passes over in the time of one step. */
export const CHARACTERS_PER_STEP = 16;

/** Steps that it takes to look at the whole of a value. */
export const stepsOver = (shape: Shape): number => {
  if (shape.is === 'scalar') return 1;
  if (shape.is === 'text') return 1 + shape.size / CHARACTERS_PER_STEP;
  if (shape.is === 'list') return 1 + shape.size * stepsOver(shape.inner);
  return Object.values(shape.fields).reduce((sum, field) => sum + stepsOver(field), 1);
};

/** True where a value may be what somebody wrote into an attribute: text, a number, or yes and no. */
export const isAttribute = (shape: Shape): boolean => shape.is === 'text' && shape.isAttribute === true;
