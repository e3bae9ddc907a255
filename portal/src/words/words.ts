import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.ts';
import { es } from './es.ts';

const LANGUAGE = 'tallystick.language';

/** Starts the texts in the language that was chosen last, else the browser's. */
export function startWords(): void {
  const language = localStorage.getItem(LANGUAGE) ?? (navigator.language.startsWith('es') ? 'es' : 'en');
  document.documentElement.lang = language;
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: en }, es: { translation: es } },
    interpolation: { escapeValue: false },
  });
}

export const chooseLanguage = (language: 'en' | 'es'): void => {
  localStorage.setItem(LANGUAGE, language);
  document.documentElement.lang = language;
  void i18next.changeLanguage(language);
};
