/** The languages that every text of the room is written in. */
export const LANGUAGES = ['en', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

/** One sentence in every language; `{name}` is a placeholder. */
export type Texts = Readonly<Record<Language, string>>;

/** The sentence with its placeholders filled; one without a word stays as it is, so that the gap is seen. */
export const fillText = (text: string, words: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (gap, name: string) => (Object.hasOwn(words, name) ? (words[name] as string) : gap));

const POINTS: Texts = { en: 'points', es: 'puntos' };
const POINT: Texts = { en: 'point', es: 'punto' };

/** What a wallet is called behind a quantity: `points`, which most are, is a word of the language; any other name stays as it is. */
export const walletWord = (wallet: string, language: Language, quantity?: string): string =>
  wallet !== POINTS.en ? wallet : (quantity === '1' ? POINT : POINTS)[language];

/** The names of the placeholders of a sentence, in order. */
export const placeholdersOf = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1] as string);
