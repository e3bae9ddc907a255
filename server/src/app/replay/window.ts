/**
 * Work under way, at most so much at once. Work of one chain goes one after another, in the order in which it was pushed: whatever
 * has to be told twice is not overtaken by what comes after it. Chains run side by side.
 */
export type Window = {
  /** Takes work in, as soon as there is room. Throws what earlier work has thrown. */
  push(chain: string | undefined, work: () => Promise<void>): Promise<void>;
  /** Waits for everything. */
  finish(): Promise<void>;
};

const NOW = Promise.resolve();

/** Opens a window of `size` works. The order between works without chain, or of different chains, is nobody's promise. */
export function openWindow(size: number): Window {
  /** The end of the last work of each chain, while it is under way: never more of them than works. */
  const ends = new Map<string, Promise<void>>();
  let underWay = 0;
  let failure: { error: unknown } | undefined;
  let whenLess: (() => void) | undefined;

  const less = (): Promise<void> => new Promise((resolve) => (whenLess = resolve));
  const run = async (before: Promise<void>, work: () => Promise<void>): Promise<void> => {
    await before;
    try {
      if (!failure) await work();
    } catch (error) {
      failure ??= { error };
    } finally {
      underWay--;
      whenLess?.();
      whenLess = undefined;
    }
  };

  return {
    async push(chain, work) {
      while (underWay >= size) await less();
      if (failure) throw failure.error;
      underWay++;
      if (chain === undefined) return void run(NOW, work);
      const end = run(ends.get(chain) ?? NOW, work).finally(() => {
        if (ends.get(chain) === end) ends.delete(chain);
      });
      ends.set(chain, end);
    },
    async finish() {
      while (underWay > 0) await less();
      if (failure) throw failure.error;
    },
  };
}
