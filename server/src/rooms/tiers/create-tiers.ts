import type { Sheet } from '../../platform/lanes/index.ts';
import type { KeptOperation } from '../ledger/index.ts';
import { isoFromInstant } from '../../kernel/instant.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import type { Actor } from '../../platform/audit.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Program } from '../programs/index.ts';
import { createTierSlot } from './create-tier-slot.ts';
import { thresholdsOf } from './check-definition.ts';
import type { TierContent } from './definition.ts';
import { loosenedTiers, type LooserTier } from './looser-tiers.ts';
import { createMemberTiers } from './member-tier.ts';
import { readTier } from './operations/read-tier.ts';
import { prepareTiers, publishDefinition } from './publish-definition.ts';
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
    /** What new rules would loosen, and whether they are the program's first. Refuses what publishing them does; none where they are published. */
    async foresee(
      program: Program,
      content: TierContent,
      asked: { readonly inForceFrom?: Instant | undefined; readonly version?: number | undefined },
    ): Promise<Ok<{ readonly loosened: readonly LooserTier[]; readonly isFirst: boolean }> | Refusal> {
      const prepared = await prepareTiers(deps, program, content, asked);
      if (!prepared.ok) return prepared;
      const { earlier, same } = prepared;
      const rules = { content, thresholds: thresholdsOf(deps, program.program, content) };
      const loosened = same ? [] : loosenedTiers(earlier, rules, deps.clock.now());
      return { ok: true, loosened, isFirst: earlier.length === 0 };
    },
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
