import type { Instant } from '../../kernel/instant.ts';
import type { Tx } from '../../platform/database/database.ts';
import { readTallies, type Added } from './store/counted.ts';
import { holdWhatFollows, holdWhatRaised } from './store/held.ts';
import { readRaised, writeSignal } from './store/signal.ts';
import type { Watch, Window } from './watch.ts';
import { overlaps, passedOn, reachOf, type WindowOf } from './windows.ts';

/** One watch of one subject, on the days on which it counted something new. */
type Look = {
  readonly number: bigint;
  readonly tenant: number;
  readonly rulebook: number;
  readonly watch: Watch;
  readonly days: Set<Added['on']>;
};

/**
 * Raises what went over, once a key and window: of windows that roll none that overlaps one that was raised before. Then freezes what
 * signals that hold have to hold: all of their window when they are raised, and what comes later one by one.
 */
export async function raiseSignals(tx: Tx, added: readonly Added[], windowOf: WindowOf, at: Instant): Promise<void> {
  if (added.length === 0) return;
  const looks = looksOf(added);
  const raised = await readRaised(tx, [...new Set(looks.map(({ number }) => number))]);
  const tallies = await readTallies(tx, reachesOf(looks, windowOf));
  const holding: bigint[] = [];
  for (const look of looks) {
    const { number, watch, days } = look;
    const before: Window[] = raised.filter((one) => one.subject === number && one.watch === watch.key);
    for (const day of [...days].sort()) {
      const passed = passedOn(watch, day, tallies.get(number) ?? [], windowOf);
      const found = passed.find((window) => !before.some((one) => overlaps(one, window)));
      if (found === undefined) continue;
      const signal = await writeSignal(tx, { ...look, subject: number }, watch, found, at);
      before.push(found);
      if (signal !== undefined && watch.action === 'hold') holding.push(signal);
    }
  }
  await holdWhatRaised(tx, holding);
  if (looks.some(({ watch }) => watch.action === 'hold') || raised.length > 0) await holdWhatFollows(tx, added);
}

function looksOf(added: readonly Added[]): Look[] {
  const looks = new Map<string, Look>();
  for (const { number, subject, rulebook, watches, on } of added) {
    for (const watch of watches) {
      // Each version looks by its own limit: what a receipt was decided by is what it is judged by.
      const key = `${number}/${rulebook}/${watch.key}`;
      const known = looks.get(key) ?? { number, tenant: subject.tenant, rulebook, watch, days: new Set() };
      known.days.add(on);
      looks.set(key, known);
    }
  }
  return [...looks.values()];
}

function reachesOf(looks: readonly Look[], windowOf: WindowOf): { number: bigint; reach: Window }[] {
  const reaches = new Map<bigint, Window>();
  for (const { number, watch, days } of looks) {
    for (const day of days) {
      const { from, until } = reachOf(watch, day, windowOf);
      const known = reaches.get(number) ?? { from, until };
      reaches.set(number, {
        from: from < known.from ? from : known.from,
        until: until > known.until ? until : known.until,
      });
    }
  }
  return [...reaches].map(([number, reach]) => ({ number, reach }));
}
