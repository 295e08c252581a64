import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { pickLanguage } from './languages.ts';
import type { Language } from './languages.ts';

/** The translate function of a namespace and the language shown; the component waits (suspends) until the texts are there. */
export function useText(namespace = 'kit'): { readonly t: TFunction; readonly language: Language } {
  const { t, i18n } = useTranslation(namespace);
  return { t, language: pickLanguage([i18n.language]) };
}
