import { birthdayIn, type LocalDate } from '../../kernel/local-date.ts';
import { refuse } from '../../kernel/refusal.ts';
import { want, type Held, type Operation, type OwnerKey, type Plan } from '../../platform/lanes/index.ts';
import { wantsOfFacts, wantsOfLimits } from '../checkout/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { memberSheet, profileSheet } from '../members/index.ts';
import { accountSheet, foreseeWallets } from '../points/index.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Program } from '../programs/index.ts';
import { bookOccasion } from './book-occasion.ts';
import { isNothing } from './create-welcome-slot.ts';
import { answeringOf, decideOccasion } from './decide-occasion.ts';
import { OCCASION_KIND, type OccasionRecord } from './occasion.ts';
import type { OccasionDeps } from './occasion-deps.ts';
import { celebratedSheet } from './store/celebrated.ts';

/** A member whose birthday lies on a day. */
export type Birthday = OwnerKey & {
  readonly program: Program;
  readonly day: LocalDate;
  readonly receivedAt: Instant;
};

const BIRTHDAY = { name: 'birthday', attributes: {} } as const;
// Told in the list of channels: nobody came.
const CHANNEL = 'program';

/** The months and days whose birthday lies on a day: on the last of February or the first of March of a common year two. */
export function birthdaysOn(day: LocalDate, leapDay: 'feb_28' | 'mar_1'): readonly string[] {
  const own = day.slice('yyyy-'.length);
  return own !== '02-29' && birthdayIn(Number(day.slice(0, 4)), '02-29', leapDay) === day ? [own, '02-29'] : [own];
}

/**
 * Gives a member what promotions give for his birthday, once in a calendar year, whatever becomes of the date that is known of him. Has no
 * reference: it is decided on the year that was celebrated last. What brings nothing leaves no entry, and the year counts all the same.
 */
export const celebrate = (
  deps: OccasionDeps,
): Operation<Birthday, Plan & { owner: Held }, OccasionRecord | { is: 'nothing' }, undefined, JournalEntry> => ({
  kind: OCCASION_KIND,
  async resolve({ lane, owner, program, receivedAt }, look) {
    const held = await look.owner({ lane, owner });
    if (!held || held.state !== 'active') return refuse('members.member.unknown');
    const who = { lane, owner, tenant: program.tenant };
    const answering = answeringOf(deps, { program, occasion: BIRTHDAY, at: receivedAt });
    return {
      owners: [held],
      owner: held,
      wants: [
        want(memberSheet, held),
        want(accountSheet, held),
        want(profileSheet, { tenant: program.tenant, member: owner }),
        want(celebratedSheet, { lane, owner, program: program.program }),
        ...deps.tiers.wantsOf(program, who),
        ...(answering ? [...wantsOfFacts(answering, who), ...wantsOfLimits(answering, who)] : []),
      ],
    };
  },
  foresee: ({ receivedAt }, { owner }, { peek }) => foreseeWallets([owner], peek, receivedAt, false),
  decide({ lane, owner, program, day }, _plan, desk) {
    const nothing = { ok: true, lane, seq: 0n, record: { is: 'nothing' } } as const;
    const { tenant } = program;
    const key = { lane, owner, program: program.program };
    const year = Number(day.slice(0, 4));
    const member = desk.read(memberSheet, { lane, owner });
    const bornOn = desk.read(profileSheet, { tenant, member: owner })?.bornOn;
    const isOnIt = bornOn && birthdayIn(year, bornOn.slice('yyyy-'.length), program.policy.leapDayBirthday) === day;
    if (!member || !isOnIt || (desk.read(celebratedSheet, key)?.year ?? 0) >= year) return nothing;
    const at = desk.recordedAt;
    if (!answeringOf(deps, { program, occasion: BIRTHDAY, at })) return nothing;
    const asked = { program, member: { lane, owner, tenant }, occasion: BIRTHDAY, at, channel: CHANNEL, year };
    const decided = decideOccasion(deps, asked, member, desk);
    // Whoever pays for it may have something again tomorrow.
    if ('ok' in decided) return nothing;
    desk.put(celebratedSheet, key, { ...key, tenant, year });
    return isNothing(decided.decided) ? nothing : bookOccasion(deps, decided, desk);
  },
  present: () => undefined,
});
