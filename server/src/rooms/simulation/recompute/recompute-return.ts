import { goodsHold } from './goods-conditions.ts';
import { baseOf, counted, giveAgain } from './give-again.ts';
import type { Params } from './give-again.ts';
import { contendsForLines } from './limits.ts';
import type { PlainPromotion, PlainVersion } from './limits.ts';
import { paidBack, tenderName } from './paid-back.ts';
import type { PaidBack, PlainPaid } from './paid-back.ts';
import type { Difference, LeaveOut, PlainGrant, What } from './receipt.ts';
import { recompute } from './recompute.ts';
import { NOTHING_BACK, partBack, pricesThatStay, withoutBack } from './what-stays.ts';
import type { Back, SoldReceipt } from './what-stays.ts';

/** A decision on the points of a receipt: its facts, what was recorded, the frozen version, and what had come back already by then. */
export type PlainDecision = {
  readonly receipt: SoldReceipt;
  readonly granted: readonly PlainGrant[];
  readonly version: PlainVersion;
  readonly before?: Back | undefined;
};

/** How the points of a wallet type were got back: `parts` are all ways together, `lost` those that were written off or left. */
export type PlainTaken = {
  readonly wallet: string;
  readonly points: bigint;
  readonly parts: bigint;
  readonly lost: bigint;
};

/** A return or a void as its record tells it. */
export type PlainReturn = {
  readonly is: 'return';
  /** All that has come back with it and before it. */
  readonly back: Back;
  /** What of the frozen version acts on what stays, as it is told; absent where the version gives the recorded grants no more. */
  readonly acts?: readonly PlainGrant[] | undefined;
  readonly taken: readonly PlainTaken[];
  readonly regranted: readonly { readonly wallet: string; readonly points: bigint }[];
  readonly restored: readonly { readonly wallet: string; readonly points: bigint }[];
  readonly refunds: readonly { readonly kind: string; readonly amount: bigint; readonly isOutside: boolean }[];
  /** Kept for discounts that ended, by all returns so far. */
  readonly withheld: bigint;
};

/** What became of a receipt, in order: its points were decided anew, by a claim or a rescore, or goods came back. */
export type PlainEvent =
  | {
      readonly is: 'decided';
      readonly decision: PlainDecision;
      readonly taken: readonly PlainTaken[];
      /** Of a rescore: what each wallet type had of the receipt before, and has now, as it is told. */
      readonly moved?: readonly (readonly [wallet: string, before: bigint, after: bigint])[] | undefined;
    }
  | PlainReturn;

type Sums = ReadonlyMap<string, bigint>;
type Differ = (what: What, told: string, computed: string) => void;

const sumsOf = (grants: readonly PlainGrant[]): Sums => {
  const sums = new Map<string, bigint>();
  for (const { walletType, points } of grants) sums.set(walletType, (sums.get(walletType) ?? 0n) + points);
  return sums;
};

const totalOf = (sums: Sums): bigint => [...sums.values()].reduce((all, one) => all + one, 0n);

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/**
 * Computes the last return of a receipt again, from the sale's record, the frozen version, and the set of all that came back before it: what acts
 * on the goods that stay and what that gives; what of the granted points stays with the member, never more than was granted; what was taken
 * back, or given again, by the difference to the return before it; what came back of points that had paid, and of money. Tells what is not as
 * the record has it; `leave` what was not computed, or is held against a bound only.
 */
export const recomputeReturn = (
  sold: PlainDecision,
  paid: PlainPaid | undefined,
  events: readonly PlainEvent[],
  leave: LeaveOut = () => {},
): readonly Difference[] => {
  const differences: Difference[] = [];
  let decision = sold;
  let kept = sumsOf(sold.granted);
  const lost = new Map<string, bigint>();
  const restored = new Map<string, bigint>();
  const refunded = new Map<string, bigint>();
  for (const [i, event] of events.entries()) {
    const isLast = i === events.length - 1;
    const differ: Differ = (what, told, computed) => {
      if (isLast && told !== computed) differences.push({ promotion: '', effect: 0, what, told, computed });
    };
    const before = kept;
    if (event.is === 'decided') {
      decision = event.decision;
      kept = sumsOf(decision.granted);
      // A claim finds nothing that anybody had; a rescore books the difference, and tells no more than what it took back.
      fold(before, kept, { taken: event.taken }, lost, differ);
      for (const [wallet, was, now] of event.moved ?? [])
        differ(
          'taken',
          `${wallet} from ${was} to ${now}`,
          `${wallet} from ${before.get(wallet) ?? 0n} to ${kept.get(wallet) ?? 0n}`,
        );
      if (isLast) differences.push(...againstGranted(decision, leave));
      continue;
    }
    if (isLast) differences.push(...againstActing(decision, event, leave));
    kept = keptOf(decision, event);
    const wallets = new Map([...kept.keys()].map((wallet) => [wallet, before.get(wallet) ?? 0n]));
    fold(wallets, kept, event, lost, differ);
    for (const { wallet, points } of event.restored) restored.set(wallet, (restored.get(wallet) ?? 0n) + points);
    for (const { kind, amount, isOutside } of event.refunds) {
      const tender = tenderName(kind, isOutside);
      refunded.set(tender, (refunded.get(tender) ?? 0n) + amount);
    }
    if (paid && isLast) comparePaid(sold, paid, event, { restored, refunded }, { differ, leave });
  }
  return differences;
};

