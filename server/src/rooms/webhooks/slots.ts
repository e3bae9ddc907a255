/** So many at a time; the others queue in order. */
export type Slots = {
  /** Runs `work` in a slot. After `heldMsMax` the slot is given on, although `work` goes on. */
  use<T>(work: () => Promise<T>, heldMsMax?: number): Promise<T>;
};

/** As many slots as `limit` says at the moment. */
export const createSlots = (limit: () => number): Slots => {
  let used = 0;
  const queue: (() => void)[] = [];

  const giveOn = (): void => {
    used -= 1;
    while (used < limit()) {
      const next = queue.shift();
      if (next === undefined) return;
      used += 1;
      next();
    }
  };

  return {
    use: async (work, heldMsMax) => {
      if (used < limit()) used += 1;
      else await new Promise<void>((resolve) => queue.push(resolve));
      let isHeld = true;
      const release = (): void => {
        if (isHeld) giveOn();
        isHeld = false;
      };
      const timer = heldMsMax === undefined ? undefined : setTimeout(release, heldMsMax);
      try {
        return await work();
      } finally {
        clearTimeout(timer);
        release();
      }
    },
  };
};

/** Runs `work` over the items, at most `count` at a time, and waits for all. */
export const eachOf = async <Item>(
  items: readonly Item[],
  count: number,
  work: (item: Item) => Promise<void>,
): Promise<void> => {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const item = items[next];
      next += 1;
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(count, items.length) }, worker));
};
