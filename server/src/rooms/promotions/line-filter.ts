import { z } from 'zod';
import { EARNING_LINE_KINDS, LINE_KINDS } from './basket.ts';
import type { BasketLine } from './basket.ts';
import { parseQuantity } from '../../kernel/quantity.ts';
import { readableNumber } from '../../kernel/readable.ts';
import type { Language } from './language.ts';
import { quantityText } from './parameter.ts';

const NAMES_MAX = 1_000;
const names = z.array(z.string().min(1).max(120)).min(1).max(NAMES_MAX);
const categories = z
  .array(
    z
      .string()
      .regex(/^[^/]+(\/[^/]+)*$/, 'is no path like food/dairy')
      .max(240),
  )
  .min(1)
  .max(NAMES_MAX);

/**
 * Which lines count. Within a list any name will do, all lists that are given must agree, and what is excepted is out
 * whatever else it is. A category means its whole branch: `food/dairy` takes in `food/dairy/milk`, not `food/dairyfree`.
 */
export const lineFilterSchema = z.strictObject({
  kinds: z.array(z.enum(LINE_KINDS)).min(1).optional(),
  categories: categories.optional(),
  brands: names.optional(),
  labels: names.optional(),
  skus: names.optional(),
  exceptCategories: categories.optional(),
  exceptBrands: names.optional(),
  exceptLabels: names.optional(),
  exceptSkus: names.optional(),
  /** Price of one piece before discounts, both ends in. */
  priceFrom: quantityText.optional(),
  priceTo: quantityText.optional(),
});

export type LineFilter = z.output<typeof lineFilterSchema>;

type Check = (line: BasketLine) => boolean;

const inBranches = (paths: readonly string[]): ((category: string) => boolean) => {
  const branches = paths.map((path) => ({ path, inside: `${path}/` }));
  return (category) => {
    for (const { path, inside } of branches) if (category === path || category.startsWith(inside)) return true;
    return false;
  };
};

const inNames = (list: readonly string[]): ((name: string) => boolean) => {
  const first = list[0];
  if (list.length === 1) return (name) => name === first;
  const all = new Set(list);
  return (name) => all.has(name);
};

/** The filter as a function of one line. No filter takes every line of a kind that earns. */
export const lineMatcher = (filter: LineFilter = {}, currencyDecimals = 2): Check => {
  const kinds = new Set<string>(filter.kinds ?? EARNING_LINE_KINDS);
  const checks: Check[] = [(line) => kinds.has(line.kind) && line.gift === undefined];
  const add = <T>(given: T | undefined, check: (given: T) => Check): void => {
    if (given !== undefined) checks.push(check(given));
  };
  const category = (paths: readonly string[]): Check => {
    const isIn = inBranches(paths);
    return (line) => isIn(line.category);
  };
  const named = (list: readonly string[], of: 'brand' | 'sku'): Check => {
    const isIn = inNames(list);
    return (line) => isIn(line[of]);
  };
  const labelled = (list: readonly string[]): Check => {
    const isIn = inNames(list);
    return (line) => line.labels.some(isIn);
  };
  const not =
    (check: Check): Check =>
    (line) =>
      !check(line);
  add(filter.categories, category);
  add(filter.brands, (list) => named(list, 'brand'));
  add(filter.labels, labelled);
  add(filter.skus, (list) => named(list, 'sku'));
  add(filter.exceptCategories, (paths) => not(category(paths)));
  add(filter.exceptBrands, (list) => not(named(list, 'brand')));
  add(filter.exceptLabels, (list) => not(labelled(list)));
  add(filter.exceptSkus, (list) => not(named(list, 'sku')));
  // Without a division: gross is the price of so many thousandths.
  const price = (text: string): bigint => {
    const parsed = parseQuantity(text, currencyDecimals);
    return parsed.ok ? parsed.value : 0n;
  };
  add(filter.priceFrom, (text) => {
    const from = price(text);
    return (line) => line.gross * 1_000n >= from * line.quantity;
  });
  add(filter.priceTo, (text) => {
    const to = price(text);
    return (line) => line.gross * 1_000n <= to * line.quantity;
  });
  const [only] = checks;
  if (checks.length === 1 && only !== undefined) return only;
  return (line) => {
    for (const check of checks) if (!check(line)) return false;
    return true;
  };
};

