import { createBoundedCache } from '../../kernel/bounded-cache.ts';
import type { Basket, BasketLine } from './basket.ts';
import { Facts } from './facts.ts';
import type { Promotion } from './rulebook.ts';
import { anyOf, attributeName, cardName, mostTelling } from './trigger.ts';
import type { Dimension, Trigger } from './trigger.ts';

// A rulebook is indexed so that a decision costs what can fire, not what exists. Each promotion stands under the names
// without which it cannot fire; those that ask only for outlet, tier and the like are kept per standing.

type Orders = readonly number[];
type Names = Map<string, number[]>;

/** Dimensions that a standing settles. */
const OF_STANDING: ReadonlySet<Dimension> = new Set(['outlet', 'tier', 'group', 'channel', 'partner']);

// Enough for the outlets, tiers and channels of a large chain on one day; the day before is forgotten by itself.
const STANDINGS_MAX = 4_096;
const CATEGORIES_MAX = 20_000;

const UNKNOWN = 0;
const STANDS = 1;
const FALLS = 2;

/** What is known of one standing: the promotions that need no name, and of the others whether they stand, once asked. */
type Standing = { readonly fixed: Orders; readonly standing: readonly Promotion[]; readonly marks: Uint8Array };

const enter = (index: Map<Dimension, Names>, trigger: Trigger, order: number): void => {
  for (const { dimension, names } of trigger) {
    const known = index.get(dimension) ?? new Map<string, number[]>();
    index.set(dimension, known);
    for (const name of names) {
      const orders = known.get(name);
      if (orders === undefined) known.set(name, [order]);
      else if (orders.at(-1) !== order) orders.push(order);
    }
  }
};

/** What a promotion cannot fire without: the most telling of its conditions, and of its effects together. */
export const triggerOf = ({ conditions, effects }: Pick<Promotion, 'conditions' | 'effects'>): Trigger | undefined =>
  mostTelling([...conditions.map(({ trigger }) => trigger), anyOf(effects.map(({ bound }) => bound.trigger))]);

const categoryPath = (category: string): readonly string[] => {
  const paths: string[] = [];
  for (let at = category.indexOf('/'); at !== -1; at = category.indexOf('/', at + 1)) paths.push(category.slice(0, at));
  paths.push(category);
  return paths;
};

/** True when day, outlet, partner, channel and tier let the promotion act. */
const stands = (promotion: Promotion, facts: Facts): boolean => {
  const { date } = facts.basket.local;
  if (date < promotion.firstOn || (promotion.lastOn !== undefined && date > promotion.lastOn)) return false;
  for (const { kind, holds } of promotion.conditions) if (kind.isStanding && !holds(facts)) return false;
  return true;
};

// NUL is in no code that PostgreSQL has kept, so that two different standings have two keys.
const standingKey = ({ outlet, local, member, channel, partner }: Basket): string => {
  const groups = outlet.groups.length === 0 ? '' : outlet.groups.join('\u0000');
  const tier = member === undefined ? '\u0000' : member.tier;
  return `${local.date}${local.weekday}\u0000\u0000${outlet.code}\u0000\u0000${tier}\u0000\u0000${channel}\u0000\u0000${partner}\u0000\u0000${groups}`;
};

/**
 * The promotions of a rulebook that can fire for a basket, in order. Only a memory of a pure function: who asks twice
 * gets what would have been computed.
 */
