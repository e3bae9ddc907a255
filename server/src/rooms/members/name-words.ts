const MARKS = /\p{M}/gu;
const BETWEEN_WORDS = /[^\p{L}\p{N}]+/u;
// What a person's name has at most; a text behind it is no name.
const WORDS_MAX = 12;

/** The words of a name as they are found: without capitals and accents, each once, in their order. `María-José` is two. */
export const nameWords = (...names: readonly (string | undefined)[]): string[] => {
  const plain = names.join(' ').normalize('NFKD').replace(MARKS, '').toLowerCase();
  return [...new Set(plain.split(BETWEEN_WORDS).filter(Boolean))].slice(0, WORDS_MAX);
};

/**
 * A word of a tenant's member as the index of names has it. The tenant stands in it: an index of words alone would have to read
 * everybody's García to find one tenant's.
 */
export const indexedName = (tenant: number, word: string): string => `${tenant}/${word}`;
