import type { Instant } from '../../kernel/instant.ts';
import type { LocalDate } from '../../kernel/local-date.ts';
import type { Tx } from '../../platform/database/database.ts';
import { readTallies, type Added } from './store/counted.ts';
import { holdWhatFollows, holdWhatRaised } from './store/held.ts';
import { readRaised, writeSignal, type Raised } from './store/signal.ts';
import type { DayTally, Watch, Window } from './watch.ts';
import { overlaps, passedOn, reachOf, type WindowOf } from './windows.ts';

/**
 * Raises what went over, receipt by receipt in their order, each by the limit of the version that decided it; once a key and window, and of
 * windows that roll none that overlaps one that was raised before. Then freezes what signals have to hold: all of their window when they are
 * raised, and what comes later one by one.
 */
export async function raiseSignals(tx: Tx, added: readonly Added[], windowOf: WindowOf, at: Instant): Promise<void> {
  if (added.length === 0) return;
  const raised = await readRaised(tx, [...new Set(added.map(({ number }) => number))]);
  const sums = new Sums(await readTallies(tx, reachesOf(added, windowOf)));
  // They stand in the sums already, all of them: each is judged by what stood there when it came.
  for (const one of added) sums.add(one, -1n);
  const holding: bigint[] = [];
  for (const one of added) {
    sums.add(one, 1n);
    for (const watch of one.watches) {
      const found = passedOn(watch, one.on, sums.of(one.number), windowOf).find(
        (window) => !wasRaised(raised, one, watch, window),
      );
      if (found === undefined) continue;
      const { number: subject, rulebook } = one;
      const signal = await writeSignal(tx, { tenant: one.subject.tenant, subject, rulebook }, watch, found, at);
      if (signal === undefined) continue;
      raised.push({ signal, subject, watch: watch.key, from: found.from, until: found.until });
      if (watch.action === 'hold') holding.push(signal);
    }
  }
  await holdWhatRaised(tx, holding);
  if (raised.length > 0) await holdWhatFollows(tx, added);
}

const wasRaised = (raised: readonly Raised[], { number }: Added, watch: Watch, window: Window): boolean =>
  raised.some((one) => one.subject === number && one.watch === watch.key && overlaps(one, window));

/** The sums of subjects by day, in memory. */
class Sums {
  readonly #byNumber = new Map<bigint, Map<LocalDate, DayTally>>();

  constructor(tallies: ReadonlyMap<bigint, readonly DayTally[]>) {
    for (const [number, days] of tallies) this.#byNumber.set(number, new Map(days.map((day) => [day.on, day])));
  }

  of(number: bigint): readonly DayTally[] {
    return [...(this.#byNumber.get(number)?.values() ?? [])];
  }

  add({ number, on, points, money }: Added, times: bigint): void {
    const days = this.#byNumber.get(number) ?? new Map<LocalDate, DayTally>();
    const known = days.get(on) ?? { on, uses: 0n, points: 0n, money: 0n };
    days.set(on, {
      ...{ on, uses: known.uses + times },
      ...{ points: known.points + times * points, money: known.money + times * money },
    });
    this.#byNumber.set(number, days);
  }
}

/** Over which days the sums of each subject matter to what was added. */
function reachesOf(added: readonly Added[], windowOf: WindowOf): { number: bigint; reach: Window }[] {
  const reaches = new Map<bigint, Window>();
  for (const { number, watches, on } of added) {
    for (const watch of watches) {
      const { from, until } = reachOf(watch, on, windowOf);
      const known = reaches.get(number) ?? { from, until };
      reaches.set(number, {
        from: from < known.from ? from : known.from,
        until: until > known.until ? until : known.until,
      });
    }
  }
  return [...reaches].map(([number, reach]) => ({ number, reach }));
}