export const candidatesOf = (promotions: readonly Promotion[]): ((basket: Basket) => readonly Promotion[]) => {
  const always: Promotion[] = [];
  const ofStanding = new Map<Dimension, Names>();
  const named = new Map<Dimension, Names>();
  for (const promotion of promotions) {
    const trigger = triggerOf(promotion);
    if (trigger === undefined) always.push(promotion);
    else if (trigger.every(({ dimension }) => OF_STANDING.has(dimension))) enter(ofStanding, trigger, promotion.order);
    else if (trigger.some(({ dimension }) => OF_STANDING.has(dimension))) always.push(promotion);
    else enter(named, trigger, promotion.order);
  }
  const indexed = lineIndex(named);
  const standings = createBoundedCache<string, Standing>(STANDINGS_MAX);
  // Which basket a promotion was last found for: finding it a second time is then one comparison.
  const seen = new Uint32Array(promotions.length);
  let turn = 0;

  const standingOf = (basket: Basket, facts: () => Facts): Standing => {
    const key = standingKey(basket);
    const known = standings.get(key);
    if (known !== undefined) return known;
    const orders = new Set(always.map(({ order }) => order));
    const { outlet, member, channel, partner } = basket;
    const add = (dimension: Dimension, name: string): void => {
      for (const order of ofStanding.get(dimension)?.get(name) ?? []) orders.add(order);
    };
    add('outlet', outlet.code);
    add('channel', channel);
    add('partner', partner);
    if (member !== undefined) add('tier', member.tier);
    for (const group of outlet.groups) add('group', group);
    const able = [...orders]
      .sort((a, b) => a - b)
      .map((order) => promotions[order] as Promotion)
      .filter((promotion) => stands(promotion, facts()));
    const standing = {
      standing: able,
      fixed: able.map(({ order }) => order),
      marks: new Uint8Array(named.size === 0 ? 0 : promotions.length),
    };
    standings.set(key, standing);
    return standing;
  };

  return (basket) => {
    let made: Facts | undefined;
    const facts = (): Facts => (made ??= new Facts(basket, [], []));
    const standing = standingOf(basket, facts);
    if (named.size === 0) return standing.standing;
    const orders: number[] = [...standing.fixed];
    turn = (turn + 1) >>> 0;
    if (turn === 0) {
      seen.fill(0);
      turn = 1;
    }
    const add = (found: Orders | undefined): void => {
      if (found === undefined) return;
      for (const order of found) {
        if (seen[order] === turn) continue;
        seen[order] = turn;
        let mark = standing.marks[order] as number;
        if (mark === UNKNOWN) {
          mark = stands(promotions[order] as Promotion, facts()) ? STANDS : FALLS;
          standing.marks[order] = mark;
        }
        if (mark === STANDS) orders.push(order);
      }
    };
    for (const line of basket.lines) indexed.ofLine(line, add);
    indexed.ofBuyer(basket, add);
    if (orders.length === standing.fixed.length) return standing.standing;
    orders.sort((a, b) => a - b);
    return orders.map((order) => promotions[order] as Promotion);
  };
};

type LineIndex = {
  ofLine(line: BasketLine, add: (found: Orders | undefined) => void): void;
  ofBuyer(basket: Basket, add: (found: Orders | undefined) => void): void;
};

const lineIndex = (named: ReadonlyMap<Dimension, Names>): LineIndex => {
  const [skus, categories, brands, labels] = (['sku', 'category', 'brand', 'label'] as const).map((one) =>
    named.get(one),
  );
  const [coupons, segments, attributes, cards] = (['coupon', 'segment', 'attribute', 'card'] as const).map((one) =>
    named.get(one),
  );
  const branches = createBoundedCache<string, Orders>(CATEGORIES_MAX);
  const ofCategory = (names: Names, category: string): Orders => {
    const known = branches.get(category);
    if (known !== undefined) return known;
    const orders = categoryPath(category).flatMap((path) => names.get(path) ?? []);
    branches.set(category, orders);
    return orders;
  };
  return {
    ofLine(line, add) {
      if (skus !== undefined) add(skus.get(line.sku));
      if (categories !== undefined) add(ofCategory(categories, line.category));
      if (brands !== undefined) add(brands.get(line.brand));
      if (labels !== undefined) for (const label of line.labels) add(labels.get(label));
    },
    ofBuyer({ coupons: shown, member }, add) {
      if (coupons !== undefined && shown !== undefined) for (const code of shown) add(coupons.get(code));
      if (segments !== undefined && member?.segments !== undefined)
        for (const segment of member.segments) add(segments.get(segment));
      if (cards !== undefined && member?.card !== undefined)
        for (const part of ['type', 'range', 'batch'] as const) add(cards.get(cardName(part, member.card[part])));
      if (attributes !== undefined && member !== undefined) {
        for (const [name, value] of Object.entries(member.attributes)) add(attributes.get(attributeName(name, value)));
      }
    },
  };
};
