import { readBasket } from '../../checkout/index.ts';
import type { OccasionRecord } from '../../occasions/index.ts';
import type { Rulebook } from '../../promotions/index.ts';
import { grantsAgain, type Difference, type RecordAgain } from './recompute-record.ts';

/** What the journal keeps of an occasion, as far as it is read here. */
export type OccasionKept = Pick<
  OccasionRecord,
  'is' | 'basket' | 'rulebook' | 'grants' | 'credits' | 'coupons' | 'stamps'
>;

/** What the journal keeps of an occasion's reversal, likewise. */
export type OccasionReversed = {
  readonly is: 'occasion_reversal';
  readonly original: { readonly lane: number; readonly seq: string };
  readonly name: string;
  readonly reason: string;
  readonly by: string;
  readonly back: readonly {
    readonly walletType: number;
    readonly points: number;
    readonly fromPending: number;
    readonly fromBalance: number;
    readonly owed: number;
    readonly writtenOff: number;
    readonly leftWithMember: number;
  }[];
};

/** The code of a wallet type by its number. */
export type CodeOf = (walletType: number) => string;

const sumsOf = (parts: readonly (readonly [wallet: string, points: number])[]): ReadonlyMap<string, bigint> => {
  const sums = new Map<string, bigint>();
  for (const [wallet, points] of parts) sums.set(wallet, (sums.get(wallet) ?? 0n) + BigInt(points));
  return sums;
};

const textOf = (sums: ReadonlyMap<string, bigint>): string =>
  [...sums]
    .filter(([, points]) => points !== 0n)
    .map(([wallet, points]) => `${points} ${wallet}`)
    .sort()
    .join(', ');

const ofNone = (what: Difference['what'], told: string, computed: string): readonly Difference[] =>
  told === computed ? [] : [{ promotion: '', effect: 0, what, told, computed }];

/** Computes what an occasion brought a second time, and whether lots were made of all of it. */
export const recomputeOccasion = (rulebook: Rulebook, record: OccasionKept, codeOf: CodeOf): RecordAgain => {
  const answering = rulebook.occasions.get(record.basket.occasion?.name ?? '');
  const { grants, differences } = grantsAgain(rulebook, readBasket(record.basket), record, answering);
  const credited = sumsOf(record.credits.map(({ walletType, points }) => [codeOf(walletType), points]));
  const granted = sumsOf(record.grants.map(({ wallet, points }) => [wallet, points]));
  return {
    ...{ grants, discounts: 0, tookLess: false },
    differences: [...differences, ...ofNone('credited', textOf(credited), textOf(granted))],
  };
};

/** Whether a reversal took back all that its occasion had brought, no more and no less, and says of every point how it was got. */
export const recomputeReversal = (
  occasion: OccasionKept | undefined,
  { back }: OccasionReversed,
  codeOf: CodeOf,
): readonly Difference[] => {
  const taken = sumsOf(back.map(({ walletType, points }) => [codeOf(walletType), points]));
  const brought = sumsOf((occasion?.grants ?? []).map(({ wallet, points }) => [wallet, points]));
  const parts = sumsOf(
    back.map((one) => [
      codeOf(one.walletType),
      one.fromPending + one.fromBalance + one.owed + one.writtenOff + one.leftWithMember,
    ]),
  );
  return [
    ...ofNone('taken', textOf(taken), textOf(brought)),
    ...ofNone('taken', `${textOf(parts)} in parts`, `${textOf(taken)} in parts`),
  ];
};
