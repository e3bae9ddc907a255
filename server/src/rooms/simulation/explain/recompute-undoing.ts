import { basketWithout } from '../../checkout/index.ts';
import type { PastEvent, PastUndoing, RescoreRecord, ReturnRecord, SaleRecord } from '../../checkout/index.ts';
import { adjudicate } from '../../promotions/index.ts';
import type { Basket, Rulebook } from '../../promotions/index.ts';
import type { PlainPaid } from '../recompute/paid-back.ts';
import { recomputeReturn } from '../recompute/recompute-return.ts';
import type { PlainDecision, PlainEvent, PlainReturn, PlainTaken } from '../recompute/recompute-return.ts';
import { driftOf, leaveGiven, leavings, ofWhole, plainGrantsOf, plainOf, ruleAlways } from './recompute-record.ts';
import type { Again, CodeOf, Difference } from './recompute-record.ts';

type Numbers = ReadonlyMap<number, bigint>;
/** A decision on points, and what decides the rest of its basket. */
type Deciding = { readonly plain: PlainDecision; readonly rulebook: Rulebook; readonly basket: Basket };

/**
 * Computes the last of what became of a receipt a second time: a return or a void from the sale's record, the frozen version and all that had come
 * back before; a rescore from the version that it asked for. What acts on the goods that stay is told by the version, and checked. Whether the
 * version gives the recorded grants still is asked again: a return that says otherwise than it is found is a difference.
 */
export const recomputeUndoing = (
  rulebookOf: (rulebook: number) => Rulebook,
  { record, basket, order, events }: PastUndoing,
  codeOf: CodeOf,
): Again => {
  const { leave, notComputed } = leavings();
  const sold = decidingOf(rulebookOf(record.rulebook), basket, record);
  let deciding = sold;
  const plain = events.map((event): PlainEvent => {
    if (event.is === 'return') return returnOf(deciding, event, codeOf);
    deciding = decidingOf(rulebookOf(event.record.rulebook), event.basket, event.record, event.before);
    return {
      ...{ is: 'decided', decision: deciding.plain, taken: takenOf(event, codeOf) },
      ...(event.is === 'rescore' && { moved: event.record.points.map(movedOf) }),
    };
  });
  const last = events.at(-1);
  const paid = order && paidOf(record, order);
  // A return takes back of these what stays does not give.
  if (last?.is === 'return') {
    leaveGiven(record, leave);
    for (const event of events) if (event.is === 'claim') leaveGiven(event.record, leave);
  }
  const differences = [
    ...(last === undefined ? [] : last.is === 'return' ? ofReturn(deciding, last, paid) : ofDecision(deciding)),
    ...recomputeReturn(sold.plain, paid, plain, leave),
  ];
  return { differences, notComputed: notComputed() };
};

const movedOf = ([wallet, before, after]: RescoreRecord['points'][number]) =>
  [wallet, BigInt(before), BigInt(after)] as const;

/** Of what is not numbered by versions: a return holds the grants against the version, whatever they call themselves. */
const unnumbered = <Kept extends { readonly version?: number | undefined }>(grants: readonly Kept[]) =>
  grants.map((grant) => ({ ...grant, version: undefined }));

/** What the version gives for the goods of its decision now, if that is not what was granted then. */
const driftNow = ({ rulebook, basket, plain }: Deciding): Difference | undefined => {
  const left = basketWithout(basket, plain.before ?? NOTHING_BACK);
  const now = left.lines.length === 0 ? [] : adjudicate(rulebook, left).grants;
  return driftOf(unnumbered(now), unnumbered(plain.granted));
};

/**
 * Whether a return stands on what it says. It goes by the version where that gives the grants of the receipt's decision still, and shares these
 * out by lines where it does not, which it tells; of no grants there is nothing that could have drifted.
 */
const ofReturn = (
  deciding: Deciding,
  { record }: Extract<PastEvent, { is: 'return' }>,
  paid: PlainPaid | undefined,
): readonly Difference[] => {
  const hasDrifted = record.hasDrifted === true;
  const drift = deciding.plain.granted.length === 0 ? undefined : driftNow(deciding);
  const found = drift === undefined ? 'as it was granted' : `${drift.computed}, granted was ${drift.told}`;
  return [
    ...((drift !== undefined) === hasDrifted
      ? []
      : ofWhole('drift', hasDrifted ? 'not as it was granted any more' : 'as it was granted', found)),
    // Without it neither points that had paid nor money would be compared.
    ...(paid === undefined ? ofWhole('books', record.is, 'nothing says who is paid back first') : []),
  ];
};

/** Whether the version gives what a claim or a rescore has granted by it. */
const ofDecision = (deciding: Deciding): readonly Difference[] => {
  const drift = driftNow(deciding);
  return drift === undefined ? [] : [drift];
};

const NOTHING_BACK: Numbers = new Map();

/** Of a return, void or rescore that its receipt does not list, which nothing can be decided of: nothing is right because it cannot be computed. */
export const notAmongIts = (is: string): readonly Difference[] =>
  ofWhole('books', is, 'not among what became of its receipt');

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
    refunds: [...record.refund, ...(record.onto?.instead ?? [])].map(({ kind, amount, outside }) => ({
      ...{ kind, amount: BigInt(amount), isOutside: outside !== undefined },
    })),
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
