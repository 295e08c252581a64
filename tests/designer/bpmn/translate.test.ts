import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { translateText } from '../../../designer/bpmn/modeler/translate.ts';

/** What the library that offers every element writes into its menus: names of elements as plain labels. */
function menuTexts(): readonly string[] {
  const source = readFileSync('node_modules/bpmn-js-create-append-anything/dist/index.es.js', 'utf8');
  return [...new Set([...source.matchAll(/\blabel: '([^']+)'/g)].flatMap((match) => match[1] ?? []))];
}

/** What the tool palette and the pad beside an element write into their hints. */
function paletteTexts(): readonly string[] {
  const folder = 'node_modules/bpmn-js/lib/features';
  const sources = ['palette/PaletteProvider.js', 'context-pad/ContextPadProvider.js'].map((path) =>
    readFileSync(`${folder}/${path}`, 'utf8'),
  );
  return [...new Set(sources.flatMap((source) => [...source.matchAll(/translate\(\s*'([^']+)'/g)].flatMap((match) => match[1] ?? [])))];
}

async function textsOf(language: 'es' | 'cs' | 'ru' | 'ka'): Promise<Readonly<Record<string, string>>> {
  // The files hold one object of texts; the loaders of the browser read them in the same way.
  const own = JSON.parse(readFileSync(`designer/bpmn/locale/modeler/${language}.json`, 'utf8')) as Record<string, string>;
  if (language === 'cs' || language === 'ka') return own;
  const library: { readonly default: Readonly<Record<string, string>> } = await import(`bpmn-js-i18n/translations/${language}.js`);
  return { ...library.default, ...own };
}

describe('the texts of the modeler', () => {
  for (const language of ['es', 'cs', 'ru', 'ka'] as const) {
    it(`name every element, tool and menu entry in ${language}`, async () => {
      const texts = await textsOf(language);
      const wanted = [...menuTexts(), ...paletteTexts()];
      expect(wanted.length).to.be.greaterThan(90);
      expect(wanted.filter((text) => texts[text] === undefined || texts[text] === '')).to.deep.equal([]);
    });

    it(`keep the values that a text names in ${language}`, async () => {
      const values = (text: string): readonly string[] => [...text.matchAll(/{\w+}/g)].map((match) => match[0]).toSorted();
      const texts = await textsOf(language);
      const broken = Object.entries(texts).filter(([english, own]) => values(english).join() !== values(own).join());
      expect(broken).to.deep.equal([]);
    });
  }

  it('fill in values, keep a trailing space and know the headings of the properties panel', () => {
    const texts = { 'Open {element}': 'Otevřít {element}', 'User task': 'Uživatelský úkol', 'Define it.': 'Určete to.' };
    expect(translateText(texts, 'Open {element}', { element: 'Sklad' })).to.equal('Otevřít Sklad');
    expect(translateText(texts, 'User Task')).to.equal('Uživatelský úkol');
    expect(translateText(texts, 'Define it. ')).to.equal('Určete to. ');
    expect(translateText(texts, 'Unknown')).to.equal('Unknown');
  });
});
