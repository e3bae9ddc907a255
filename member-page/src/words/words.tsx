import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { en, type Words } from './en.ts';
import { es } from './es.ts';

export type Language = 'en' | 'es';

/** The words of one language, and how its people write figures and days. */
export type Speech = {
  readonly language: Language;
  readonly other: () => void;
  readonly words: Words;
  /** Puts facts into a text: `say('by', { at })`. */
  readonly say: (key: keyof Words, facts?: Readonly<Record<string, string>>) => string;
  /** A word that may be missing: what a business calls its own things it calls so here. */
  readonly named: (prefix: string, code: string) => string;
  /** What a wallet is called: as its program says, else by a word that the page has, else by its code. */
  readonly wallet: (code: string, name?: Partial<Readonly<Record<Language, string>>>) => string;
  readonly amount: (decimal: string, unit: string, isSigned?: boolean) => string;
  readonly day: (iso: string, zone?: string) => string;
  /** The last day with, of an end that is the first moment without. */
  readonly lastDay: (end: string, zone?: string) => string;
  readonly moment: (iso: string) => string;
};

const KEPT = 'language';
const first = (): Language => {
  const kept = localStorage.getItem(KEPT);
  if (kept === 'en' || kept === 'es') return kept;
  return navigator.language.startsWith('es') ? 'es' : 'en';
};

const Spoken = createContext<Speech | undefined>(undefined);

/** How the page speaks. Asked for outside of `Speaking` is a bug. */
export function useWords(): Speech {
  const speech = useContext(Spoken);
  if (!speech) throw new Error('nothing speaks here');
  return speech;
}

const POINTS = new Set(['PTS', 'POINTS']);
const isMoney = (unit: string): boolean => /^[A-Z]{3}$/.test(unit) && !POINTS.has(unit);

/** How people of this browser write days and figures in that language: `en-GB` where it says so. */
const localeOf = (language: Language): string =>
  navigator.languages.find((one) => one === language || one.startsWith(`${language}-`)) ?? language;

/** Makes the speech of a language. */
export function speechOf(language: Language, other: () => void): Speech {
  const words = language === 'es' ? es : en;
  const locale = localeOf(language);
  const say: Speech['say'] = (key, facts = {}) =>
    words[key].replace(/\{(\w+)\}/g, (_, name: string) => facts[name] ?? '');
  const named: Speech['named'] = (prefix, code) =>
    (words as Readonly<Record<string, string>>)[`${prefix}_${code}`] ?? code.replace(/[-_]/g, ' ');
  const day: Speech['day'] = (iso, zone) =>
    new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: zone }).format(
      new Date(iso),
    );
  return {
    ...{ language, other, words, say, named, day },
    lastDay: (end, zone) => day(new Date(Date.parse(end) - 1).toISOString(), zone),
    // A name in the other language says more than a code.
    wallet: (code, name = {}) => name[language] ?? name.en ?? name.es ?? named('wallet', code),
    amount: (decimal, unit, isSigned = false) => {
      // Only to be read: figures stay text wherever they mean something.
      const value = Number(decimal);
      const signDisplay = isSigned ? ('exceptZero' as const) : ('auto' as const);
      const minus = (text: string): string => text.replace('-', '−');
      // Spanish would leave four digits together, and the figures below each other apart.
      const shared = { signDisplay, useGrouping: 'always' as const };
      if (isMoney(unit))
        return minus(new Intl.NumberFormat(locale, { style: 'currency', currency: unit, ...shared }).format(value));
      const figure = minus(new Intl.NumberFormat(locale, { maximumFractionDigits: 4, ...shared }).format(value));
      const name = POINTS.has(unit) ? (Math.abs(value) === 1 ? words.point : words.points) : unit;
      return `${figure} ${name}`;
    },
    moment: (iso) => {
      const at = new Date(iso);
      // Of another year it says which.
      const year = at.getFullYear() === new Date().getFullYear() ? {} : { year: 'numeric' as const };
      const parts = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', ...year } as const;
      return new Intl.DateTimeFormat(locale, parts).format(at);
    },
  };
}

/** Lets everything inside speak; the choice is kept. */
export function Speaking({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(first);
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = speechOf(language, () => undefined).words.title;
    // Under which name a phone puts the page beside its apps.
    const manifest = document.querySelector<HTMLLinkElement>('link[rel=manifest]');
    if (manifest) manifest.href = `/m/manifest${language === 'es' ? '.es' : ''}.webmanifest`;
  }, [language]);
  const speech = useMemo(
    () =>
      speechOf(language, () => {
        const next = language === 'en' ? 'es' : 'en';
        localStorage.setItem(KEPT, next);
        setLanguage(next);
      }),
    [language],
  );
  return <Spoken value={speech}>{children}</Spoken>;
}
