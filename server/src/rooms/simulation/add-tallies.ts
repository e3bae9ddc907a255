import type { Both, PromotionTally, Tally } from './tally.ts';

const addCounts = (to: Map<string, number>, from: ReadonlyMap<string, number>): void => {
  for (const [key, count] of from) to.set(key, (to.get(key) ?? 0) + count);
};

const addAmounts = (to: Map<string, bigint>, from: ReadonlyMap<string, bigint>): void => {
  for (const [key, amount] of from) to.set(key, (to.get(key) ?? 0n) + amount);
};

const addBoths = (to: Map<string, Both>, from: ReadonlyMap<string, Both>): void => {
  for (const [key, { draft, today }] of from) {
    const known = to.get(key) ?? { draft: 0n, today: 0n };
    to.set(key, { draft: known.draft + draft, today: known.today + today });
  }
};

const addPromotion = (to: PromotionTally, from: PromotionTally): void => {
  to.receipts += from.receipts;
  to.money += from.money;
  addAmounts(to.points, from.points);
  if (to.firstOn === '' || (from.firstOn !== '' && from.firstOn < to.firstOn)) to.firstOn = from.firstOn;
  if (from.lastOn > to.lastOn) to.lastOn = from.lastOn;
  for (const [day, [uses, points, money]] of from.days) {
    const [u, p, m] = to.days.get(day) ?? [0, 0n, 0n];
    to.days.set(day, [u + uses, p + points, m + money]);
  }
  addCounts(to.missed, from.missed);
};

/** Adds what one thread has counted to `to`; the order of threads makes no difference. */
export const addTally = (to: Tally, from: Tally): void => {
  to.receipts += from.receipts;
  to.withBuyer += from.withBuyer;
  to.gross += from.gross;
  to.money = { draft: to.money.draft + from.money.draft, today: to.money.today + from.money.today };
  addBoths(to.points, from.points);
  addBoths(to.byDay, from.byDay);
  addBoths(to.byOutlet, from.byOutlet);
  addCounts(to.days, from.days);
  for (const [wallet, owners] of from.owners) {
    const known = to.owners.get(wallet) ?? new Map<string, bigint>();
    to.owners.set(wallet, known);
    addAmounts(known, owners);
  }
  for (const buyer of from.buyers) to.buyers.add(buyer);
  for (const [code, promotion] of from.promotions) {
    const known = to.promotions.get(code);
    if (known === undefined) to.promotions.set(code, promotion);
    else addPromotion(known, promotion);
  }
  addCounts(to.pairs, from.pairs);
  addCounts(to.lacking, from.lacking);
};
