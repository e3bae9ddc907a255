import type { KeptOperation } from '../ledger/index.ts';
import { OCCASION_KIND, type OccasionRecord } from './occasion.ts';
import type { OccasionDeps } from './occasion-deps.ts';
import { presentOccasion, type OccasionAnswer } from './present.ts';
import { tellOccasion } from './tell-occasion.ts';

/** The room: what is told is submitted, a quote rehearsed. */
export function createOccasions(deps: OccasionDeps) {
  return {
    tell: tellOccasion(deps),
    quote: tellOccasion(deps, 'quote'),
    /** The answer to an operation of this room as it was given, without codes of coupons; undefined for one of another room. */
    presentKept(kept: KeptOperation): OccasionAnswer | undefined {
      if (kept.kind !== OCCASION_KIND) return undefined;
      const { lane, seq, recordedAt, record } = kept;
      return presentOccasion(deps, record as OccasionRecord, { lane, seq, recordedAt, repeated: false });
    },
  };
}

export type Occasions = ReturnType<typeof createOccasions>;
