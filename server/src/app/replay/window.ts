/** Work under way, at most so much at once; work of one chain goes one after another, in the order in which it was pushed. */
export type Window = {
  /** Takes work in, as soon as there is room. Throws what earlier work has thrown. */
  push(chain: string | undefined, work: () => Promise<void>): Promise<void>;
  /** Waits for everything. */
  finish(): Promise<void>;
};

/** Opens a window of `size` works. The order between works without chain, or of different chains, is nobody's promise. */
export function openWindow(size: number): Window {
  const ends = new Map<string, Promise<void>>();
  let underWay = 0;
  let failure: { error: unknown } | undefined;
  let whenLess: (() => void) | undefined;

  const less = (): Promise<void> => new Promise((resolve) => (whenLess = resolve));
  const done = (): void => {
    underWay--;
    whenLess?.();
    whenLess = undefined;
  };
  const run = async (before: Promise<void> | undefined, work: () => Promise<void>): Promise<void> => {
    await before;
    try {
      if (!failure) await work();
    } catch (error) {
      failure ??= { error };
    } finally {
      done();
    }
  };

  return {
    async push(chain, work) {
      while (underWay >= size) await less();
      if (failure) throw failure.error;
      underWay++;
      const end = run(chain === undefined ? undefined : ends.get(chain), work);
      if (chain === undefined) return;
      ends.set(chain, end);
      // The last of a chain takes the chain away, so that the map holds only who is under way.
      void end.then(() => ends.get(chain) === end && ends.delete(chain));
    },
    async finish() {
      while (underWay > 0) await less();
      if (failure) throw failure.error;
    },
  };
}
