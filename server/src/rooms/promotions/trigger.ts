import type { LineFilter } from './line-filter.ts';

/** What a rulebook is indexed by, most telling first: the fewer baskets have a name, the earlier its dimension stands. */
export const DIMENSIONS = [
  'coupon',
  'sku',
  'segment',
  'attribute',
  'card',
  'category',
  'brand',
  'label',
  'outlet',
  'tier',
  'group',
  'channel',
  'partner',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Names of which a basket must have at least one. */
export type Trigger = readonly { readonly dimension: Dimension; readonly names: readonly string[] }[];

/** How telling a trigger is: its dullest dimension counts. */
export const rankOf = (trigger: Trigger): number =>
  trigger.reduce((rank, { dimension }) => Math.max(rank, DIMENSIONS.indexOf(dimension)), 0);

/** Without one of these in the basket the filter takes no line; undefined when that cannot be told by a name. */
export const triggerOfFilter = (filter: LineFilter): Trigger | undefined => {
  if (filter.skus !== undefined) return [{ dimension: 'sku', names: filter.skus }];
  if (filter.categories !== undefined) return [{ dimension: 'category', names: filter.categories }];
  if (filter.brands !== undefined) return [{ dimension: 'brand', names: filter.brands }];
  if (filter.labels !== undefined) return [{ dimension: 'label', names: filter.labels }];
  return undefined;
};

/** Any of several will do: all of them together, or nothing where one cannot be told. */
export const anyOf = (triggers: readonly (Trigger | undefined)[]): Trigger | undefined => {
  const all: Trigger[number][] = [];
  for (const trigger of triggers) {
    if (trigger === undefined) return undefined;
    all.push(...trigger);
  }
  return all.length === 0 ? undefined : all;
};

/** The most telling of several that all must be met. */
export const mostTelling = (triggers: readonly (Trigger | undefined)[]): Trigger | undefined => {
  let best: Trigger | undefined;
  for (const trigger of triggers) {
    if (trigger !== undefined && (best === undefined || rankOf(trigger) < rankOf(best))) best = trigger;
  }
  return best;
};

/** A type, range or batch of cards as a name of the index. */
export const cardName = (of: 'type' | 'range' | 'batch', name: string): string => `${of}\u0000${name}`;

/** An attribute with its value as a name of the index: the text "1" is not the number 1. */
export const attributeName = (attribute: string, value: string | number | boolean): string =>
  `${attribute}\u0000${typeof value}\u0000${value}`;
