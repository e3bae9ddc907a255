import { actTexts } from './act-texts.ts';

type Words = { readonly [name: string]: string | Words };

/** Nouns of subjects, the longest first: `gift card delivery of` before `gift card`. */
export const NOUNS = Object.keys(actTexts.en.about).sort((a, b) => b.length - a.length);

const namesIn = (words: Words, above: string): string[] =>
  Object.entries(words).flatMap(([name, word]) =>
    typeof word === 'string' ? [`${above}${name}`] : namesIn(word, `${above}${name}.`),
  );

/** The acts of the audit log that have words. */
export const KNOWN_ACTS: readonly string[] = namesIn(actTexts.en.done, '');

/** The noun with which a subject begins, and what follows it: a code, a number, nothing. */
export function partsOfSubject(subject: string): { readonly noun: string; readonly what: string } | undefined {
  const noun = NOUNS.find((one) => subject === one || subject.startsWith(`${one} `));
  return noun === undefined ? undefined : { noun, what: subject.slice(noun.length + 1) };
}
