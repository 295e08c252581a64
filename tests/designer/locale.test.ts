import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { languages } from '../../designer/kit/i18n/languages.ts';
import { formTexts } from '../../designer/kit/ui/form-texts.ts';
import { readSourceFiles } from '../support/source-files.ts';

/** A part of the application with texts of its own: where they lie, and the folders whose code takes keys from them. */
interface Part {
  readonly name: string;
  readonly locale: string;
  readonly code: readonly string[];
}

const kit: Part = { name: 'kit', locale: 'designer/kit/locale', code: ['designer/kit', 'designer/app'] };
const parts: readonly Part[] = [
  kit,
  { name: 'designer', locale: 'designer/bpmn/locale', code: ['designer/bpmn'] },
  ...['inbox', 'monitor', 'crm', 'erp', 'records', 'identity', 'calendars', 'system'].map((name) => ({
    name,
    locale: `modules/${name}/ui/locale`,
    code: [`modules/${name}/ui`],
  })),
];
const codes = Object.keys(languages);
const pluralSuffix = /_(zero|one|two|few|many|other)$/;

describe('the texts of the application', () => {
  for (const part of parts) {
    describe(`of ${part.name}`, () => {
      const english = flatten(readTexts(part, 'en'));

      for (const code of codes) {
        const texts = flatten(readTexts(part, code));

        it(`have the same keys in ${code} as in English, with the plural forms of the language`, () => {
          expect([...texts.keys()].sort()).to.deep.equal(expectedKeys([...english.keys()], code).sort());
        });

        it(`are nowhere empty in ${code}`, () => {
          expect([...texts].filter(([, text]) => text.trim() === '').map(([key]) => key)).to.deep.equal([]);
        });

        it(`name the same values in ${code} as in English`, () => {
          const differing = [...texts].filter(([key, text]) => {
            const original = english.get(key) ?? english.get(`${key.replace(pluralSuffix, '')}_other`) ?? '';
            return !pluralSuffix.test(key) && placeholders(text).join() !== placeholders(original).join();
          });
          expect(differing.map(([key]) => key)).to.deep.equal([]);
        });
      }

      it('hold every key that the code asks for', () => {
        expect(missingKeys(part, 't', english)).to.deep.equal([]);
      });

      it('are found in the code at all', () => {
        expect(usedKeys(part, 't').length).to.be.greaterThan(0);
      });
    });
  }

  it('of the kit hold every key that other parts ask the kit for', () => {
    const english = flatten(readTexts(kit, 'en'));
    expect(parts.filter((part) => part !== kit).flatMap((part) => missingKeys(part, 'kit', english))).to.deep.equal([]);
  });

  it('cover every text of the form library that has a place in our forms', () => {
    const library = readFileSync('node_modules/@bpmn-io/form-js-viewer/dist/index.es.js', 'utf8');
    const own = [...library.matchAll(/\btranslate\(\s*(?:'((?:[^'\\]|\\.)*)'|"([^"]*)")/g)].map((match) => match[1] ?? match[2] ?? '');
    // Texts of documents (which our forms do not have) and of faulty schemas (which analysts see, not the people who fill in forms).
    const leftOut = /HELLO|Document reference|download document|validation value is not a valid/;
    expect(own.length).to.be.at.least(30);
    expect(own.filter((text) => !leftOut.test(text) && formTexts[text] === undefined)).to.deep.equal([]);
    const english = flatten(readTexts(kit, 'en'));
    expect(Object.values(formTexts).filter((key) => !english.has(`form.${key}`))).to.deep.equal([]);
  });
});

function readTexts(part: Part, code: string): Readonly<Record<string, unknown>> {
  const path = join(part.locale, `${code}.json`);
  expect(existsSync(path), path).to.equal(true);
  // The files are objects; what they hold is checked below.
  return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
}

function flatten(texts: Readonly<Record<string, unknown>>, prefix = ''): ReadonlyMap<string, string> {
  const entries = Object.entries(texts).flatMap(([key, value]): [string, string][] => {
    // A member that is no text is a group of texts.
    if (typeof value === 'object' && value !== null) return [...flatten(value as Record<string, unknown>, `${prefix}${key}.`)];
    return [[`${prefix}${key}`, String(value)]];
  });
  return new Map(entries);
}

function expectedKeys(english: readonly string[], code: string): string[] {
  const categories = new Intl.PluralRules(code).resolvedOptions().pluralCategories;
  const plain = english.filter((key) => !isPlural(key, english));
  const counted = new Set(english.filter((key) => isPlural(key, english)).map((key) => key.replace(pluralSuffix, '')));
  return [...plain, ...[...counted].flatMap((key) => categories.map((category) => `${key}_${category}`))];
}

/** English has exactly two forms; a key that merely ends like a plural has no partner. */
function isPlural(key: string, all: readonly string[]): boolean {
  const base = key.replace(pluralSuffix, '');
  return pluralSuffix.test(key) && all.includes(`${base}_one`) && all.includes(`${base}_other`);
}

function placeholders(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? ''))].sort();
}

/** Keys as the code writes them: whole, or up to the first part that is filled in while it runs. */
function usedKeys(part: Part, name: string): readonly { readonly key: string; readonly whole: boolean; readonly path: string }[] {
  return readSourceFiles('.', part.code).flatMap((file) => [
    ...[...file.text.matchAll(new RegExp(`\\b${name}\\(\\s*'([\\w.-]+)'`, 'g'))].map((match) => ({
      key: match[1] ?? '',
      whole: true,
      path: file.path,
    })),
    // Some keys come from outside (a rule, an error code); such a call brings the text for those without a translation with it.
    ...[...file.text.matchAll(new RegExp(`\\b${name}\\(\\s*\`([\\w.-]*)\\$\\{(?![^;]*defaultValue)`, 'g'))].map((match) => ({
      key: match[1] ?? '',
      whole: false,
      path: file.path,
    })),
    ...[...file.text.matchAll(new RegExp(`\\b${name}\\([^)'\`]*\\? '([\\w.-]+)' : '([\\w.-]+)'`, 'g'))].flatMap((match) =>
      [match[1] ?? '', match[2] ?? ''].map((key) => ({ key, whole: true, path: file.path })),
    ),
  ]);
}

function missingKeys(part: Part, name: string, texts: ReadonlyMap<string, string>): string[] {
  const keys = [...texts.keys()];
  const has = (key: string) => texts.has(key) || texts.has(`${key}_other`);
  return usedKeys(part, name)
    .filter(({ key, whole }) => (whole ? !has(key) : !keys.some((known) => known.startsWith(key))))
    .map(({ key, path }) => `${path}: ${key}`);
}
