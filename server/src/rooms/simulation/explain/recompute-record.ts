import { basketDecided, grantDrift } from '../../checkout/index.ts';
import type { ClaimRecord, ComparedGrant, SaleRecord } from '../../checkout/index.ts';
import { adjudicate, ruleOf } from '../../promotions/index.ts';
import type { Basket, CompiledRulebook, CouponGrant, Rulebook, StampGrant } from '../../promotions/index.ts';
import { recompute } from '../recompute/recompute.ts';
import { recomputeDiscounts } from '../recompute/recompute-discounts.ts';
import type {
  Difference as PlainDifference,
  LeaveOut,
  NotComputed,
  PlainGrant,
  PlainRule,
} from '../recompute/receipt.ts';

/** Something that does not come out; `drift`: the engine does not give by the frozen version what was recorded. */
export type Difference = Omit<PlainDifference, 'what'> & { readonly what: PlainDifference['what'] | 'drift' };

export type RecordAgain = {
  readonly grants: number;
  readonly discounts: number;
  /** The till took less off than was decided. */
  readonly tookLess: boolean;
} & Again;

/** What came of one operation: what does not come out, and, each once, why something of it was not computed. */
export type Again = { readonly differences: readonly Difference[]; readonly notComputed: readonly NotComputed[] };

/** The code of a wallet type by its number. */
export type CodeOf = (walletType: number) => string;

/** Notes why something was left out, each once. */
export const leavings = (): { readonly leave: LeaveOut; readonly notComputed: () => readonly NotComputed[] } => {
  const whys = new Set<NotComputed>();
  return { leave: (why) => void whys.add(why), notComputed: () => [...whys].sort() };
};

/** Coupons and stamps are given by promotions too, and are not computed. */
export const leaveGiven = (
  { coupons = [], stamps = [] }: { readonly coupons?: readonly CouponGrant[]; readonly stamps?: readonly StampGrant[] },
  leave: LeaveOut,
): void => {
  if (coupons.length > 0) leave('coupons');
  if (stamps.length > 0) leave('stamps');
};

/** The facts of a basket as the independent computation takes them. */
export const plainOf = ({ lines, member, spent, rooms, priced, occasion }: Basket) => ({
  ...{ lines, spent, rooms, priced },
  counters: member?.counters,
  told: occasion?.attributes,
});

/** Grants as a record keeps them, with the rules of the version. */
export const plainGrantsOf = (rulebook: CompiledRulebook, kept: SaleRecord['grants'], money = 2): PlainGrant[] =>
  kept.map((grant) => ({
    ...{ promotion: grant.promotion, version: grant.version, walletType: grant.wallet, points: BigInt(grant.points) },
    perLine: grant.perLine.map(([line, points]) => [line, BigInt(points)] as const),
    derivation: {
      rule: ruleAlways(rulebook, grant.promotion, grant.effect, money),
      ...(grant.uncapped !== undefined && { uncapped: grant.uncapped }),
    },
  }));

/**
 * Computes what a recorded sale or claim gave and took off a second time: points from the derivations that facts and frozen version give,
 * prices from the frozen version; and whether lots were made of all of it. Where the engine gives something else than was recorded, the
 * record itself is computed again too. Who may not earn was given nothing.
 */
export const recomputeRecord = (rulebook: Rulebook, record: SaleRecord | ClaimRecord, codeOf: CodeOf): RecordAgain => {
  const { leave, notComputed } = leavings();
  const basket = basketDecided(record);
  const isClaim = 'buyer' in record;
  // What a claim finds has its prices since the sale, where they are computed.
  const priced = isClaim ? [] : (basket.priced ?? []);
  const off =
    priced.length === 0
      ? { differences: [], tookLess: false }
      : recomputeDiscounts(
          basket,
          priced.map(({ promotion, effect, perLine }) => ({
            ...{ promotion, perLine },
            rule: ruleAlways(rulebook, promotion, effect, basket.currency.decimals),
          })),
          rulebook.content,
          leave,
        );
  const { grants, differences } = earnsOn(record, basket)
    ? grantsAgain(rulebook, basket, record, leave)
    : { grants: record.grants.length, differences: record.grants.map(ofNobody) };
  leaveGiven(record, leave);
  if (!isClaim && record.gifts !== undefined && record.gifts.length > 0) leave('gifts');
  return {
    grants,
    discounts: priced.filter(({ perLine }) => perLine.length > 0).length,
    tookLess: off.tookLess,
    differences: [...off.differences, ...differences, ...creditedAgain(record, codeOf)],
    notComputed: notComputed(),
  };
};

