import { readableFact } from '../../kernel/readable.ts';

/** The languages that every text of the room is written in. */
export const LANGUAGES = ['en', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

/** One sentence in every language; `{name}` is a placeholder. */
export type Texts = Readonly<Record<Language, string>>;

/**
 * The sentence in a language with its placeholders filled, quantities and days as people of that language write them. A placeholder
 * without a word stays as it is, so that the gap is seen.
 */
export const fillText = (texts: Texts, language: Language, words: Readonly<Record<string, string>>): string =>
  texts[language].replace(/\{(\w+)\}/g, (gap, name: string) => {
    // What is a sentence of its own has one in each language: `what_es`.
    const word = words[`${name}_${language}`] ?? words[name];
    return word !== undefined && Object.hasOwn(words, name) ? readableFact(name, word, language) : gap;
  });

const POINTS: Texts = { en: 'points', es: 'puntos' };
const POINT: Texts = { en: 'point', es: 'punto' };

/** What a wallet is called behind a quantity: `points`, which most are, is a word of the language; any other name stays as it is. */
export const walletWord = (wallet: string, language: Language, quantity?: string): string =>
  wallet !== POINTS.en ? wallet : (quantity === '1' ? POINT : POINTS)[language];

/** The names of the placeholders of a sentence, in order. */
export const placeholdersOf = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1] as string);
