/** Something that waits for its lanes. */
export type Waiting = { readonly lanes: readonly number[] };

// So much of an even share of everybody to each group of lanes: of a whole one the last always is still on his way, or being answered.
const FAIR_SHARE = 0.6;
// Of a batch of so many its own cost is a tenth: it need not wait for more of a crowd of hundreds, half of whom are being written or answered.
const ENOUGH = 64;

/** How many wait for just these lanes. */
type Wanted = { readonly lanes: readonly number[]; count: number };

/**
 * The waiting line of all lanes. The next batch is the oldest operation whose lanes are free, with everything that
 * shares lanes with it: operations of other lanes are left for a batch beside it. Everybody keeps his place on his lanes, so that nobody
 * is overtaken and nobody starves.
 */
export class LaneQueue<T extends Waiting> {
  #waiting: T[] = [];
  // Whoever waits, by the lanes that he wants: hundreds may wait, and they want the same few. Whether a batch can begin is asked of these alone.
  readonly #wanted = new Map<number | string, Wanted>();
  readonly #busy = new Set<number>();

  get length(): number {
    return this.#waiting.length;
  }

  push(item: T): void {
    this.#waiting.push(item);
    this.#count(item);
  }

  /** Puts items that were taken before back to the front, in their order. */
  unshift(items: readonly T[]): void {
    this.#waiting = [...items, ...this.#waiting];
    for (const item of items) this.#count(item);
  }

  /**
   * Takes the next batch and marks its lanes busy; undefined when nothing can start. Lanes that a waiting operation joins are one
   * group: a batch begun on one of them beside a running one would hold back whoever needs both, and be small for it (1,145
   * operations/s with three in ten over two lanes, 1,588 when such groups wait for each other). `crowd`: of how many that are under
   * way the batch has to hold a fair share; 0 takes whoever is there.
   */
  take(size: number, crowd = 0): { items: T[]; lanes: number[] } | undefined {
    if (this.#waiting.length === 0) return undefined;
    const groups = new LaneGroups();
    for (const { lanes } of this.#wanted.values()) groups.join(lanes);
    const waiting = new Map<number, number>();
    for (const { lanes, count } of this.#wanted.values()) {
      const own = groups.of(lanes[0]);
      waiting.set(own, (waiting.get(own) ?? 0) + count);
    }
    const busy = new Set<number>();
    for (const lane of this.#busy) busy.add(groups.of(lane));
    const among = new Set([...busy, ...waiting.keys()]).size;
    const least = Math.max(1, Math.min(size, ENOUGH, Math.floor((crowd * FAIR_SHARE) / among)));
    for (const [own, count] of waiting) if (busy.has(own) || count < least) waiting.delete(own);
    if (waiting.size === 0) return undefined;
    // The oldest free group with a fair share: one that has too few must not hold up another that has enough.
    const oldest = this.#waiting.find(({ lanes }) => waiting.has(groups.of(lanes[0])))!;
    return this.#takeOut(groups, groups.of(oldest.lanes[0]), size);
  }

  #takeOut(groups: LaneGroups, group: number, size: number): { items: T[]; lanes: number[] } {
    const items: T[] = [];
    const left: T[] = [];
    const lanes = new Set<number>();
    for (const item of this.#waiting) {
      if (items.length >= size || groups.of(item.lanes[0]) !== group) {
        left.push(item);
        continue;
      }
      items.push(item);
      this.#discount(item);
      for (const lane of item.lanes) lanes.add(lane);
    }
    this.#waiting = left;
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
    for (const item of dead) this.#discount(item);
    return dead;
  }

  #count({ lanes }: T): void {
    const key = keyOf(lanes);
    const known = this.#wanted.get(key);
    if (known) known.count++;
    else this.#wanted.set(key, { lanes, count: 1 });
  }

  #discount({ lanes }: T): void {
    const key = keyOf(lanes);
    const known = this.#wanted.get(key)!;
    if (--known.count === 0) this.#wanted.delete(key);
  }
}

const keyOf = (lanes: readonly number[]): number | string => (lanes.length === 1 ? lanes[0] : lanes.join(','));

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
