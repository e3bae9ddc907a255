import { readableDay, readableNumber } from '../../../kernel/readable.ts';
import { formatQuantity } from '../../../kernel/quantity.ts';
import { walletWord } from '../../promotions/index.ts';
import type { Language, Rulebook } from '../../promotions/index.ts';

/** Who reads an explanation: each is told what he can use. */
export type Reader = 'customer' | 'cashier' | 'auditor';

/** A sentence in each language; `{name}` is a placeholder, `[name:is|are]` says the first where that quantity is one. */
export type Texts = Readonly<Record<Language, string>>;

export type Facts = Readonly<Record<string, string | number>>;

/** Sentences in one language, with quantities and days as its readers write them. */
export type Voice = {
  readonly language: Language;
  /** A sentence with its facts; one that is not there is left out. */
  readonly say: (texts: Texts, facts?: Facts) => string;
  readonly amount: (amount: bigint | number, decimals: number) => string;
  /** A plain decimal. */
  readonly decimal: (text: string) => string;
  /** An amount with its sign: plus where something came. */
  readonly signed: (amount: bigint, decimals: number) => string;
  readonly day: (text: string) => string;
  /** What a wallet is called behind a quantity. */
  readonly wallet: (code: string, amount: bigint | number, decimals: number) => string;
};

const ONE = /^[+-]?1$/;

const filled = (text: string, facts: Facts): string =>
  text
    .replace(/\[(\w+):([^|\]]*)\|([^\]]*)\]/g, (_, name: string, one: string, more: string) =>
      ONE.test(String(facts[name])) ? one : more,
    )
    .replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? ''));

/** The words of a language; `walletName` gives the name that a program gave to a wallet, in place of its code. */
export const voiceOf = (
  language: Language,
  walletName: (code: string) => string | undefined = () => undefined,
): Voice => {
  const amount = (value: bigint | number, decimals: number): string =>
    readableNumber(formatQuantity(BigInt(value), decimals), language);
  return {
    language,
    say: (texts, facts = {}) => filled(texts[language], facts),
    amount,
    decimal: (text) => readableNumber(text, language),
    signed: (value, decimals) => `${value > 0n ? '+' : ''}${amount(value, decimals)}`,
    day: (text) => readableDay(text, language),
    wallet: (code, value, decimals) =>
      walletName(code) ?? walletWord(code, language, formatQuantity(BigInt(value), decimals)),
  };
};

/** Parts of a list, behind one another. */
export const listed = (parts: readonly string[]): string => parts.join(', ');

const UNNAMED: Texts = { en: 'a promotion', es: 'una promoción' };

/** What a promotion is called in a language, for a customer, who is told no codes: `a promotion` where it has no name. */
export const nameOf = ({ content }: Rulebook, code: string, language: Language): string => {
  const name = content.promotions.find((promotion) => promotion.code === code)?.name?.[language];
  return name === undefined || name === '' ? UNNAMED[language] : name;
};

/** The decimals of a wallet's points, as a version was compiled with them. */
export const decimalsOf = ({ content }: Rulebook, wallet: string): number =>
  content.units?.wallets[wallet]?.decimals ?? 0;

/** Points that a record has, and the word of their wallet behind them. */
export const pointsIn = (
  rulebook: Rulebook,
  { wallet, points }: { readonly wallet: string; readonly points: number },
  voice: Voice,
): { readonly points: string; readonly wallet: string } => {
  const decimals = decimalsOf(rulebook, wallet);
  return { points: voice.amount(points, decimals), wallet: voice.wallet(wallet, points, decimals) };
};
