import { isoFromInstant } from '../../kernel/instant.ts';
import type { Desk } from '../../platform/lanes/index.ts';
import { FLAG, type JournalEntry } from '../ledger/index.ts';
import { memberSheet } from '../members/index.ts';
import { appendEntry, openBooking } from '../points/index.ts';
import type { TierChange } from './settle-standing.ts';
import type { Standing } from './standing.ts';
import { changeSheet } from './store/change.ts';
import { standingSheet } from './store/standing.ts';
import type { TierDeps } from './tier-deps.ts';

/** What the journal keeps of a change; the event is made from it alone. Whose reason a person gave is no part of it: words may be personal. */
export type TierChangeRecord = {
  readonly is: 'tier';
  readonly program: string;
  readonly from: string;
  readonly to: string;
  readonly since: string;
  readonly because: string;
};

/**
 * Leaves a settled standing on the desk, and an entry of its own for every change that is told. The member says the same from then
 * on: rules and screens look there.
 */
export function leaveStanding(
  deps: Pick<TierDeps, 'accounts' | 'programs'>,
  desk: Desk<JournalEntry>,
  standing: Standing,
  changes: readonly TierChange[],
): void {
  desk.put(standingSheet, standing, standing);
  const { lane, owner, tenant } = standing;
  const program = deps.programs.settings().program(standing.program);
  for (const change of changes) {
    const booking = openBooking(desk, deps.accounts, lane, change.at);
    const record: TierChangeRecord = {
      ...{ is: 'tier', program: program.code, from: change.from, to: change.to, since: isoFromInstant(change.at) },
      because: change.because,
    };
    appendEntry(booking, { kind: 'tiers.change', owner, till: { program }, flags: FLAG.settled, record });
    const { seq } = booking;
    desk.put(
      changeSheet,
      { lane, seq },
      { ...change, lane, seq, owner, tenant, program: program.program, toldAt: desk.recordedAt },
    );
  }
  const member = desk.read(memberSheet, standing);
  if (!member || (member.tiers[String(program.program)] ?? '') === standing.tier) return;
  const { [String(program.program)]: _, ...others } = member.tiers;
  const tiers = standing.tier === '' ? others : { ...others, [program.program]: standing.tier };
  desk.put(memberSheet, standing, { ...member, tiers });
}
