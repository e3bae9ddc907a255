import { isoFromInstant, MICROSECONDS_PER_HOUR, MICROSECONDS_PER_MINUTE, type Instant } from '../../kernel/instant.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { Manner } from './resolve-till.ts';
import type { Till } from './till.ts';

/**
 * What stands against the moment that a till says: too far ahead for anybody, or, for a request, too long ago. How far is a matter of the
 * program's policy. What has happened may be told as late as it will.
 */
export function clockAgainst(
  { program }: Pick<Till, 'program'>,
  manner: Manner,
  occurredAt: Instant,
  now: Instant,
): Refusal<'partners.till.clock_wrong'> | undefined {
  const { tillClockAheadMaxMinutes, requestAgeMaxHours } = program.policy;
  const ahead = occurredAt - now;
  const isTooFarAhead = ahead > tillClockAheadMaxMinutes * MICROSECONDS_PER_MINUTE;
  const isTooOld = manner === 'request' && -ahead > requestAgeMaxHours * MICROSECONDS_PER_HOUR;
  return isTooFarAhead || isTooOld
    ? refuse('partners.till.clock_wrong', { occurredAt: isoFromInstant(occurredAt), now: isoFromInstant(now) })
    : undefined;
}