/**
 * Whether anything could be earned on a receipt: whose card may not earn is known, and no fact of the basket; of a receipt that came back whole
 * before its claim nothing is left.
 */
export const earnsOn = (record: SaleRecord | ClaimRecord, basket: Basket): boolean =>
  'buyer' in record ? basket.lines.length > 0 : record.member !== undefined && record.basket.member !== undefined;

const ofNobody = ({ promotion, effect, points, wallet }: SaleRecord['grants'][number]): Difference => ({
  ...{ promotion, effect, what: 'points', told: `${points} ${wallet}`, computed: 'nothing is earned on it' },
});

/** Points by wallet. */
export const sumsOf = (parts: readonly (readonly [wallet: string, points: number])[]): ReadonlyMap<string, bigint> => {
  const sums = new Map<string, bigint>();
  for (const [wallet, points] of parts) sums.set(wallet, (sums.get(wallet) ?? 0n) + BigInt(points));
  return sums;
};

/** Sums as text, without what is nothing. */
export const sumsText = (sums: ReadonlyMap<string, bigint>): string =>
  [...sums]
    .filter(([, points]) => points !== 0n)
    .map(([wallet, points]) => `${points} ${wallet}`)
    .sort()
    .join(', ');

/** A difference of a whole operation, where there is one. */
export const ofWhole = (what: Difference['what'], told: string, computed: string): readonly Difference[] =>
  told === computed ? [] : [{ promotion: '', effect: 0, what, told, computed }];

/** Whether lots were made of all that was granted, by wallet. */
export const creditedAgain = (
  { grants, credits }: Pick<SaleRecord, 'grants' | 'credits'>,
  codeOf: CodeOf,
): readonly Difference[] => {
  const credited = sumsOf(credits.map(({ walletType, points }) => [codeOf(walletType), points]));
  const granted = sumsOf(grants.map(({ wallet, points }) => [wallet, points]));
  return ofWhole('credited', sumsText(credited), sumsText(granted));
};

/** The points of a decision again. `deciding` is what decides, where that is a part of the rulebook. */
export const grantsAgain = (
  rulebook: Rulebook,
  basket: Basket,
  { grants: kept }: Pick<SaleRecord, 'grants'>,
  leave: LeaveOut,
  deciding: CompiledRulebook = rulebook,
): { readonly grants: number; readonly differences: readonly Difference[] } => {
  const { grants } = adjudicate(deciding, basket);
  const recorded = plainGrantsOf(deciding, kept, basket.currency.decimals);
  const drift = driftOf(grants, recorded);
  const again = recompute(plainOf(basket), drift === undefined ? grants : recorded, rulebook.content, leave);
  return { grants: kept.length, differences: drift === undefined ? again : [drift, ...again] };
};

/** What the engine gives otherwise than it was recorded; undefined where that is the same, grant by grant. */
export const driftOf = (now: readonly PlainGrant[], then: readonly PlainGrant[]): Difference | undefined => {
  const drift = grantDrift(now.map(comparedOf), then.map(comparedOf));
  if (drift === undefined) return undefined;
  const { promotion, derivation } = (then[drift.at] ?? now[drift.at])!;
  const [told, computed] = [drift.told ?? 'nothing', drift.computed ?? 'nothing'];
  return { promotion, effect: derivation.rule.effect, what: 'drift', told, computed };
};

const comparedOf = ({ walletType, derivation: { rule, uncapped }, ...grant }: PlainGrant): ComparedGrant => ({
  ...grant,
  ...{ wallet: walletType, effect: rule.effect },
  ...(uncapped !== undefined && { uncapped }),
});

/** The rule of an effect; of one that the version does not have, one that nothing comes out of. */
export const ruleAlways = (rulebook: CompiledRulebook, promotion: string, effect: number, money = 2): PlainRule =>
  ruleOf(rulebook, promotion, effect) ?? {
    ...{ effect, kind: 'none', version: 0, params: {} },
    decimals: { money, points: 0 },
  };
