/** So many at a time; the others queue in order. */
export type Slots = { use<T>(work: () => Promise<T>): Promise<T> };

/** `count` slots. */
export const createSlots = (count: number): Slots => {
  let free = count;
  const queue: (() => void)[] = [];
  return {
    use: async (work) => {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => queue.push(resolve));
      try {
        return await work();
      } finally {
        const next = queue.shift();
        if (next) next();
        else free += 1;
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
