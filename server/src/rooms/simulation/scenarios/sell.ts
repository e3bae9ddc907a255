import type { Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { activatesAt, expiresAt, idleUntil } from '../../../kernel/validity.ts';
import { spendAtRates } from '../../checkout/index.ts';
import { isIdleType, type PayableLine, type PayingWallet, type SpendingAsked } from '../../points/index.ts';
import { adjudicate, countersBefore, countStreaks, noteRooms, priceBasket, usagesOf } from '../../promotions/index.ts';
import type { Basket, BasketLine, Grant } from '../../promotions/index.ts';
import type { CountedPlace } from '../limit-book.ts';
import type { Buys } from './scenario-file.ts';
import type { Paid, Stage, StoryMember, StoryReceipt } from './stage.ts';

const PIECES_DECIMALS = 3;

/** When points of a grant become active: by the promotion where it says so, else by the wallet. */
export const activeAtOf = (stage: Stage, { activation, walletType }: Grant, at: Instant): Instant =>
  activatesAt(activation ?? stage.type(walletType).activation, at, stage.zone);

const linesOf = (stage: Stage, { lines }: Buys): BasketLine[] =>
  lines.map(({ amount, quantity, discount, ...line }, i) => ({
    ...{ line: i + 1, ...line, tax: 0n, byPoints: 0n },
    quantity: stage.read(quantity, PIECES_DECIMALS),
    gross: stage.read(amount, stage.given.currency.decimals),
    discount: stage.read(discount, stage.given.currency.decimals),
  }));

const dueOf = ({ gross, discount }: BasketLine): bigint => gross - discount;
const sumOf = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, one) => sum + one, 0n);

/** Plans and takes what points pay: the same plan as at the till. */
const payWithPoints = (
  stage: Stage,
  asked: Buys,
  basket: Basket,
  rates: Parameters<typeof spendAtRates>[4],
  member: StoryMember,
): Paid[] => {
  const { points } = asked;
  if (points === undefined) return [];
  const lines: PayableLine[] = basket.lines.map((line) => ({ ...line, due: dueOf(line) }));
  const wallets: PayingWallet[] = [...stage.types.values()]
    .filter(({ code }) => points.wallet === undefined || points.wallet === code)
    .map((type) => {
      const endings = member.purse.endings(type.code, stage.now);
      return {
        ...{ type, decimals: stage.decimalsOf(type.code), endings },
        available: member.purse.available(type.code, stage.now),
        nextExpiry: endings[0]?.endsAt ?? Number.MAX_SAFE_INTEGER,
      };
    });
  const place = {
    ...{
      partner: basket.partner,
      outlet: basket.outlet.code,
      outletGroups: basket.outlet.groups,
      channel: basket.channel,
    },
    ...{ weekday: basket.local.weekday, minuteOfDay: basket.local.minuteOfDay },
    ...{ currencyDecimals: stage.given.currency.decimals, receiptTotal: sumOf(lines.map(({ due }) => due)) },
  };
  const want: SpendingAsked =
    points.pay === 'most' ? 'most' : { money: stage.read(points.pay, stage.given.currency.decimals) };
  const { parts } = spendAtRates(lines, place, wallets, want, rates);
  return parts.map(({ walletType: wallet, points: taken, money, perLine }) => ({
    ...{ wallet, points: taken, money, perLine, back: 0n },
    parts: member.purse.spend(wallet, taken, stage.now),
  }));
};

const perLineOf = (payments: readonly Paid[]): readonly (readonly [line: number, money: bigint])[] =>
  payments.flatMap(({ perLine }) => perLine);

export const totalsOf = (grants: readonly Grant[]): Map<string, bigint> => {
  const totals = new Map<string, bigint>();
  for (const { walletType, points } of grants) totals.set(walletType, (totals.get(walletType) ?? 0n) + points);
  return totals;
};

/** A member as rules see him: of his purchases in a row only how they stand. */
export const toldOf = (
  { rulebook }: Pick<Stage, 'rulebook'>,
  { facts }: StoryMember,
  date: LocalDate,
): StoryMember['facts'] =>
  facts.counters === undefined ? facts : { ...facts, counters: countersBefore(rulebook.streaks, date, facts.counters) };

/** Everything that time has done to a member up to now. */
export const settleMember = (stage: Stage, member: StoryMember): void => {
  member.purse.settle(stage.now);
  if (member.ladder) member.facts = { ...member.facts, tier: member.ladder.tierAt(stage.now) };
};

/**
 * Rings up a receipt: discounts first, then points, then the rest, and what is earned on the rest (semantics 3.10), by the rulebook in force,
 * on what limits leave. Without a member nothing is earned.
 */
