/**
 * Work under way, at most so much at once. Work of one chain begins in the order in which it was pushed. A step waits for all
 * that was pushed to its chain before, and what is pushed after waits for its end; other work only has to begin in order.
 */
export type Window = {
  /** Takes work in, as soon as there is room. Throws what earlier work has thrown. */
  push(chain: string | undefined, work: () => Promise<void>, as?: 'step'): Promise<void>;
  /** Waits for everything. */
  finish(): Promise<void>;
};

/** `step`: the end of the last step; `since`: what was pushed after it. */
type Chain = { step: Promise<void>; since: Promise<void>[]; waiting: number };

const NOW = Promise.resolve();

/** Opens a window of `size` works. The order between works without chain, or of different chains, is nobody's promise. */
export function openWindow(size: number): Window {
  const chains = new Map<string, Chain>();
  let underWay = 0;
  let failure: { error: unknown } | undefined;
  let whenLess: (() => void) | undefined;

  const less = (): Promise<void> => new Promise((resolve) => (whenLess = resolve));
  const run = async (
    before: Promise<unknown>,
    work: () => Promise<void>,
    chain?: { name: string; of: Chain },
  ): Promise<void> => {
    await before;
    try {
      if (!failure) await work();
    } catch (error) {
      failure ??= { error };
    } finally {
      // The last of a chain takes the chain away, so that the map holds only who is under way.
      if (chain && --chain.of.waiting === 0) chains.delete(chain.name);
      underWay--;
      whenLess?.();
      whenLess = undefined;
    }
  };

  return {
    async push(name, work, as) {
      while (underWay >= size) await less();
      if (failure) throw failure.error;
      underWay++;
      if (name === undefined) return void run(NOW, work);
      let of = chains.get(name);
      if (!of) chains.set(name, (of = { step: NOW, since: [], waiting: 0 }));
      of.waiting++;
      if (as !== 'step') {
        of.since.push(run(of.step, work, { name, of }));
        return;
      }
      const { step, since } = of;
      of.since = [];
      of.step = run(Promise.all([step, ...since]), work, { name, of });
    },
    async finish() {
      while (underWay > 0) await less();
      if (failure) throw failure.error;
    },
  };
}