/** What stays with the member: the lesser of what was granted and what acts on the rest; where the version drifted, each line's part of it. */
const keptOf = ({ receipt, granted, before = NOTHING_BACK }: PlainDecision, { back, acts }: PlainReturn): Sums => {
  const sums = sumsOf(granted);
  if (acts !== undefined) {
    const now = sumsOf(acts);
    return new Map([...sums].map(([wallet, points]) => [wallet, least(points, now.get(wallet) ?? 0n)]));
  }
  const quantities = new Map(withoutBack(receipt, before).lines.map((line) => [line.line, line.quantity]));
  const kept = new Map<string, bigint>();
  for (const { walletType, points, perLine } of granted) {
    const gone = perLine.reduce((all, [line, part]) => {
      const came = back.has(line) ? (back.get(line) ?? 0n) - (before.get(line) ?? 0n) : undefined;
      return all + partBack(part, came, quantities.get(line) ?? 0n);
    }, 0n);
    kept.set(walletType, (kept.get(walletType) ?? 0n) + points - gone);
  }
  return kept;
};

/** Compares what was taken and given again with the difference of what stays, and notes what is lost meanwhile: it is not given twice. */
const fold = (
  was: Sums,
  now: Sums,
  { taken, regranted }: Pick<PlainReturn, 'taken'> & Partial<Pick<PlainReturn, 'regranted'>>,
  lost: Map<string, bigint>,
  differ: Differ,
): void => {
  const told = [...taken, ...(regranted ?? [])].map((one) => one.wallet);
  for (const wallet of new Set([...was.keys(), ...now.keys(), ...told])) {
    const [before, after] = [was.get(wallet) ?? 0n, now.get(wallet) ?? 0n];
    const own = taken.filter((one) => one.wallet === wallet);
    const points = own.reduce((sum, one) => sum + one.points, 0n);
    const parts = own.reduce((sum, one) => sum + one.parts, 0n);
    differ('taken', `${points} ${wallet}`, `${before > after ? before - after : 0n} ${wallet}`);
    differ('taken', `${parts} ${wallet} in parts`, `${points} ${wallet} in parts`);
    const gone = lost.get(wallet) ?? 0n;
    const madeGood = after > before ? least(after - before, gone) : 0n;
    const again = regranted?.reduce((sum, one) => (one.wallet === wallet ? sum + one.points : sum), 0n);
    if (again !== undefined)
      differ('regranted', `${again} ${wallet}`, `${after > before ? after - before - madeGood : 0n} ${wallet}`);
    lost.set(wallet, gone - madeGood + own.reduce((sum, one) => sum + one.lost, 0n));
  }
};

/** What a later decision granted, computed again: for what had not come back by then. */
const againstGranted = (
  { receipt, granted, version, before = NOTHING_BACK }: PlainDecision,
  leave: LeaveOut,
): readonly Difference[] => {
  const left = withoutBack(receipt, before);
  const prices = pricesThatStay(left, version);
  if (prices !== undefined) return recompute(prices.receipt, granted, version, leave);
  leave('expression');
  return [];
};

/** The grants of what stays, computed again, and whether those that acted on the sale act still as their conditions on goods say. */
const againstActing = (
  decision: PlainDecision,
  { back, acts }: PlainReturn,
  leave: LeaveOut,
): readonly Difference[] => {
  if (acts === undefined) {
    leave('drifted');
    return [];
  }
  const { version, granted } = decision;
  const left = withoutBack(decision.receipt, back);
  if (left.lines.length === 0) {
    const [first] = acts;
    return first ? [difference(first, 'acts', 'it acts', 'nothing is left')] : [];
  }
  const prices = pricesThatStay(left, version);
  // Prices that hang on what only the engine reads are taken as they are: then nothing that follows is exact.
  if (prices === undefined) {
    leave('expression');
    return [];
  }
  const rest = prices.receipt;
  const differences = [...recompute(rest, acts, version, leave)];
  for (const grant of acts) {
    const goods = goodsOf(grant, version, rest);
    if (goods === 'unknown') leave('conditions');
    if (goods === 'fails')
      differences.push(difference(grant, 'acts', 'it acts', 'its conditions on goods do not hold'));
  }
  const isTold = ({ promotion, derivation: { rule } }: PlainGrant): boolean =>
    acts.some((one) => one.promotion === promotion && one.derivation.rule.effect === rule.effect);
  for (const grant of granted) {
    if (isTold(grant)) continue;
    const goods = goodsOf(grant, version, rest);
    if (goods === 'fails') continue;
    const gives = givesOf(grant, acts, version, rest);
    if (gives === 0n) continue;
    if (goods === 'unknown') leave('conditions');
    else if (gives === undefined || !isAlone(version, grant.promotion)) leave('silence');
    else differences.push(difference(grant, 'acts', 'it acts no more', 'its conditions hold, and it gives something'));
  }
  return differences;
};

