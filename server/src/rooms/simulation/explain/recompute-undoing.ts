import { basketWithout } from '../../checkout/index.ts';
import type { PastEvent, PastUndoing, ReturnRecord, SaleRecord } from '../../checkout/index.ts';
import { adjudicate } from '../../promotions/index.ts';
import type { Basket, Rulebook } from '../../promotions/index.ts';
import type { PlainPaid } from '../recompute/paid-back.ts';
import { recomputeReturn } from '../recompute/recompute-return.ts';
import type { PlainDecision, PlainEvent, PlainReturn, PlainTaken } from '../recompute/recompute-return.ts';
import type { CodeOf } from './recompute-occasion.ts';
import { plainGrantsOf, plainOf, ruleAlways } from './recompute-record.ts';
import type { Difference } from './recompute-record.ts';

type Numbers = ReadonlyMap<number, bigint>;
/** A decision on points, and what decides the rest of its basket. */
type Deciding = { readonly plain: PlainDecision; readonly rulebook: Rulebook; readonly basket: Basket };

/**
 * Computes the last of what became of a receipt a second time: a return or a void from the sale's record, the frozen version and all that had come
 * back before; a rescore from the version that it asked for. What acts on the goods that stay is told by the version, and checked.
 */
export const recomputeUndoing = (
  rulebookOf: (rulebook: number) => Rulebook,
  { record, basket, order, events }: PastUndoing,
  codeOf: CodeOf,
): readonly Difference[] => {
  const sold = decidingOf(rulebookOf(record.rulebook), basket, record);
  let deciding = sold;
  const plain = events.map((event): PlainEvent => {
    if (event.is === 'return') return returnOf(deciding, event, codeOf);
    deciding = decidingOf(rulebookOf(event.record.rulebook), event.basket, event.record, event.before);
    return { is: 'decided', decision: deciding.plain, taken: takenOf(event, codeOf) };
  });
  return recomputeReturn(sold.plain, order && paidOf(record, order), plain);
};

const decidingOf = (
  rulebook: Rulebook,
  basket: Basket,
  { grants }: Pick<SaleRecord, 'grants'>,
  before?: Numbers,
): Deciding => ({
  ...{ rulebook, basket },
  plain: {
    receipt: {
      ...plainOf(basket),
      priced: basket.priced?.map(({ promotion, effect, perLine }) => ({
        ...{ promotion, perLine },
        rule: ruleAlways(rulebook, promotion, effect, basket.currency.decimals),
      })),
    },
    granted: plainGrantsOf(rulebook, grants, basket.currency.decimals),
    version: rulebook.content,
    before,
  },
});

const returnOf = (
  { rulebook, basket, plain }: Deciding,
  { record, back }: Extract<PastEvent, { is: 'return' }>,
  codeOf: CodeOf,
): PlainReturn => {
  const rest = basketWithout(basket, back);
  const isNothing = rest.lines.length === 0 || plain.granted.length === 0;
  return {
    is: 'return',
    back,
    ...(record.hasDrifted ? {} : { acts: isNothing ? [] : adjudicate(rulebook, rest).grants }),
    taken: record.back.map(takenFrom(codeOf)),
    regranted: record.regranted.map(({ walletType, points }) => ({
      wallet: codeOf(walletType),
      points: BigInt(points),
    })),
    restored: record.restored.map(({ wallet, points }) => ({ wallet, points: BigInt(points) })),
    refund: [...record.refund, ...(record.onto?.instead ?? [])].reduce((sum, { amount }) => sum + BigInt(amount), 0n),
    withheld: BigInt(record.withheld ?? 0),
  };
};

const takenOf = (event: Exclude<PastEvent, { is: 'return' }>, codeOf: CodeOf): PlainTaken[] =>
  event.is === 'claim' ? [] : event.record.back.map(takenFrom(codeOf));

const takenFrom =
  (codeOf: CodeOf) =>
  (one: ReturnRecord['back'][number]): PlainTaken => ({
    wallet: codeOf(one.walletType),
    points: BigInt(one.points),
    parts: BigInt(one.cancelled + one.taken + one.owed + one.writtenOff + one.recovered + one.forgiven),
    lost: BigInt(one.writtenOff + one.forgiven),
  });

const paidOf = ({ payments, tenders }: SaleRecord, order: string): PlainPaid => ({
  order,
  payments: payments.map(({ wallet, points, money, perLine, gift }) => ({
    ...{ wallet, points: BigInt(points), money: BigInt(money), isGiftCard: gift !== undefined },
    perLine: perLine.map(([line, one]) => [line, BigInt(one)] as const),
  })),
  tenders: tenders.map(({ kind, amount, outside }) => ({
    kind,
    amount: BigInt(amount),
    isOutside: outside !== undefined,
  })),
});
