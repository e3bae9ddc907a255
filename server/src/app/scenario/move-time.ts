import { instant, MICROSECONDS_PER_DAY, MICROSECONDS_PER_HOUR, MICROSECONDS_PER_MINUTE } from '../../kernel/instant.ts';
import { assert } from '../../kernel/assert.ts';
import { addSpan, type CalendarSpan } from '../../kernel/validity.ts';
import type { Zone } from '../../kernel/zone.ts';
import type { Instant } from '../../kernel/instant.ts';
import { instantOfText, wallText, type Stage } from './stage.ts';
import { balancesOfAll, takeStep } from './tell-step.ts';

/** Time that passes on any clock. */
export type TimeSpan = { readonly hours: number } | { readonly minutes: number };

type Passing = CalendarSpan | TimeSpan | string;

/** Moves the story's clock forward, and shows how everybody stands then. Going back is a bug of the story. */
export function moveTime(stage: Stage, passing: Passing): Promise<void> {
  assert(stage.opened, 'a story begins with given.program');
  const { zone } = stage.opened;
  const now = stage.clock.now();
  const then = typeof passing === 'string' ? instantOfText(passing) : after(zone, now, passing);
  assert(then > now, `time passes forward: it is ${wallText(zone, now)} already`);
  const said = typeof passing === 'string' ? 'time passes' : spanText(passing);
  return takeStep(stage, 'when', `${said}: it is ${wallText(zone, then)}`, async () => {
    stage.clock.set(then);
    return { value: undefined, outcome: { balances: await balancesOfAll(stage, stage.people) } };
  });
}

function after(zone: Zone, now: Instant, span: CalendarSpan | TimeSpan): Instant {
  if ('hours' in span) return instant(now + span.hours * MICROSECONDS_PER_HOUR);
  if ('minutes' in span) return instant(now + span.minutes * MICROSECONDS_PER_MINUTE);
  const { date } = zone.localOf(now);
  const wall = now - zone.instantOf({ date, microsecondOfDay: 0 }, { prefer: 'earlier' });
  return zone.instantOf(
    { date: addSpan(date, span), microsecondOfDay: wall % MICROSECONDS_PER_DAY },
    { prefer: 'earlier' },
  );
}

function spanText(span: CalendarSpan | TimeSpan): string {
  const [[unit, count]] = Object.entries(span) as [[string, number]];
  return count === 1 ? `1 ${unit.slice(0, -1)} passes` : `${count} ${unit} pass`;
}
