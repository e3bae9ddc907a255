import { readableDay, readableNumber } from '../../../kernel/readable.ts';
import { formatQuantity } from '../../../kernel/quantity.ts';
import { walletWord } from '../../promotions/index.ts';
import type { Language, Rulebook } from '../../promotions/index.ts';

/** Who reads an explanation: each is told what he can use. */
export type Reader = 'customer' | 'cashier' | 'auditor';

/** A sentence in each language; `{name}` is a placeholder. */
export type Texts = Readonly<Record<Language, string>>;

export type Facts = Readonly<Record<string, string | number>>;

/** Sentences in one language, with quantities and days as its readers write them. */
export type Voice = {
  readonly language: Language;
  /** A sentence with its facts; one that is not there is left out. */
  readonly say: (texts: Texts, facts?: Facts) => string;
  readonly amount: (amount: bigint | number, decimals: number) => string;
  /** An amount with its sign: plus where something came. */
  readonly signed: (amount: bigint, decimals: number) => string;
  readonly day: (text: string) => string;
  /** What a wallet is called behind a quantity. */
  readonly wallet: (code: string, amount: bigint | number, decimals: number) => string;
};

/** The words of a language. */
export const voiceOf = (language: Language): Voice => {
  const amount = (value: bigint | number, decimals: number): string =>
    readableNumber(formatQuantity(BigInt(value), decimals), language);
  return {
    language,
    say: (texts, facts = {}) => texts[language].replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? '')),
    amount,
    signed: (value, decimals) => `${value > 0n ? '+' : ''}${amount(value, decimals)}`,
    day: (text) => readableDay(text, language),
    wallet: (code, value, decimals) => walletWord(code, language, formatQuantity(BigInt(value), decimals)),
  };
};

/** Parts of a list, behind one another. */
export const listed = (parts: readonly string[]): string => parts.join(', ');

/** What a promotion is called in a language; its code where it has no name. */
export const nameOf = ({ content }: Rulebook, code: string, language: Language): string =>
  content.promotions.find((promotion) => promotion.code === code)?.name?.[language] ?? code;
