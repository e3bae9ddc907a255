import type { Sheet } from '../../platform/lanes/index.ts';
import type { KeptOperation } from '../ledger/index.ts';
import { isoFromInstant } from '../../kernel/instant.ts';
import type { Actor } from '../../platform/audit.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Program } from '../programs/index.ts';
import { createTierSlot } from './create-tier-slot.ts';
import type { TierContent } from './definition.ts';
import { createMemberTiers } from './member-tier.ts';
import { readTier } from './operations/read-tier.ts';
import { publishDefinition } from './publish-definition.ts';
import { tiersSheets as sheets } from './store/sheets.ts';
import type { TierChangeRecord } from './tell-change.ts';
import type { TierDeps } from './tier-deps.ts';

/** The sheets of this room, behind those of members. */
export const tiersSheets = sheets as unknown as readonly Sheet<never, unknown>[];

/** What is told of a change. */
export type TierChanged = Omit<TierChangeRecord, 'is'> & {
  readonly operation: string;
  readonly member: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
};

export type Tiers = ReturnType<typeof createTiers>;

/** Makes the room. `read` is to be rehearsed. */
export function createTiers(deps: TierDeps) {
  const members = createMemberTiers(deps);
  return {
    /** Standings of members, to be asked and changed in batches of other rooms. */
    members,
    slot: createTierSlot(deps, members),
    read: readTier(deps, members),
    definitions: deps.definitions,
    publish: (
      program: Program,
      content: TierContent,
      more?: { readonly inForceFrom?: Instant | undefined; readonly version?: number | undefined; readonly by?: Actor },
    ) => publishDefinition(deps, program, content, more),
    /** A change as it is announced; undefined for an operation of another room. */
    presentKept(kept: KeptOperation): TierChanged | undefined {
      if (kept.kind !== 'tiers.change') return undefined;
      const { is: _, ...told } = kept.record as TierChangeRecord;
      const { lane, seq, owner, occurredAt, recordedAt } = kept;
      return {
        operation: deps.tokens.encode('op', lane, seq),
        member: deps.tokens.encode('mem', lane, owner),
        ...told,
        occurredAt: isoFromInstant(occurredAt),
        recordedAt: isoFromInstant(recordedAt),
      };
    },
  };
}
