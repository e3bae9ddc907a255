import { postgresFromInstant } from '../../../kernel/instant.ts';
import { addDays } from '../../../kernel/local-date.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import type { LaneMachine } from '../../../platform/lanes/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import type { Program } from '../../programs/index.ts';
import { birthdaysOn, celebrate } from '../celebrate.ts';
import type { OccasionDeps } from '../occasion-deps.ts';
import { FIRST_OF_ALL, listBirthdays } from '../read/birthdays.ts';

export type CelebrateDeps = OccasionDeps & {
  readonly database: Database;
  readonly clock: Clock;
  readonly machine: Pick<LaneMachine<JournalEntry>, 'submit'>;
};

// As small as other sweeps: a till beside it waits for one such batch at most.
const MEMBERS_AT_ONCE = 100;
/** So many days that nobody was there to celebrate are made up for. */
const DAYS_MADE_UP = 7;

/**
 * Celebrates the birthdays of today in every program whose promotions answer them, and of the last week those that were missed while they
 * were answered, too. Several may run. Gives how many members were looked at. One with whom it fails keeps nobody from his birthday: the
 * first such failure is thrown when all others are through.
 */
export async function celebrateBirthdays(
  deps: CelebrateDeps,
  isStopping: () => boolean = () => false,
): Promise<number> {
  const settings = deps.programs.settings();
  const failures: unknown[] = [];
  let celebrated = 0;
  for (const program of settings.tenants.flatMap(({ tenant }) => settings.programsOf(tenant))) {
    if (program.state === 'closed' || !isAnswered(deps, program)) continue;
    celebrated += await celebrateIn(deps, program, isStopping, (error) => void failures.push(error));
    if (isStopping()) break;
  }
  if (failures.length > 0) throw failures[0];
  return celebrated;
}

const isAnswered = ({ rulebooks, clock }: CelebrateDeps, { program }: Program, at = clock.now()): boolean =>
  rulebooks.rulebookAt(program, at).occasions.has('birthday');

async function celebrateIn(
  deps: CelebrateDeps,
  program: Program,
  isStopping: () => boolean,
  onFailure: (error: unknown) => void,
): Promise<number> {
  const operation = celebrate(deps);
  const { zone, tenant, policy } = program;
  const today = zone.localOf(deps.clock.now()).date;
  let celebrated = 0;
  let isTaken = true;
  for (let ago = DAYS_MADE_UP; ago >= 0; ago--) {
    const day = addDays(today, -ago);
    if (ago > 0 && !isAnswered(deps, program, zone.startOfDay(day))) continue;
    const year = Number(day.slice(0, 4));
    const until = postgresFromInstant(zone.startOfDay(addDays(day, 1)));
    for (const birthday of birthdaysOn(day, policy.leapDayBirthday)) {
      const asked = { tenant, program: program.program, birthday, year, until };
      for (let after = FIRST_OF_ALL; !isStopping();) {
        const members = await listBirthdays(deps.database, asked, after, MEMBERS_AT_ONCE);
        if (members.length === 0) break;
        after = members.at(-1)!;
        const receivedAt = deps.clock.now();
        const outcomes = await Promise.allSettled(
          members.map((who) => deps.machine.submit(operation, { tenant, input: { ...who, program, day, receivedAt } })),
        );
        for (const one of outcomes) {
          if (one.status === 'rejected') onFailure(one.reason);
          else if (one.value.ok) celebrated += 1;
          else if (one.value.refusal === 'operation.not_taken') isTaken = false;
        }
        if (!isTaken) return celebrated;
      }
    }
  }
  return celebrated;
}
