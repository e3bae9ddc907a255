/** Something that waits for its lanes. */
export type Waiting = { readonly lanes: readonly number[] };

/**
 * The waiting line of all lanes. The next batch is the oldest operation whose lanes are free, with everything that shares lanes with
 * it: operations of other lanes are left for a batch beside it. An operation that must wait keeps its lanes' order behind it, so that
 * nobody is overtaken on a lane and nobody starves.
 */
export class LaneQueue<T extends Waiting> {
  #waiting: T[] = [];
  readonly #busy = new Set<number>();

  get length(): number {
    return this.#waiting.length;
  }

  push(item: T): void {
    this.#waiting.push(item);
  }

  /** Puts items that were taken before back to the front, in their order. */
  unshift(items: readonly T[]): void {
    this.#waiting = [...items, ...this.#waiting];
  }

  /** Takes the next batch and marks its lanes busy; undefined when nothing can start. */
  take(size: number): { items: T[]; lanes: number[] } | undefined {
    const items: T[] = [];
    const lanes = new Set<number>();
    const behind = new Set<number>();
    const left: T[] = [];
    let at = 0;
    for (; at < this.#waiting.length && items.length < size; at++) {
      const item = this.#waiting[at];
      const isApart = items.length > 0 && !item.lanes.some((lane) => lanes.has(lane));
      if (isApart || item.lanes.some((lane) => this.#busy.has(lane) || behind.has(lane))) {
        for (const lane of item.lanes) behind.add(lane);
        left.push(item);
      } else {
        for (const lane of item.lanes) lanes.add(lane);
        items.push(item);
      }
    }
    if (items.length === 0) return undefined;
    this.#waiting = at === this.#waiting.length ? left : [...left, ...this.#waiting.slice(at)];
    for (const lane of lanes) this.#busy.add(lane);
    return { items, lanes: [...lanes].sort((a, b) => a - b) };
  }

  /** Frees the lanes of a batch that has ended. */
  release(lanes: readonly number[]): void {
    for (const lane of lanes) this.#busy.delete(lane);
  }

  /** Takes out what nobody waits for any more. */
  remove(isDead: (item: T) => boolean): T[] {
    const dead = this.#waiting.filter(isDead);
    if (dead.length > 0) this.#waiting = this.#waiting.filter((item) => !isDead(item));
    return dead;
  }
}