const FINEST_DECIMALS = 4;

const compareDecimals = (a: string, b: string): number => {
  const [left, right] = [parseQuantity(a, FINEST_DECIMALS), parseQuantity(b, FINEST_DECIMALS)];
  if (!left.ok || !right.ok) return 0;
  return left.value < right.value ? -1 : left.value > right.value ? 1 : 0;
};

/** True when a filter asks for prices above its highest. */
export const pricesCross = ({ priceFrom, priceTo }: LineFilter): boolean =>
  priceFrom !== undefined && priceTo !== undefined && compareDecimals(priceFrom, priceTo) > 0;

/** True when no line can ever match, because what is asked for is also excepted, or the prices cross. */
export const isEmptyFilter = (filter: LineFilter): boolean => {
  const allOut = (asked: readonly string[] | undefined, out: readonly string[] | undefined): boolean =>
    asked !== undefined && out !== undefined && asked.every((name) => out.includes(name));
  const isOut = inBranches(filter.exceptCategories ?? []);
  return (
    (filter.categories?.every(isOut) ?? false) ||
    allOut(filter.brands, filter.exceptBrands) ||
    allOut(filter.skus, filter.exceptSkus) ||
    allOut(filter.labels, filter.exceptLabels) ||
    pricesCross(filter)
  );
};

const NAMES_SHOWN_MAX = 5;

const listed = (list: readonly string[]): string =>
  list.length <= NAMES_SHOWN_MAX ? list.join(', ') : `${list.slice(0, NAMES_SHOWN_MAX).join(', ')}, … (${list.length})`;

const WORDS = {
  en: {
    all: 'all goods',
    of: 'goods',
    kinds: 'of kind',
    categories: 'in',
    brands: 'of brand',
    labels: 'labelled',
    skus: 'with SKU',
    priceFrom: 'from a price of',
    priceTo: 'up to a price of',
    except: 'except',
  },
  es: {
    all: 'todos los artículos',
    of: 'artículos',
    kinds: 'de tipo',
    categories: 'en',
    brands: 'de la marca',
    labels: 'con etiqueta',
    skus: 'con SKU',
    priceFrom: 'desde un precio de',
    priceTo: 'hasta un precio de',
    except: 'salvo',
  },
} as const;

/** The filter in words, for the sentence of a promotion: `goods in food/dairy, except labelled sale`. */
export const lineFilterText = (filter: LineFilter | undefined, language: Language): string => {
  const words = WORDS[language];
  const said: string[] = [];
  const say = (list: readonly string[] | undefined, word: string): void => {
    if (list !== undefined) said.push(`${word} ${listed(list)}`);
  };
  say(filter?.kinds, words.kinds);
  say(filter?.categories, words.categories);
  say(filter?.brands, words.brands);
  say(filter?.labels, words.labels);
  say(filter?.skus, words.skus);
  if (filter?.priceFrom !== undefined) said.push(`${words.priceFrom} ${readableNumber(filter.priceFrom, language)}`);
  if (filter?.priceTo !== undefined) said.push(`${words.priceTo} ${readableNumber(filter.priceTo, language)}`);
  const head = said.length === 0 ? words.all : `${words.of} ${said.join(' ')}`;
  said.length = 0;
  say(filter?.exceptCategories, words.categories);
  say(filter?.exceptBrands, words.brands);
  say(filter?.exceptLabels, words.labels);
  say(filter?.exceptSkus, words.skus);
  return said.length === 0 ? head : `${head}, ${words.except} ${said.join(', ')}`;
};
