import { refuse } from '../../../kernel/refusal.ts';
import { want, type Held, type Operation, type OwnerKey, type Plan } from '../../../platform/lanes/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import { memberSheet } from '../../members/index.ts';
import type { Program } from '../../programs/index.ts';
import type { MemberTiers } from '../member-tier.ts';

/** A member whose tier time or new rules have changed. */
export type DueStanding = OwnerKey & { readonly tenant: number; readonly program: Program };

/**
 * Books what time has done to a member's tier, where no other operation has met him yet: the sweep. Has no reference, since doing it
 * twice does nothing. Refuses nobody but an owner that is gone.
 */
export const settleDueStanding = (
  tiers: MemberTiers,
): Operation<DueStanding, Plan & { readonly owner: Held }, { is: 'settled' }, undefined, JournalEntry> => ({
  kind: 'tiers.settle',
  async resolve({ lane, owner, program }, look) {
    const held = await look.owner({ lane, owner });
    return held
      ? { owners: [held], wants: [want(memberSheet, held), ...tiers.wantsOf(program, held)], owner: held }
      : refuse('members.member.unknown');
  },
  decide({ tenant, program }, { owner: { lane, owner } }, desk) {
    tiers.settle({ lane, owner, tenant }, program, desk, desk.recordedAt);
    // What it books are entries of time, each for itself; it has none of its own.
    return { ok: true, lane, seq: 0n, record: { is: 'settled' } };
  },
  present: () => undefined,
});
