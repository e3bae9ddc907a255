import { assert, Bug } from '../../kernel/assert.ts';
import type { RefusalEntry, RefusalList } from '../../kernel/refusal.ts';
import { httpRefusals } from './refusals.ts';

/** Every refusal of the program by its dotted name: what the API may answer, and what the docs list. */
export type RefusalCatalogue = {
  /** The entry of a code. A code that no list has is a bug. */
  readonly entry: (code: string) => RefusalEntry;
  readonly has: (code: string) => boolean;
  /** All codes in alphabetical order. */
  readonly codes: readonly string[];
};

/** Merges the lists of the rooms with those of the door. The same code in two lists is a bug. */
export const createRefusalCatalogue = (...lists: readonly RefusalList[]): RefusalCatalogue => {
  const entries = new Map<string, RefusalEntry>();
  for (const list of new Set<RefusalList>([httpRefusals, ...lists])) {
    for (const [code, entry] of Object.entries(list)) {
      assert(!entries.has(code), `refusal "${code}" stands in two lists`);
      entries.set(code, entry);
    }
  }
  return {
    entry: (code) => {
      const entry = entries.get(code);
      if (entry === undefined) throw new Bug(`refusal "${code}" stands in no list`);
      return entry;
    },
    has: (code) => entries.has(code),
    codes: [...entries.keys()].sort(),
  };
};
