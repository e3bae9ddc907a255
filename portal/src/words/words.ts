import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { kitTexts } from '../kit/kit-texts.ts';
import { handOutTexts } from '../cards/hand-out-texts.ts';
import { couponTexts } from '../coupons/coupon-texts.ts';
import { fundingTexts } from '../funding/funding-texts.ts';
import { healthTexts } from '../health/health-texts.ts';
import { mergeTexts } from '../member/acts/merge-texts.ts';
import { memberTexts } from '../member/member-texts.ts';
import { actTexts } from '../people/act-texts.ts';
import { fieldTexts } from '../people/field-texts.ts';
import { operationTexts } from '../operation/operation-texts.ts';
import { scenarioTexts } from '../promotions/scenario-texts.ts';
import { searchTexts } from '../search/search-texts.ts';
import { signalTexts } from '../signals/signal-texts.ts';
import { startTexts } from '../start/start-texts.ts';
import { transactionsTexts } from '../transactions/transactions-texts.ts';
import { en } from './en.ts';
import { es } from './es.ts';

const LANGUAGE = 'tallystick.language';

/** Each screen brings its words along, under its own name. */
const SCREENS = {
  kit: kitTexts,
  acts: actTexts,
  coupons: couponTexts,
  fields: fieldTexts,
  funding: fundingTexts,
  handOut: handOutTexts,
  health: healthTexts,
  member: memberTexts,
  merge: mergeTexts,
  operation: operationTexts,
  scenario: scenarioTexts,
  search: searchTexts,
  signals: signalTexts,
  start: startTexts,
  transactions: transactionsTexts,
};

const wordsOf = (language: 'en' | 'es'): Record<string, unknown> => ({
  ...(language === 'en' ? en : es),
  ...Object.fromEntries(Object.entries(SCREENS).map(([screen, words]) => [screen, words[language]])),
});

/** Starts the texts in the language that was chosen last, else the browser's. */
export function startWords(): void {
  const language = localStorage.getItem(LANGUAGE) ?? (navigator.language.startsWith('es') ? 'es' : 'en');
  document.documentElement.lang = language;
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: wordsOf('en') }, es: { translation: wordsOf('es') } },
    interpolation: { escapeValue: false },
  });
}

export const chooseLanguage = (language: 'en' | 'es'): void => {
  localStorage.setItem(LANGUAGE, language);
  document.documentElement.lang = language;
  void i18next.changeLanguage(language);
};