const difference = ({ promotion, derivation }: PlainGrant, what: What, told: string, computed: string): Difference => ({
  ...{ promotion, effect: derivation.rule.effect, what, told, computed },
});

const promotionOf = (version: PlainVersion, code: string): PlainPromotion | undefined =>
  version.promotions.find((one) => one.code === code);

/** Of what acted on prices too the conditions were asked at another turn. */
const goodsOf = (grant: PlainGrant, version: PlainVersion, rest: SoldReceipt) => {
  const promotion = promotionOf(version, grant.promotion);
  const isPriced = rest.priced?.some((one) => one.promotion === grant.promotion);
  return promotion === undefined || isPriced === true
    ? 'unknown'
    : goodsHold(promotion, rest.lines, grant.derivation.rule.decimals.money);
};

/** What it gives for what stays; undefined where that is not known. */
const givesOf = (
  grant: PlainGrant,
  acts: readonly PlainGrant[],
  version: PlainVersion,
  rest: SoldReceipt,
): bigint | undefined => {
  const { rule } = grant.derivation;
  const params = rule.params as Params;
  const amounts = counted(rest, params, baseOf(rule.kind, params), rule.decimals.money);
  // A multiplier of nothing gives nothing; of what acts nobody tells what came before it.
  if (rule.kind === 'multiplier') return acts.some((one) => one.walletType === grant.walletType) ? undefined : 0n;
  return giveAgain(rest, grant, [], amounts, version)?.points;
};

/** Nothing but its own conditions can have kept the promotion out: no group, limit, cap that rejects, or other promotion. */
const isAlone = (version: PlainVersion, code: string): boolean => {
  const promotion = promotionOf(version, code);
  if (promotion === undefined) return false;
  const { group, limits, funding, effects, excludes = [] } = promotion;
  const isFree = group === undefined && limits === undefined && funding === undefined && excludes.length === 0;
  return (
    isFree &&
    (version.caps ?? []).length === 0 &&
    effects.every(({ overCap }) => overCap !== 'reject') &&
    !contendsForLines(version, promotion) &&
    version.promotions.every(
      ({ stop, stacking, excludes: out = [] }) => !stop && stacking !== 'never' && !out.includes(code),
    )
  );
};

/**
 * Points that had paid and money: in all returns so far what goes with what came back, to whoever had paid it, less what is kept for discounts that
 * ended. Out of which tender that is kept is not computed, but that it is no other company's.
 */
const comparePaid = (
  { receipt, version }: PlainDecision,
  paid: PlainPaid,
  { back, withheld }: PlainReturn,
  told: { readonly restored: Sums; readonly refunded: Sums },
  { differ, leave }: { readonly differ: Differ; readonly leave: LeaveOut },
): void => {
  const due: PaidBack = paidBack(receipt.lines, paid, back);
  for (const wallet of new Set([...due.points.keys(), ...told.restored.keys()]))
    differ('restored', `${told.restored.get(wallet) ?? 0n} ${wallet}`, `${due.points.get(wallet) ?? 0n} ${wallet}`);
  const outside = new Set(paid.tenders.filter((one) => one.isOutside).map(({ kind }) => tenderName(kind, true)));
  let isOther = false;
  for (const tender of new Set([...due.money.keys(), ...told.refunded.keys()])) {
    const [is, most] = [told.refunded.get(tender) ?? 0n, due.money.get(tender) ?? 0n];
    if (is === most || (withheld > 0n && is < most && !outside.has(tender))) continue;
    differ('refund', `${is} ${tender}`, `${most} ${tender}`);
    isOther = true;
  }
  if (!isOther) differ('refund', `${totalOf(told.refunded) + withheld} in all`, `${totalOf(due.money)} in all`);
  const left = withoutBack(receipt, back);
  const most = left.lines.length === 0 ? 0n : pricesThatStay(left, version)?.ended;
  if (withheld > 0n) leave('withheld');
  if (most === undefined && withheld > 0n) leave('expression');
  if (most !== undefined && withheld > most) differ('refund', `${withheld} kept`, `no more than ${most} kept`);
};
