import { expect } from 'chai';
import { globSync, readFileSync } from 'node:fs';
import { translateForm } from '../../designer/kit/ui/form-language.ts';

const ROOT = new URL('../../processes/', import.meta.url).pathname;
const FORMS = globSync('*/*.form', { cwd: ROOT }).toSorted();
/** Forms are written in English; these are the other languages of the product. */
const LANGUAGES = ['cs', 'es', 'ru', 'ka'] as const;
/** Members of a form that nobody reads on a screen. Every other text is read, so a new kind of text is missed by nobody. */
const TECHNICAL = new Set(['type', 'subtype', 'key', 'id', 'path', 'row', 'value', 'pattern', 'reference', 'dataSource', 'hide']);

type Form = Readonly<Record<string, unknown>>;

function readForm(name: string): Form {
  // A form is a JSON object; the walk below looks at every member before it uses it.
  return JSON.parse(readFileSync(`${ROOT}${name}`, 'utf8')) as Form;
}

/** Every text that people read, by its place in the form. */
function textsOf(value: unknown, place = ''): readonly (readonly [place: string, text: string])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]: [string, unknown]) => {
    if (name === 'translations' || TECHNICAL.has(name)) return [];
    return typeof member === 'string' ? [[`${place}/${name}`, member] as const] : textsOf(member, `${place}/${name}`);
  });
}

/** The variables that a text shows, such as orderNo in "Order {{orderNo}}". */
function variablesOf(text: string): readonly string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '');
}

describe('the forms of the processes, in every language', () => {
  it('are there', () => {
    expect(FORMS.length).to.be.greaterThan(20);
  });

  for (const name of FORMS) {
    it(`show every text of ${name} translated`, () => {
      const form = readForm(name);
      const texts = textsOf(form['components']);
      for (const language of LANGUAGES) {
        const translations = translationsOf(form, language);
        const shown = new Map(textsOf(translateForm(form, language)['components']));
        for (const [place, text] of texts) {
          const translated = translations[text] ?? '';
          expect(translated.trim(), `${language}: ${text}`).not.to.equal('');
          expect(shown.get(place), `${language}: ${place}`).to.equal(translated);
          for (const variable of variablesOf(text))
            expect(translated, `${language}: ${text}`).to.match(new RegExp(`\\{\\{[^}]*\\b${variable}\\b[^}]*\\}\\}`));
        }
        const written = new Set(texts.map(([, text]) => text));
        expect(
          Object.keys(translations).filter((text) => !written.has(text)),
          `${language}: texts that the form no longer has`,
        ).to.deep.equal([]);
      }
    });
  }
});

function translationsOf(form: Form, language: string): Readonly<Record<string, string>> {
  // A missing language is an empty dictionary, in which the first text is then missing.
  return (form['translations'] as Readonly<Record<string, Readonly<Record<string, string>>>> | undefined)?.[language] ?? {};
}
