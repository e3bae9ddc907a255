import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LaneQueue } from './queue.ts';

fc.configureGlobal({ seed: 2_026_112_204 });

type Item = { readonly id: number; readonly lanes: readonly number[] };
type Batch = { items: Item[]; lanes: number[] };

const arrivals = fc.array(fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 3 }), {
  minLength: 1,
  maxLength: 60,
});
/** What happens next: an arrival, a batch that starts, or the end of one under way. */
const steps = fc.array(fc.oneof(fc.constant('arrive'), fc.constant('take'), fc.nat({ max: 5 })), {
  minLength: 1,
  maxLength: 200,
});

/** Plays arrivals and steps on a queue, then lets everything end; gives the batches in the order of their start. */
function play(
  lanesOf: readonly (readonly number[])[],
  moves: readonly (string | number)[],
  size: number,
  watch: (under: readonly Batch[]) => void,
): Batch[] {
  const queue = new LaneQueue<Item>();
  const underWay: Batch[] = [];
  const started: Batch[] = [];
  let next = 0;
  const arrive = (): void => {
    if (next < lanesOf.length) queue.push({ id: next, lanes: lanesOf[next++] });
  };
  const take = (): boolean => {
    const batch = queue.take(size);
    if (!batch) return false;
    underWay.push(batch);
    started.push(batch);
    watch(underWay);
    return true;
  };
  const end = (at: number): void => {
    const [batch] = underWay.splice(at % Math.max(1, underWay.length), 1);
    if (batch) queue.release(batch.lanes);
  };
  for (const move of moves) {
    if (move === 'arrive') arrive();
    else if (move === 'take') take();
    else end(move as number);
  }
  while (next < lanesOf.length) arrive();
  // Whoever waits is served as soon as what is under way has ended: no starving, no deadlock.
  while (queue.length > 0) {
    if (!take()) {
      expect(underWay.length).toBeGreaterThan(0);
      end(0);
    }
  }
  return started;
}

describe('the waiting line of lanes', () => {
  it('never gives one lane to two batches at once', () => {
    fc.assert(
      fc.property(arrivals, steps, fc.integer({ min: 1, max: 8 }), (lanesOf, moves, size) => {
        play(lanesOf, moves, size, (underWay) => {
          const held = underWay.flatMap((batch) => batch.lanes);
          expect(new Set(held).size).toBe(held.length);
        });
      }),
    );
  });

  it('holds a batch back beside a running one until it has its fair share, and never when nothing runs', () => {
    const queue = new LaneQueue<Item>();
    const arrive = (id: number, lane: number): void => queue.push({ id, lanes: [lane] });
    for (let id = 0; id < 10; id++) arrive(id, 1);
    expect(queue.take(500)?.items).toHaveLength(10);
    // Of 30 who are under way two lanes have 15 each: six tenths of them are 9.
    for (let id = 10; id < 18; id++) arrive(id, 2);
    expect(queue.take(500, 30)).toBeUndefined();
    expect(queue.length).toBe(8);
    arrive(18, 2);
    expect(queue.take(500, 30)?.items).toHaveLength(9);
    // Of hundreds 64 are enough.
    queue.release([1, 2]);
    for (let id = 100; id < 163; id++) arrive(id, 2);
    expect(queue.take(500, 800)).toBeUndefined();
    arrive(163, 2);
    expect(queue.take(500, 800)?.items).toHaveLength(64);
    // A full batch is never too small, and in a crowd over many lanes each has few.
    queue.release([1, 2]);
    for (let id = 20; id < 24; id++) arrive(id, 1);
    expect(queue.take(4, 3_000)?.items).toHaveLength(4);
    for (let id = 30; id < 60; id++) arrive(id, id);
    expect(queue.take(500, 45)?.items).toHaveLength(1);
  });

  it('does not hold a full group back behind an older one that has too few', () => {
    const queue = new LaneQueue<Item>();
    queue.push({ id: 0, lanes: [3] });
    expect(queue.take(500)?.lanes).toEqual([3]);
    queue.push({ id: 1, lanes: [1] });
    for (let id = 2; id < 42; id++) queue.push({ id, lanes: [2] });
    expect(queue.take(500, 64)?.lanes).toEqual([2]);
    expect(queue.take(500, 64)).toBeUndefined();
    expect(queue.take(500)?.lanes).toEqual([1]);
  });

  it('keeps the order of arrival on every lane, and serves everybody once', () => {
    fc.assert(
      fc.property(arrivals, steps, fc.integer({ min: 1, max: 8 }), (lanesOf, moves, size) => {
        const served = play(lanesOf, moves, size, () => undefined).flatMap((batch) => batch.items);
        expect(served.map((item) => item.id).sort((a, b) => a - b)).toEqual(lanesOf.map((_, id) => id));
        for (let lane = 1; lane <= 6; lane++) {
          const ids = served.filter((item) => item.lanes.includes(lane)).map((item) => item.id);
          expect(ids).toEqual([...ids].sort((a, b) => a - b));
        }
      }),
    );
  });

  it('gives a batch exactly the lanes of its operations, lowest first, and not more operations than asked', () => {
    fc.assert(
      fc.property(arrivals, steps, fc.integer({ min: 1, max: 8 }), (lanesOf, moves, size) => {
        for (const { items, lanes } of play(lanesOf, moves, size, () => undefined)) {
          expect(items.length).toBeLessThanOrEqual(size);
          expect(lanes).toEqual([...new Set(items.flatMap((item) => item.lanes))].sort((a, b) => a - b));
        }
      }),
    );
  });

  it('takes an operation over free lanes past one that waits, but not on a lane that the waiting one wants', () => {
    const queue = new LaneQueue<Item>();
    queue.push({ id: 0, lanes: [1] });
    expect(queue.take(10)?.items.map((item) => item.id)).toEqual([0]);
    queue.push({ id: 1, lanes: [1, 2] });
    queue.push({ id: 2, lanes: [2] });
    queue.push({ id: 3, lanes: [3] });
    expect(queue.take(10)?.items.map((item) => item.id)).toEqual([3]);
    queue.release([1]);
    expect(queue.take(10)?.items.map((item) => item.id)).toEqual([1, 2]);
  });

  it('lets go of those whom nobody waits for any more, and of no others', () => {
    const queue = new LaneQueue<Item>();
    for (const id of [0, 1, 2]) queue.push({ id, lanes: [1] });
    expect(queue.remove((item) => item.id === 1).map((item) => item.id)).toEqual([1]);
    expect(queue.take(10)?.items.map((item) => item.id)).toEqual([0, 2]);
  });
});
