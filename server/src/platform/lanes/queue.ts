/** Something that waits for its lanes. */
export type Waiting = { readonly lanes: readonly number[] };

// So much of an even share of everybody to each group of lanes: of a whole one the last always is still on his way, or being answered.
const FAIR_SHARE = 0.6;

/**
 * The waiting line of all lanes. The next batch is the oldest operation whose lanes are free, with everything that
 * shares lanes with it: operations of other lanes are left for a batch beside it. Everybody keeps his place on his lanes, so that nobody
 * is overtaken and nobody starves.
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

  /**
   * Takes the next batch and marks its lanes busy; undefined when nothing can start. Lanes that a waiting operation joins are one
   * group: a batch begun on one of them beside a running one would hold back whoever needs both, and be small for it (1,145
   * operations/s with three in ten over two lanes, 1,588 when such groups wait for each other). `crowd`: of how many that are under
   * way the batch has to hold a fair share; 0 takes whoever is there.
   */
  take(size: number, crowd = 0): { items: T[]; lanes: number[] } | undefined {
    const groups = new LaneGroups();
    for (const { lanes } of this.#waiting) groups.join(lanes);
    const busy = new Set<number>();
    for (const lane of this.#busy) busy.add(groups.of(lane));
    const waiting = new Map<number, number>();
    for (const item of this.#waiting) {
      const own = groups.of(item.lanes[0]);
      waiting.set(own, (waiting.get(own) ?? 0) + 1);
    }
    // The oldest free group with a fair share: one that has too few must not hold up another that has enough.
    const among = new Set([...busy, ...waiting.keys()]).size;
    const least = Math.max(1, Math.min(size, Math.floor((crowd * FAIR_SHARE) / among)));
    const group = [...waiting].find(([own, count]) => !busy.has(own) && count >= least)?.[0];
    if (group === undefined) return undefined;
    const items: T[] = [];
    const left: T[] = [];
    for (const item of this.#waiting)
      if (items.length < size && groups.of(item.lanes[0]) === group) items.push(item);
      else left.push(item);
    this.#waiting = left;
    const lanes = new Set(items.flatMap((item) => item.lanes));
    for (const lane of lanes) this.#busy.add(lane);
    return { items, lanes: [...lanes].sort((a, b) => a - b) };
  }

  /** Frees the lanes of a batch that has ended, or behind which another may be sent. */
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

/** Lanes joined by operations that need several of them. */
class LaneGroups {
  readonly #parents = new Map<number, number>();

  /** The lane that stands for a lane's group. */
  of(lane: number): number {
    let root = lane;
    for (let above = this.#parents.get(root); above !== undefined && above !== root; above = this.#parents.get(root))
      root = above;
    return root;
  }

  join(lanes: readonly number[]): void {
    const root = this.of(lanes[0]);
    for (let at = 1; at < lanes.length; at++) this.#parents.set(this.of(lanes[at]), root);
  }
}
