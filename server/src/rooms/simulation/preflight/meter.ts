import type { CompiledRulebook } from '../../promotions/index.ts';

/** How much a search has looked at: promotions that could fire, over all its decisions. The same on every machine. */
export type Meter = { readonly rulebook: CompiledRulebook; readonly spent: () => number };

/** The rulebook with a meter on it: each decision counts what it has to look at. */
export const metered = (rulebook: CompiledRulebook): Meter => {
  let spent = 0;
  const watch = (one: CompiledRulebook): CompiledRulebook => ({
    ...one,
    candidates(basket) {
      const found = one.candidates(basket);
      spent += BESIDE + found.length;
      return found;
    },
    occasions: new Map([...one.occasions].map(([name, answering]) => [name, watch(answering)])),
  });
  return { rulebook: watch(rulebook), spent: () => spent };
};

// What a decision costs whatever the rulebook, in promotions looked at.
const BESIDE = 20;
