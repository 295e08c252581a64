import i18next from 'i18next';
import type { BackendModule } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { defaultLanguage, isLanguage, languages, pickLanguage } from './languages.ts';
import type { Language } from './languages.ts';
import { loadTexts, registerNamespace } from './registry.ts';

const storageKey = 'lanework.language';

registerNamespace('kit', {
  en: () => import('../locale/en.json', { with: { type: 'json' } }),
  es: () => import('../locale/es.json', { with: { type: 'json' } }),
  cs: () => import('../locale/cs.json', { with: { type: 'json' } }),
  ru: () => import('../locale/ru.json', { with: { type: 'json' } }),
  ka: () => import('../locale/ka.json', { with: { type: 'json' } }),
});

const backend: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language, namespace, answer) => {
    loadTexts(namespace, isLanguage(language) ? language : defaultLanguage).then(
      (texts) => answer(null, texts),
      (error: unknown) => answer(error instanceof Error ? error : new Error(String(error)), false),
    );
  },
};

/** Starts translation in the language last chosen in this browser, else in one the browser asks for. */
export async function startTranslation(): Promise<void> {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language;
  });
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: pickLanguage([localStorage.getItem(storageKey), ...navigator.languages]),
      supportedLngs: Object.keys(languages),
      fallbackLng: defaultLanguage,
      ns: ['kit'],
      defaultNS: 'kit',
      interpolation: { escapeValue: false },
      react: { useSuspense: true },
    });
}

/** Switches the language and remembers it in this browser. */
export async function changeLanguage(language: Language): Promise<void> {
  localStorage.setItem(storageKey, language);
  await i18next.changeLanguage(language);
}

/** Calls back after every change of the language. */
export function onLanguageChange(listener: () => void): void {
  i18next.on('languageChanged', listener);
}
