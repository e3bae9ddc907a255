import { readBasket } from '../../checkout/index.ts';
import type { OccasionRecord, ReversalRecord } from '../../occasions/index.ts';
import type { Rulebook } from '../../promotions/index.ts';
import { creditedAgain, grantsAgain, leaveGiven, leavings, ofWhole, sumsOf, sumsText } from './recompute-record.ts';
import type { Again, CodeOf, Difference, RecordAgain } from './recompute-record.ts';

/** What the journal keeps of an occasion, as far as it is read here. */
export type OccasionKept = Pick<
  OccasionRecord,
  'is' | 'basket' | 'rulebook' | 'grants' | 'credits' | 'coupons' | 'stamps'
>;

/** What the journal keeps of an occasion's reversal, likewise. */
export type OccasionReversed = Pick<ReversalRecord, 'is' | 'original' | 'name' | 'reason' | 'by' | 'back'>;

/** Computes what an occasion brought a second time, and whether lots were made of all of it. One that nothing answers has brought nothing. */
export const recomputeOccasion = (rulebook: Rulebook, record: OccasionKept, codeOf: CodeOf): RecordAgain => {
  const { leave, notComputed } = leavings();
  const name = record.basket.occasion?.name ?? '';
  const answering = rulebook.occasions.get(name);
  const { grants, differences } = answering
    ? grantsAgain(rulebook, readBasket(record.basket), record, leave, answering)
    : { grants: record.grants.length, differences: ofWhole('rule', `it answers ${name}`, 'nothing answers it') };
  leaveGiven(record, leave);
  return {
    ...{ grants, discounts: 0, tookLess: false },
    differences: [...differences, ...creditedAgain(record, codeOf)],
    notComputed: notComputed(),
  };
};

/**
 * Whether a reversal took back all that its occasion had brought, no more and no less, and says of every point how it was got. Where there is no
 * such occasion, what it should have taken is not known: that does not come out, whatever it took.
 */
export const recomputeReversal = (
  occasion: OccasionKept | undefined,
  { back, original }: OccasionReversed,
  codeOf: CodeOf,
): Again => {
  const { leave, notComputed } = leavings();
  if (occasion?.is !== 'occasion')
    return { differences: ofWhole('books', 'occasion_reversal', placeText(original)), notComputed: notComputed() };
  leaveGiven(occasion, leave);
  const taken = sumsOf(back.map(({ walletType, points }) => [codeOf(walletType), points]));
  const brought = sumsOf(occasion.grants.map(({ wallet, points }) => [wallet, points]));
  const parts = sumsOf(
    back.map((one) => [
      codeOf(one.walletType),
      one.fromPending + one.fromBalance + one.owed + one.writtenOff + one.leftWithMember,
    ]),
  );
  const differences: Difference[] = [
    ...ofWhole('taken', sumsText(taken), sumsText(brought)),
    ...ofWhole('taken', `${sumsText(parts)} in parts`, `${sumsText(taken)} in parts`),
  ];
  return { differences, notComputed: notComputed() };
};

const placeText = ({ lane, seq }: OccasionReversed['original']): string => `${lane}/${seq} is no occasion`;
