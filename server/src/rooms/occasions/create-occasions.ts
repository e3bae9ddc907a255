import type { KeptOperation } from '../ledger/index.ts';
import { OCCASION_KIND, type OccasionRecord } from './occasion.ts';
import type { OccasionDeps } from './occasion-deps.ts';
import { presentOccasion, type OccasionAnswer } from './present.ts';
import { presentReversal, type ReversalAnswer } from './present-reversal.ts';
import { foreseeReversal, REVERSAL_KIND, reverseOccasion, type ReversalRecord } from './reverse-occasion.ts';
import { tellOccasion } from './tell-occasion.ts';

type Tail<T extends readonly unknown[]> = T extends readonly [unknown, ...infer Rest] ? Rest : never;

/** The room: what is told is submitted, a quote rehearsed. */
export function createOccasions(deps: OccasionDeps) {
  return {
    tell: tellOccasion(deps),
    quote: tellOccasion(deps, 'quote'),
    reverse: reverseOccasion(deps),
    /** What a reversal would take back. */
    foreseeReversal: (...[look, input]: Tail<Parameters<typeof foreseeReversal>>) => foreseeReversal(deps, look, input),
    /** The answer to an operation of this room as it was given, without codes of coupons; undefined for one of another room. */
    presentKept(kept: KeptOperation): OccasionAnswer | ReversalAnswer | undefined {
      const { kind, lane, seq, recordedAt, record } = kept;
      const booked = { lane, seq, recordedAt, repeated: false };
      if (kind === REVERSAL_KIND) return presentReversal(deps, record as ReversalRecord, booked);
      return kind === OCCASION_KIND ? presentOccasion(deps, record as OccasionRecord, booked) : undefined;
    },
  };
}

export type Occasions = ReturnType<typeof createOccasions>;
