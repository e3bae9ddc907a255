import { addSeconds } from '../../kernel/instant.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { ReachSlot } from './deps.ts';
import { findAppOfMember } from './read/app-of-member.ts';

/** An app that was not opened for so long is not looked at: a push to it would be a card that nobody hears of. */
export const INACTIVE_AFTER_SECONDS = 60 * 86_400;

/** What is known of a member's app by its push subscriptions: absent when there never was one, inactive when it ended or fell silent. */
export const createReach =
  ({ database, clock }: { readonly database: Database; readonly clock: Clock }): ReachSlot =>
  async (tenant, member) => {
    const seen = await findAppOfMember(database, tenant, member);
    if (!seen) return { app: 'absent', platform: '' };
    const platform = seen.platform === 'ios' || seen.platform === 'android' ? seen.platform : 'other';
    const isSilent = addSeconds(seen.lastSeenAt, INACTIVE_AFTER_SECONDS) <= clock.now();
    return { app: seen.isActive && !isSilent ? 'active' : 'inactive', platform };
  };
