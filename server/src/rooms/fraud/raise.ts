import type { Instant } from '../../kernel/instant.ts';
import type { LocalDate } from '../../kernel/local-date.ts';
import type { Tx } from '../../platform/database/database.ts';
import { readTallies, type Added } from './store/counted.ts';
import { holdWhatFollows, holdWhatRaised } from './store/held.ts';
import { readMoments, type SpanAsked } from './store/moments.ts';
import { extendSignal, readRaised, writeSignal, type Raised } from './store/signal.ts';
import type { DayTally, Moment, Passed, Watch, Window } from './watch.ts';
import {
  isOverSpan,
  overlaps,
  passedOn,
  passedWithin,
  reachOf,
  spanReachOf,
  type DayWatch,
  type WindowOf,
} from './windows.ts';

/**
 * Raises what went over, receipt by receipt in their order, each by the limit of the version that decided it; once a key and window, and of
 * windows that roll none that overlaps one that was raised before. Then freezes what signals have to hold: all of their window when they are
 * raised, and what comes later one by one. A window of minutes that goes over right behind another one is the same: the signal goes on to its
 * end, so that whoever does not stop has one signal, and all of it is held.
 */
export async function raiseSignals(tx: Tx, added: readonly Added[], windowOf: WindowOf, at: Instant): Promise<void> {
  if (added.length === 0) return;
  const raised = await readRaised(tx, [...new Set(added.map(({ number }) => number))]);
  const sums = new Sums(await readTallies(tx, reachesOf(added, windowOf)));
  // They stand in the sums already, all of them: each is judged by what stood there when it came.
  for (const one of added) sums.add(one, -1n);
  const spans = new Spans(await readMoments(tx, spansOf(added)));
  spans.without(added);
  const holding: bigint[] = [];
  for (const one of added) {
    sums.add(one, 1n);
    spans.add(one);
    for (const watch of one.watches) {
      const passed = isOverSpan(watch)
        ? passedWithin(watch, one.at, spans.of(one.number))
        : passedOn(watch as DayWatch, one.on, sums.of(one.number), windowOf);
      if (isOverSpan(watch)) holding.push(...(await goOn(tx, raised, one, watch, passed)));
      const found = passed.find((window) => !wasRaised(raised, one, watch, window));
      if (found === undefined) continue;
      const { number: subject, rulebook } = one;
      const signal = await writeSignal(tx, { tenant: one.subject.tenant, subject, rulebook }, watch, found, at);
      if (signal === undefined) continue;
      const { from, until, span } = found;
      raised.push({ signal, subject, watch: watch.key, state: 'open', from, until, span });
      if (watch.action === 'hold') holding.push(signal);
    }
  }
  await holdWhatRaised(tx, holding);
  if (raised.length > 0) await holdWhatFollows(tx, added);
}

const wasRaised = (raised: readonly Raised[], { number }: Added, watch: Watch, window: Window): boolean =>
  raised.some((one) => one.subject === number && one.watch === watch.key && overlaps(one, window));

/** Signals that are open and that what went over now is a part of end with it; gives those whose window holds more by that. */
async function goOn(
  tx: Tx,
  raised: Raised[],
  { number }: Added,
  watch: Watch,
  passed: readonly Passed[],
): Promise<bigint[]> {
  const longer: bigint[] = [];
  for (const { span, from, until } of passed) {
    if (span === undefined) continue;
    const at = raised.findIndex(
      (one) =>
        one.subject === number &&
        one.watch === watch.key &&
        one.state !== 'released' &&
        overlaps(one, { from, until, span }),
    );
    const known = raised[at];
    if (known?.span === undefined || (span.from >= known.span.from && span.until <= known.span.until)) continue;
    const whole = {
      from: from < known.from ? from : known.from,
      until: until > known.until ? until : known.until,
      span: {
        from: Math.min(span.from, known.span.from) as Instant,
        until: Math.max(span.until, known.span.until) as Instant,
      },
    };
    // Where another signal begins it ends: no receipt belongs to two of them.
    const isFree = !raised.some(
      (one, i) => i !== at && one.subject === number && one.watch === watch.key && overlaps(one, whole),
    );
    if (!isFree) continue;
    await extendSignal(tx, known.signal, whole);
    raised[at] = { ...known, ...whole };
    if (watch.action === 'hold') longer.push(known.signal);
  }
  return longer;
}

/** What subjects did moment by moment, for watches over minutes. */
class Spans {
  readonly #byNumber: Map<bigint, Moment[]>;

  constructor(moments: ReadonlyMap<bigint, readonly Moment[]>) {
    this.#byNumber = new Map([...moments].map(([number, some]) => [number, [...some]]));
  }

  of(number: bigint): readonly Moment[] {
    return this.#byNumber.get(number) ?? [];
  }

  /** They stand there already: each is judged by what stood there when it came. */
  without(added: readonly Added[]): void {
    for (const { number, at, points, money } of added) {
      const moments = this.#byNumber.get(number);
      const place = moments?.findIndex((one) => one.at === at && one.points === points && one.money === money) ?? -1;
      if (place >= 0) moments?.splice(place, 1);
    }
  }

  add({ number, at, on, points, money, watches }: Added): void {
    if (!watches.some(isOverSpan)) return;
    const moments = this.#byNumber.get(number) ?? [];
    moments.push({ at, on, uses: 1n, points, money });
    this.#byNumber.set(number, moments);
  }
}

/** Over which times it matters what each subject did. */
function spansOf(added: readonly Added[]): SpanAsked[] {
  const asked = new Map<bigint, SpanAsked>();
  for (const { number, watches, at, on } of added) {
    for (const watch of watches) {
      if (!isOverSpan(watch)) continue;
      const { from, until } = spanReachOf(watch, at);
      const known = asked.get(number) ?? { number, from, until, firstOn: on, lastOn: on };
      asked.set(number, {
        ...{ number, from: Math.min(from, known.from) as Instant, until: Math.max(until, known.until) as Instant },
        firstOn: on < known.firstOn ? on : known.firstOn,
        lastOn: on > known.lastOn ? on : known.lastOn,
      });
    }
  }
  return [...asked.values()];
}

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
      if (isOverSpan(watch)) continue;
      const { from, until } = reachOf(watch as DayWatch, on, windowOf);
      const known = reaches.get(number) ?? { from, until };
      reaches.set(number, {
        from: from < known.from ? from : known.from,
        until: until > known.until ? until : known.until,
      });
    }
  }
  return [...reaches].map(([number, reach]) => ({ number, reach }));
}
