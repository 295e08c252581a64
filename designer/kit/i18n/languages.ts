/** The languages of the application, by code, each under its own name. */
export const languages = {
  en: 'English',
  es: 'Español',
  cs: 'Čeština',
  ru: 'Русский',
  ka: 'ქართული',
} as const;

/** Code of a language the application speaks. */
export type Language = keyof typeof languages;

/** Spoken when a person has chosen nothing and the browser asks for none that we have. */
export const defaultLanguage: Language = 'en';

/** True for a language code the application has. */
export function isLanguage(code: unknown): code is Language {
  return typeof code === 'string' && Object.hasOwn(languages, code);
}

/** The first wanted language that the application has; region subtags are ignored ("cs-CZ" is Czech). */
export function pickLanguage(wanted: readonly (string | null | undefined)[]): Language {
  for (const tag of wanted) {
    const code = tag?.split('-')[0]?.toLowerCase();
    if (isLanguage(code)) return code;
  }
  return defaultLanguage;
}

/** Takes a text in the given language from a text in several, falling back to English, then to any. Plain texts pass through. */
export function localized(text: Readonly<Record<string, string>> | string | null | undefined, language: string): string {
  if (text === null || text === undefined) return '';
  if (typeof text === 'string') return text;
  return text[language] ?? text[defaultLanguage] ?? Object.values(text)[0] ?? '';
}

/**
 * The language with the region a person's browser names for it ("en" -> "en-GB"): the region decides how dates and numbers look. The
 * language alone when the browser names none, or one that formats do not know ("en-US@posix").
 */
export function regional(language: string, wanted: readonly string[]): string {
  return wanted.find((tag) => tag.startsWith(`${language}-`) && isLanguageTag(tag)) ?? language;
}

function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
