import { addBoth } from './tally.ts';
import type { Amounts, OccasionsTally, Place, PromotionTally, Tally } from './tally.ts';

const addCounts = (to: Map<string, number>, from: ReadonlyMap<string, number>): void => {
  for (const [key, count] of from) to.set(key, (to.get(key) ?? 0) + count);
};

const addSums = (to: Map<string, bigint>, from: ReadonlyMap<string, bigint>): void => {
  for (const [key, amount] of from) to.set(key, (to.get(key) ?? 0n) + amount);
};

const addAmounts = (to: Amounts, from: Amounts): void => {
  for (const [name, { draft, today }] of from) addBoth(to, name, draft, today);
};

const addPlaces = (to: Map<string, Place>, from: ReadonlyMap<string, Place>): void => {
  for (const [key, place] of from) {
    const known = to.get(key);
    if (known === undefined) to.set(key, place);
    else {
      known.receipts += place.receipts;
      addAmounts(known.amounts, place.amounts);
    }
  }
};

const addPromotion = (to: PromotionTally, from: PromotionTally): void => {
  to.receipts += from.receipts;
  to.limited += from.limited;
  to.money += from.money;
  addSums(to.points, from.points);
  if (to.firstOn === '' || (from.firstOn !== '' && from.firstOn < to.firstOn)) to.firstOn = from.firstOn;
  if (from.lastOn > to.lastOn) to.lastOn = from.lastOn;
  for (const [day, [uses, points, money]] of from.days) {
    const [u, p, m] = to.days.get(day) ?? [0, 0n, 0n];
    to.days.set(day, [u + uses, p + points, m + money]);
  }
  addCounts(to.missed, from.missed);
};

const addOwners = (to: Tally['owners'], from: Tally['owners']): void => {
  for (const [wallet, owners] of from) {
    const known = to.get(wallet) ?? new Map<string, bigint>();
    to.set(wallet, known);
    addSums(known, owners);
  }
};

const addOccasions = (to: OccasionsTally, from: OccasionsTally): void => {
  for (const [name, one] of from.byName) {
    const known = to.byName.get(name);
    if (known === undefined) to.byName.set(name, one);
    else {
      known.occasions += one.occasions;
      known.unkept += one.unkept;
      known.reversed += one.reversed;
      addAmounts(known.amounts, one.amounts);
    }
  }
  addPlaces(to.byDay, from.byDay);
  addOwners(to.owners, from.owners);
  for (const person of from.people) to.people.add(person);
};

/** Adds what one thread has counted to `to`; the order of threads makes no difference. */
export const addTally = (to: Tally, from: Tally): void => {
  to.receipts += from.receipts;
  to.withBuyer += from.withBuyer;
  to.gross += from.gross;
  to.returns.receipts += from.returns.receipts;
  to.returns.gross += from.returns.gross;
  addAmounts(to.returns.amounts, from.returns.amounts);
  addAmounts(to.amounts, from.amounts);
  addPlaces(to.byDay, from.byDay);
  addPlaces(to.byOutlet, from.byOutlet);
  addOwners(to.owners, from.owners);
  for (const buyer of from.buyers) to.buyers.add(buyer);
  for (const [code, promotion] of from.promotions) {
    const known = to.promotions.get(code);
    if (known === undefined) to.promotions.set(code, promotion);
    else addPromotion(known, promotion);
  }
  addCounts(to.pairs, from.pairs);
  // Only the one thread that takes receipts in their order knows of ends.
  for (const [key, end] of from.ends) to.ends.set(key, end);
  addCounts(to.lacking, from.lacking);
  addOccasions(to.occasions, from.occasions);
};
