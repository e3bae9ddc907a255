import { divide } from '../../../kernel/rounding.ts';
import { basketWithout, lapsedMoney, withoutPurchase } from '../../checkout/index.ts';
import type { Basket } from '../../promotions/index.ts';
import { leftAfter } from '../decide-past.ts';
import { settleMember } from './sell.ts';
import type { Stage, StoryMember, StoryReceipt, StoryReturn } from './stage.ts';

const totalOf = (lines: Basket['lines']): bigint =>
  lines.reduce((sum, { gross, discount, byPoints }) => sum + gross - discount - byPoints, 0n);

/** What came back, by line, with all that is left where no goods are named. Undefined: more than there is, or goods of no line. */
const backOf = (
  stage: Stage,
  receipt: StoryReceipt,
  lines: Readonly<Record<string, string>> | undefined,
): Map<number, bigint> | undefined => {
  const back = new Map(receipt.back);
  if (lines === undefined) {
    for (const { line, quantity } of receipt.basket.lines) back.set(line, quantity);
    return back;
  }
  for (const [sku, text] of Object.entries(lines)) {
    let left = stage.read(text, 3);
    for (const { line, sku: of, quantity } of receipt.basket.lines) {
      if (of !== sku || left === 0n) continue;
      const was = back.get(line) ?? 0n;
      const part = quantity - was < left ? quantity - was : left;
      back.set(line, was + part);
      left -= part;
    }
    if (left > 0n) return undefined;
  }
  return back;
};

/**
 * Goods come back: the sale's own version decides the rest of the basket on the facts of then, and what it does not give any more is taken
 * back; points that paid go back to the lots they came from; prices stay (semantics 3.4 to 3.6), but for discounts that end with their conditions. A function of everything that has come
 * back. Undefined when more comes back than was bought.
 */
export const takeBack = (
  stage: Stage,
  receipt: StoryReceipt,
  lines: Readonly<Record<string, string>> | undefined,
): StoryReturn | undefined => {
  const back = backOf(stage, receipt, lines);
  if (back === undefined) return undefined;
  const member = receipt.member === undefined ? undefined : stage.member(receipt.member);
  if (member) settleMember(stage, member);
  const rest = basketWithout(receipt.basket, back);
  const wasBack = receipt.back;
  receipt.back = back;
  const was = receipt.refunded ?? 0n;
  const total = totalOf(receipt.basket.lines);
  const paidBack = total - totalOf(rest.lines);
  const lapsed = lapsedMoney(
    receipt.rulebook,
    receipt.basket,
    back,
    (some) => total - totalOf(basketWithout(receipt.basket, some).lines),
  );
  receipt.refunded = paidBack - lapsed > was ? paidBack - lapsed : was;
  let refund = receipt.refunded - was;
  const restored = new Map<string, bigint>();
  if (member) restoreAll(stage, member, receipt, rest, restored);
  const left = leftAfter(receipt.rulebook, receipt.basket, receipt.granted, back);
  const { points: kept, usages } = left;
  const told = {
    taken: new Map<string, bigint>(),
    owed: new Map<string, bigint>(),
    writtenOff: new Map<string, bigint>(),
  };
  for (const [wallet, granted] of receipt.kept) {
    const less = granted - (kept.get(wallet) ?? 0n);
    if (less <= 0n || member === undefined) continue;
    const { negativeBalance } = stage.given;
    const out = member.purse.takeBack(wallet, less, receipt.name, stage.now, negativeBalance);
    told.taken.set(wallet, less);
    told.owed.set(wallet, out.owed);
    told.writtenOff.set(wallet, out.writtenOff);
    const { paysPoints, paysMoney } = stage.type(wallet);
    refund -= divide(out.recovered * paysMoney, paysPoints, 'half_up');
  }
  receipt.takings = stage.limits.giveBack(receipt.takings, usages);
  if (member?.ladder && receipt.counted && receipt.counts)
    receipt.counts = member.ladder.uncount(receipt.counted, receipt.counts, rest, kept, stage.now);
  receipt.kept = kept;
  if (member) forgetGoods(member, receipt, wasBack, rest.lines.length === 0);
  if (member?.ladder) member.facts = { ...member.facts, tier: member.ladder.tierAt(stage.now) };
  return { refund, restored, ...told };
};

/** Points that paid for what came back. */
const restoreAll = (
  stage: Stage,
  member: StoryMember,
  { payments, basket }: StoryReceipt,
  rest: Basket,
  restored: Map<string, bigint>,
): void => {
  for (const [at, payment] of payments.entries()) {
    const left = (rest.spent?.[at]?.perLine ?? []).reduce((sum, [, money]) => sum + money, 0n);
    const paid = (basket.spent?.[at]?.perLine ?? []).reduce((sum, [, money]) => sum + money, 0n);
    const total = left === 0n || paid === 0n ? payment.points : (payment.points * (paid - left)) / paid;
    const more = total - payment.back;
    if (more <= 0n) continue;
    member.purse.restore(payment.parts, more, stage.now);
    payment.back = total;
    restored.set(payment.wallet, (restored.get(payment.wallet) ?? 0n) + more);
  }
};

/** Takes out what the goods had counted: stamps, and with the last of them the purchase and its place in rows. */
const forgetGoods = (
  member: StoryMember,
  receipt: StoryReceipt,
  before: ReadonlyMap<number, bigint>,
  isLast: boolean,
): void => {
  const { purchases, counters = {} } = member.facts;
  const left = withoutPurchase({ purchases, counters }, { ...receipt, before, isLast });
  member.facts = { ...member.facts, ...left };
};
