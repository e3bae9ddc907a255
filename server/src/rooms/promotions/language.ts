/** The languages that every text of the room is written in. */
export const LANGUAGES = ['en', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

/** One sentence in every language; `{name}` is a placeholder. */
export type Texts = Readonly<Record<Language, string>>;

/** The sentence with its placeholders filled; one without a word stays as it is, so that the gap is seen. */
export const fillText = (text: string, words: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (gap, name: string) => (Object.hasOwn(words, name) ? (words[name] as string) : gap));

/** The names of the placeholders of a sentence, in order. */
export const placeholdersOf = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1] as string);
