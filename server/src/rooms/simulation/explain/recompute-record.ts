import { basketDecided } from '../../checkout/index.ts';
import type { ClaimRecord, SaleRecord } from '../../checkout/index.ts';
import { adjudicate, ruleOf } from '../../promotions/index.ts';
import type { Basket, CompiledRulebook, Grant, Rulebook } from '../../promotions/index.ts';
import { recompute } from '../recompute/recompute.ts';
import { recomputeDiscounts } from '../recompute/recompute-discounts.ts';
import type { Difference as PlainDifference, PlainGrant, PlainRule } from '../recompute/receipt.ts';

/** Something that does not come out; `drift`: the engine does not give by the frozen version what was recorded. */
export type Difference = Omit<PlainDifference, 'what'> & { readonly what: PlainDifference['what'] | 'drift' };

export type RecordAgain = {
  readonly grants: number;
  readonly discounts: number;
  /** The till took less off than was decided. */
  readonly tookLess: boolean;
  readonly differences: readonly Difference[];
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
 * prices from the frozen version. Where the engine gives something else than was recorded, the record itself is computed again too.
 */
export const recomputeRecord = (rulebook: Rulebook, record: SaleRecord | ClaimRecord): RecordAgain => {
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
        );
  // Whose card may not earn is known, and no fact of the basket.
  const { grants, differences } =
    isClaim || (record.member !== undefined && record.basket.member !== undefined)
      ? grantsAgain(rulebook, basket, record)
      : { grants: 0, differences: [] };
  return {
    grants,
    discounts: priced.filter(({ perLine }) => perLine.length > 0).length,
    tookLess: off.tookLess,
    differences: [...off.differences, ...differences],
  };
};

/** The points of a decision again. `deciding` is what decides, where that is a part of the rulebook. */
export const grantsAgain = (
  rulebook: Rulebook,
  basket: Basket,
  { grants: kept }: Pick<SaleRecord, 'grants'>,
  deciding: CompiledRulebook = rulebook,
): Pick<RecordAgain, 'grants' | 'differences'> => {
  const { grants } = adjudicate(deciding, basket);
  const recorded = plainGrantsOf(deciding, kept, basket.currency.decimals);
  const drift = driftOf(grants, recorded);
  const again = recompute(plainOf(basket), drift === undefined ? grants : recorded, rulebook.content);
  return { grants: kept.length, differences: drift === undefined ? again : [drift, ...again] };
};

const driftOf = (now: readonly Grant[], then: readonly PlainGrant[]): Difference | undefined => {
  const [is, was] = [now.map(grantText), then.map(grantText)];
  for (let i = 0; i < Math.max(is.length, was.length); i++) {
    if (is[i] === was[i]) continue;
    const { promotion, derivation } = (then[i] ?? now[i]) as PlainGrant;
    const [told, computed] = [was[i] ?? 'nothing', is[i] ?? 'nothing'];
    return { promotion, effect: derivation.rule.effect, what: 'drift', told, computed };
  }
  return undefined;
};

const grantText = ({ promotion, version, walletType, points, perLine, derivation: { rule, uncapped } }: PlainGrant) =>
  `${promotion}/${version}/${rule.effect} ${points} ${walletType} (${perLine.map((part) => part.join(':')).join(' ')})` +
  (uncapped === undefined ? '' : ` of ${uncapped}`);

/** The rule of an effect; of one that the version does not have, one that nothing comes out of. */
export const ruleAlways = (rulebook: CompiledRulebook, promotion: string, effect: number, money = 2): PlainRule =>
  ruleOf(rulebook, promotion, effect) ?? {
    ...{ effect, kind: 'none', version: 0, params: {} },
    decimals: { money, points: 0 },
  };