export const sell = (stage: Stage, asked: Buys): StoryReceipt => {
  const { rulebook, given, now } = stage;
  const member = asked.member === undefined ? undefined : stage.member(asked.member);
  if (member) settleMember(stage, member);
  const outlet = given.outlets[asked.outlet] ?? { groups: [], partner: 'partner' };
  const local = stage.zone.localOf(now);
  const card = asked.card ?? member?.cards[0];
  const place: CountedPlace = { owner: asked.member, card, outlet: asked.outlet, day: local.date };
  const rooms = rulebook.hasLimits ? noteRooms(stage.limits.rooms(place)) : undefined;
  const tenders = [asked.tender, ...(asked.points ? ['points'] : [])];
  const facts: Basket = {
    ...{ lines: linesOf(stage, asked), currency: given.currency, partner: outlet.partner, local },
    ...{ outlet: { code: asked.outlet, groups: outlet.groups }, channel: asked.channel, terminal: asked.terminal },
    ...(member && { member: toldOf(stage, member, local.date) }),
    ...(asked.coupons && { coupons: asked.coupons.map((code) => code.toUpperCase()) }),
    tenders,
  };
  const pricing = priceBasket(rulebook, facts, rooms);
  const priced: Basket = {
    ...facts,
    lines: pricing.lines,
    ...(pricing.priced.length > 0 && { priced: pricing.priced }),
  };
  const payments = member ? payWithPoints(stage, asked, priced, pricing.rates, member) : [];
  const byPoints = new Map<number, bigint>();
  for (const [line, money] of perLineOf(payments)) byPoints.set(line, (byPoints.get(line) ?? 0n) + money);
  const paid: Basket = {
    ...priced,
    lines: priced.lines.map((line) => ({ ...line, byPoints: byPoints.get(line.line) ?? 0n })),
    ...(payments.length > 0 && {
      spent: payments.map((one) => ({ wallet: one.wallet, points: one.points, perLine: perLineOf([one]) })),
    }),
  };
  const nothing = { grants: [], coupons: [], stamps: [] };
  const { grants, coupons, stamps } = member ? adjudicate(rulebook, paid, rooms ? { rooms } : {}) : nothing;
  const basket = rooms === undefined ? paid : { ...paid, rooms: rooms.facts() };
  const usages = usagesOf({ grants, priced: pricing.priced, coupons, stamps });
  const takings = stage.limits.take(rulebook, usages, place);
  const granted = totalsOf(grants);
  const counted = member?.ladder?.count(basket, grants, (grant) => activeAtOf(stage, grant, now), now);
  if (member) keepPurchase(stage, member, asked.as, { grants, stamps, basket });
  const receipt: StoryReceipt = {
    ...{ name: asked.as, member: asked.member, rulebook, basket, place, pricing, grants, coupons, stamps, payments },
    ...{ rooms: rooms?.facts(), granted, kept: granted, takings, counted, counts: counted, back: new Map() },
    toPay: sumOf(paid.lines.map((line) => dueOf(line) - line.byPoints)),
  };
  stage.receipts.set(asked.as, receipt);
  return receipt;
};

/** Credits what was granted: points that end together with all others have no end of their own. */
export const creditGrants = (stage: Stage, member: StoryMember, receipt: string, grants: readonly Grant[]): void => {
  for (const grant of grants) {
    const { expiry } = stage.type(grant.walletType);
    const activeAt = activeAtOf(stage, grant, stage.now);
    const validity = isIdleType({ expiry }) ? expiry : (grant.validity ?? expiry);
    member.purse.credit(grant.walletType, grant.points, receipt, activeAt, expiresAt(validity, activeAt, stage.zone));
  }
};

/** A member has done something: points that end together live on from now. */
export const noteActivity = (stage: Stage, { purse }: StoryMember): void => {
  for (const { code, expiry } of stage.types.values()) {
    const until = idleUntil(expiry, stage.now, stage.zone);
    if (until !== undefined) purse.lastUntil(code, until, stage.now);
  }
};

/** What a purchase leaves with a member: points, one more purchase, stamps and streaks. */
const keepPurchase = (
  stage: Stage,
  member: StoryMember,
  receipt: string,
  { grants, stamps, basket }: Pick<StoryReceipt, 'grants' | 'stamps' | 'basket'>,
): void => {
  const { now, rulebook } = stage;
  creditGrants(stage, member, receipt, grants);
  noteActivity(stage, member);
  member.purse.settle(now);
  let counters = countStreaks(rulebook.streaks, basket.local.date, member.facts.counters ?? {});
  for (const { card, count } of stamps)
    counters = { ...counters, [`stamps.${card}`]: (counters[`stamps.${card}`] ?? 0) + count };
  member.facts = {
    ...member.facts,
    ...{ counters, purchases: member.facts.purchases + 1, lastPurchaseOn: basket.local.date },
  };
  if (member.ladder) member.facts = { ...member.facts, tier: member.ladder.tierAt(now) };
};
