import type { LaneMachine } from '../../../platform/lanes/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import type { MemberTiers } from '../member-tier.ts';
import { settleDueStanding } from '../operations/settle-due.ts';
import { listDueStandings, listLanes } from '../read/due-standings.ts';
import type { TierDeps } from '../tier-deps.ts';

export type SweepTiersDeps = TierDeps & {
  readonly memberTiers: MemberTiers;
  readonly machine: Pick<LaneMachine<JournalEntry>, 'submit'>;
};

// As small as the sweep of points: a till beside it waits for one such batch at most.
const STANDINGS_AT_ONCE = 100;

/**
 * Books what time and new rules have done to tiers of members whom nobody has met since, lane by lane. Several may run. Gives how
 * many standings were settled. Does nothing where no program counts tiers. One with which it fails holds no other up: the first such failure
 * is thrown when all others are through.
 */
export async function sweepTiers(deps: SweepTiersDeps, isStopping: () => boolean = () => false): Promise<number> {
  const failures: unknown[] = [];
  const settled = await sweepLanes(deps, isStopping, (error) => void failures.push(error));
  if (failures.length > 0) throw failures[0];
  return settled;
}

async function sweepLanes(
  deps: SweepTiersDeps,
  isStopping: () => boolean,
  onFailure: (error: unknown) => void,
): Promise<number> {
  const now = deps.clock.now();
  const inForce = deps.definitions.inForce(now);
  if (inForce.length === 0) return 0;
  const operation = settleDueStanding(deps.memberTiers);
  const settings = deps.programs.settings();
  let settled = 0;
  for (const { lane, tenant } of await listLanes(deps.database, [...new Set(inForce.map((one) => one.tenant))])) {
    for (let before = new Set<string>(); !isStopping();) {
      const due = await listDueStandings(deps.database, lane, now, inForce, STANDINGS_AT_ONCE);
      const names = due.map(({ owner, program }) => `${owner}/${program}`);
      // Whoever is still due after settling is left to the next round; who is due twice is settled once.
      const standings = due.filter((_, n) => !before.has(names[n]!) && names.indexOf(names[n]!) === n);
      if (standings.length === 0) break;
      before = new Set(names);
      const outcomes = await Promise.allSettled(
        standings.map(({ owner, program }) =>
          deps.machine.submit(operation, {
            tenant,
            input: { lane, owner, tenant, program: settings.program(program) },
          }),
        ),
      );
      let isTaken = true;
      for (const one of outcomes) {
        if (one.status === 'rejected') onFailure(one.reason);
        else if (one.value.ok) settled += 1;
        else if (one.value.refusal === 'operation.not_taken') isTaken = false;
      }
      if (!isTaken) return settled;
    }
  }
  return settled;
}
