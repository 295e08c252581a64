/** Translations of one language: the English text of the library to ours. */
export type ModelerTexts = Readonly<Record<string, string>>;

/** Languages of the product. */
const languages = ['en', 'es', 'cs', 'ru', 'ka'] as const;
type Language = (typeof languages)[number];

/** Loads the texts of palette, menus and properties panel; an unknown language gives English, where only words that are not ours are replaced. */
export async function loadModelerTexts(language: string): Promise<ModelerTexts> {
  const known = languages.find((each) => language.startsWith(each)) ?? 'en';
  return loaders[known]();
}

const loaders: Readonly<Record<Language, () => Promise<ModelerTexts>>> = {
  en: async () => (await import('../locale/modeler/en.json', { with: { type: 'json' } })).default,
  es: async () => {
    const [library, own] = await Promise.all([
      import('bpmn-js-i18n/translations/es.js'),
      import('../locale/modeler/es.json', { with: { type: 'json' } }),
    ]);
    return { ...library.default, ...own.default };
  },
  ru: async () => {
    const [library, own] = await Promise.all([
      import('bpmn-js-i18n/translations/ru.js'),
      import('../locale/modeler/ru.json', { with: { type: 'json' } }),
    ]);
    return { ...library.default, ...own.default };
  },
  cs: async () => (await import('../locale/modeler/cs.json', { with: { type: 'json' } })).default,
  ka: async () => (await import('../locale/modeler/ka.json', { with: { type: 'json' } })).default,
};

/**
 * Translates one text of the libraries; `{name}` is replaced by the replacement of that name, as diagram-js does.
 * A text without translation stays in English.
 */
export function translateText(texts: ModelerTexts, template: string, replacements: Readonly<Record<string, unknown>> = {}): string {
  const text = texts[template] ?? withTrailingSpace(texts[template.trim()], template) ?? texts[sentenceCase(template)] ?? template;
  return text.replace(/{([^}]+)}/g, (whole: string, key: string) => {
    const value = replacements[key];
    return value === undefined ? whole : String(value);
  });
}

/** The head of the properties panel writes "User Task" where the menus write "User task". */
function sentenceCase(text: string): string {
  return text.slice(0, 1) + text.slice(1).toLowerCase();
}

/** The libraries glue some texts together from pieces that end with a space. */
function withTrailingSpace(text: string | undefined, template: string): string | undefined {
  return text !== undefined && template.endsWith(' ') ? `${text} ` : text;
}

/** The module that replaces the `translate` service of the modeler. */
export function translateModule(texts: ModelerTexts): object {
  const translate = (template: string, replacements?: Record<string, unknown>): string => translateText(texts, template, replacements);
  return { translate: ['value', translate] };
}
