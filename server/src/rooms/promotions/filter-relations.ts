import { parseQuantity } from '../../kernel/quantity.ts';
import { EARNING_LINE_KINDS } from './basket.ts';
import type { LineFilter } from './line-filter.ts';

const FINEST_DECIMALS = 4;

/** A price in the finest steps; undefined where there is none, or none that can be read. */
const priceOf = (text: string | undefined): bigint | undefined => {
  const read = text === undefined ? undefined : parseQuantity(text, FINEST_DECIMALS);
  return read?.ok ? read.value : undefined;
};

const kindsOf = ({ kinds }: LineFilter): readonly string[] => kinds ?? EARNING_LINE_KINDS;

/** True when the path is one of the branches, or lies in one. */
const isIn = (path: string, branches: ReadonlySet<string>): boolean => {
  if (branches.has(path)) return true;
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1))
    if (branches.has(path.slice(0, at))) return true;
  return false;
};

/** What is in both of two lists of branches: of each pair on one path the longer one. */
const branchesInBoth = (some: readonly string[], others: readonly string[]): readonly string[] => {
  const [these, those] = [new Set(some), new Set(others)];
  return [...new Set([...some.filter((path) => isIn(path, those)), ...others.filter((path) => isIn(path, these))])];
};

/** The names that all lists have; undefined where there are no lists. */
const inAll = (lists: readonly (readonly string[] | undefined)[]): readonly string[] | undefined => {
  let left: readonly string[] | undefined;
  for (const list of lists) {
    if (list === undefined) continue;
    const names = new Set(list);
    left = left === undefined ? list : left.filter((name) => names.has(name));
  }
  return left;
};

const union = (lists: readonly (readonly string[] | undefined)[]): ReadonlySet<string> =>
  new Set(lists.flatMap((list) => list ?? []));

/** True when it can be seen that no line is taken by all of the filters. */
export const isNoLineOf = (filters: readonly LineFilter[]): boolean => {
  const isOut = (key: 'skus' | 'brands', except: 'exceptSkus' | 'exceptBrands'): boolean => {
    const out = union(filters.map((filter) => filter[except]));
    return inAll(filters.map((filter) => filter[key]))?.every((name) => out.has(name)) ?? false;
  };
  const outLabels = union(filters.map(({ exceptLabels }) => exceptLabels));
  const outCategories = union(filters.map(({ exceptCategories }) => exceptCategories));
  let categories: readonly string[] | undefined;
  for (const { categories: asked } of filters)
    if (asked !== undefined) categories = categories === undefined ? asked : branchesInBoth(categories, asked);
  const from = filters.map(({ priceFrom }) => priceOf(priceFrom) ?? 0n);
  const to = filters.flatMap(({ priceTo }) => priceOf(priceTo) ?? []);
  return (
    inAll(filters.map(kindsOf))?.length === 0 ||
    isOut('skus', 'exceptSkus') ||
    isOut('brands', 'exceptBrands') ||
    // A line has many labels: each list asks for one that no other excepts.
    filters.some(({ labels }) => labels?.every((name) => outLabels.has(name)) ?? false) ||
    (categories?.every((path) => isIn(path, outCategories)) ?? false) ||
    to.some((end) => from.some((start) => start > end))
  );
};

/** True when it can be seen that `outer` takes every line that `inner` takes. */
export const isWider = (outer: LineFilter, inner: LineFilter): boolean => {
  const isAsked = (asked: readonly string[] | undefined, names: readonly string[] | undefined): boolean =>
    asked === undefined || (names !== undefined && inAll([names, asked])?.length === names.length);
  // What the outer one leaves out must be out of the inner one too: left out there, or not asked for.
  const isLeftOut = (
    out: readonly string[] | undefined,
    own: readonly string[] | undefined,
    asked: readonly string[] | undefined,
  ): boolean =>
    out === undefined ||
    (asked !== undefined && inAll([asked, out])?.length === 0) ||
    (own !== undefined && inAll([out, own])?.length === out.length);
  const [from, to] = [priceOf(outer.priceFrom), priceOf(outer.priceTo)];
  const [ownFrom, ownTo] = [priceOf(inner.priceFrom), priceOf(inner.priceTo)];
  const { categories, exceptCategories } = outer;
  const areOut =
    exceptCategories === undefined ||
    exceptCategories.every((path) => isIn(path, new Set(inner.exceptCategories))) ||
    (inner.categories !== undefined && branchesInBoth(inner.categories, exceptCategories).length === 0);
  return (
    isAsked(kindsOf(outer), kindsOf(inner)) &&
    isAsked(outer.skus, inner.skus) &&
    isAsked(outer.brands, inner.brands) &&
    isAsked(outer.labels, inner.labels) &&
    (categories === undefined || (inner.categories?.every((path) => isIn(path, new Set(categories))) ?? false)) &&
    isLeftOut(outer.exceptSkus, inner.exceptSkus, inner.skus) &&
    isLeftOut(outer.exceptBrands, inner.exceptBrands, inner.brands) &&
    isLeftOut(outer.exceptLabels, inner.exceptLabels, undefined) &&
    areOut &&
    (from === undefined || (ownFrom !== undefined && ownFrom >= from)) &&
    (to === undefined || (ownTo !== undefined && ownTo <= to))
  );
};
