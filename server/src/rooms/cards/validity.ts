import { addSeconds, instantFromIso, type Instant } from '../../kernel/instant.ts';
import type { LocalDate } from '../../kernel/local-date.ts';
import { assert } from '../../kernel/assert.ts';

// A day is over on earth twelve hours after it is over in Greenwich. A card knows no zone, and no till may refuse one on its last day.
const DAY_SECONDS = 24 * 60 * 60;
const LAST_ZONE_SECONDS = 12 * 60 * 60;

/** True when the last day on which a card is good is over everywhere. A card without such a day is good for ever. */
export function isOver(validUntil: LocalDate | undefined, at: Instant): boolean {
  if (validUntil === undefined) return false;
  const began = instantFromIso(`${validUntil}T00:00:00Z`);
  assert(began !== undefined, 'a local date is a date');
  return at >= addSeconds(began, DAY_SECONDS + LAST_ZONE_SECONDS);
}
