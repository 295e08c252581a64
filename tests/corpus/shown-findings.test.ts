import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { checkFiles } from '../../designer/bpmn/editor/check.ts';
import { wordsOf } from '../../designer/bpmn/editor/finding-text.ts';
import type { FindingTexts } from '../../designer/bpmn/editor/finding-text.ts';
import { checkCommand } from '../../engine/command/check.ts';
import { findingsOf, readCorpus } from './corpus.ts';
import type { CorpusFile } from './corpus.ts';

const pathOf = (file: CorpusFile): string => fileURLToPath(new URL(file.path, import.meta.url));
/** The rules about operations need a catalogue, which the command line has from its modules. */
const withoutOperations = (file: CorpusFile): boolean => !file.rule.startsWith('operation-');
const INVALID = readCorpus('invalid').filter(withoutOperations);
const VALID = readCorpus('valid').filter(withoutOperations);

const textsIn = (language: string): FindingTexts =>
  // The file holds one object of texts by rule.
  JSON.parse(readFileSync(`designer/bpmn/locale/finding/${language}.json`, 'utf8')) as FindingTexts;

async function check(file: CorpusFile): Promise<{ readonly status: number; readonly lines: readonly Record<string, unknown>[] }> {
  const lines: Record<string, unknown>[] = [];
  const status = await checkCommand([pathOf(file)], {
    out: () => undefined,
    // Each line of the command's error output is one JSON object.
    err: (line) => lines.push(JSON.parse(line) as Record<string, unknown>),
  });
  return { status, lines };
}

describe('the findings of the corpus', () => {
  it('end lanework check with status 2 and come as JSON lines with rule, element, line and message', async () => {
    for (const file of INVALID) {
      const { status, lines } = await check(file);
      expect(status, file.path).to.equal(2);
      const expected = file.marks.find(({ kind }) => kind === 'refused');
      const errors = lines.filter((line) => line['severity'] === 'error');
      expect(errors[0], file.path).to.include({ rule: file.rule, element: expected?.element ?? null, line: expected?.line });
      expect(errors[0]?.['message'], file.path)
        .to.be.a('string')
        .that.matches(/^Expected /);
      expect(errors[0], file.path).to.include.keys('expected', 'found', 'mend');
    }
  });

  it('let lanework check end with status 0 for every valid file', async () => {
    for (const file of VALID) expect((await check(file)).status, file.path).to.equal(0);
  });

  it('are the same in the designer, each with how to mend it', async () => {
    for (const file of INVALID) {
      const name = file.path.split('/').at(-1) ?? '';
      const shown = await checkFiles([{ name, content: file.content }], []);
      const expected = (await findingsOf(file))
        .filter(({ severity }) => severity === 'error')
        .map(({ rule, element, line, mend }) => ({ rule, element, line, mend }));
      const errors = shown
        .filter(({ severity }) => severity === 'error')
        .map(({ rule, element, line, mend }) => ({ rule, element, line, mend }));
      expect(errors, file.path).to.deep.equal(expected);
    }
  });

  it('have words in every language, with the names that belong into them', async () => {
    const texts = ['es', 'cs', 'ru', 'ka'].map((language) => ({ language, texts: textsIn(language) }));
    for (const file of [...INVALID, ...VALID]) {
      for (const finding of await findingsOf(file)) {
        for (const { language, texts: words } of texts) {
          const { sentence } = wordsOf(finding, words);
          expect(sentence, `${finding.rule} in ${language}`).to.not.equal(finding.message);
          expect(sentence, `${finding.rule} in ${language}: ${finding.message}`).to.not.match(/[{}…]/);
        }
      }
    }
  });
});
