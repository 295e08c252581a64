import { expect } from 'chai';
import { RULE_CATALOGUE } from '../../engine/parse/index.ts';
import { DEPLOYMENT_RULES } from '../../engine/parse/rule-catalogue.ts';
import { findingsOf, inWords, readCorpus } from './corpus.ts';
import type { CorpusFile } from './corpus.ts';

const INVALID = readCorpus('invalid');
const VALID = readCorpus('valid');
const SEVERITY = new Map(RULE_CATALOGUE.map(({ id, severity }) => [id, severity]));

const wrapped = (content: string): string =>
  `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="https://example.com/limits">\n<process id="p" isExecutable="true">\n${content}\n</process>\n</definitions>\n`;
const tasks = (count: number): string => wrapped(Array.from({ length: count }, (_, index) => `<task id="t${index}" />`).join('\n'));

/** Files that are too large to be kept, made anew each time. */
const MADE: readonly { readonly rule: string; readonly name: string; readonly content: string; readonly isValid: boolean }[] = [
  {
    rule: 'too-large',
    name: 'a comment of 4 MiB',
    content: wrapped(`<task id="t" /><!-- ${'x'.repeat(4 * 1024 * 1024)} -->`),
    isValid: false,
  },
  {
    rule: 'too-large',
    name: 'a documentation of 4 MiB',
    content: wrapped(`<task id="t"><documentation>${'ß'.repeat(2 * 1024 * 1024)}</documentation></task>`),
    isValid: false,
  },
  {
    rule: 'too-large',
    name: 'a documentation of 3 MiB',
    content: wrapped(`<task id="t"><documentation>${'x'.repeat(3 * 1024 * 1024)}</documentation></task>`),
    isValid: true,
  },
  { rule: 'too-many-elements', name: '10,001 tasks', content: tasks(10_001), isValid: false },
  { rule: 'too-many-elements', name: '9,999 tasks beside the process and its file', content: tasks(9_999), isValid: false },
  { rule: 'too-many-elements', name: '9,998 tasks beside the process and its file', content: tasks(9_998), isValid: true },
];

/** Rules about several files at once have their tests beside the deployment. */
const OF_ONE_FILE = RULE_CATALOGUE.filter((rule) => !DEPLOYMENT_RULES.includes(rule));

const countOf = (files: readonly CorpusFile[], rule: string): number => files.filter((file) => file.rule === rule).length;
const madeOf = (rule: string, isValid: boolean): number => MADE.filter((made) => made.rule === rule && made.isValid === isValid).length;

describe('the corpus of diagrams', () => {
  it('has at least 300 invalid and 150 valid files, each marked where it is at fault', () => {
    expect(INVALID.length).to.be.at.least(300);
    expect(VALID.length).to.be.at.least(150);
    expect(
      INVALID.filter((file) => file.marks.filter(({ kind }) => kind === 'refused').length !== 1).map(({ path }) => path),
    ).to.deep.equal([]);
    expect(VALID.filter((file) => file.marks.some(({ kind }) => kind !== 'warned')).map(({ path }) => path)).to.deep.equal([]);
  });

  it('has two files that break each rule and one that only just keeps it', () => {
    const poor = OF_ONE_FILE.filter(({ id, severity }) => {
      const own = VALID.filter((file) => file.rule === id);
      const warned = own.filter((file) => file.marks.some(({ rule }) => rule === id)).length;
      const broken = severity === 'error' ? countOf(INVALID, id) + madeOf(id, false) : warned;
      return broken < 2 || own.length - warned + madeOf(id, true) < 1;
    });
    expect(poor.map(({ id }) => id)).to.deep.equal([]);
  });

  it('names no rule that does not exist', () => {
    const named = [...INVALID.map(({ rule }) => rule), ...[...INVALID, ...VALID].flatMap(({ marks }) => marks.map(({ rule }) => rule))];
    expect(named.filter((rule) => !SEVERITY.has(rule))).to.deep.equal([]);
  });

  describe('is refused where a file breaks a rule, by that rule alone, at its element and line:', () => {
    for (const file of INVALID) {
      it(file.path, async () => {
        const findings = await findingsOf(file);
        const errors = findings.filter(({ severity }) => severity === 'error');
        expect(errors[0]?.rule).to.equal(file.rule);
        const expected = file.marks.filter(({ kind }) => kind !== 'warned').map(inWords);
        expect(errors.map(inWords).toSorted(), errors.map(({ message }) => message).join('\n')).to.deep.equal(expected.toSorted());
        for (const finding of findings) {
          expect(finding.message).to.match(/^Expected .*, but found .*\.$/s);
          expect(finding.mend).to.match(/^[A-Z].*\.$/);
          expect(finding.severity, finding.rule).to.equal(SEVERITY.get(finding.rule));
        }
      });
    }
  });

  describe('is accepted where a file keeps all rules, with no warning but those that it names:', () => {
    for (const file of VALID) {
      it(file.path, async () => {
        const findings = await findingsOf(file);
        expect(findings.map((finding) => `${finding.severity}: ${inWords(finding)}`).toSorted()).to.deep.equal(
          file.marks.map((mark) => `warning: ${inWords(mark)}`).toSorted(),
        );
      });
    }
  });

  for (const { rule, name, content, isValid } of MADE) {
    it(`${isValid ? 'accepts' : 'refuses'} ${name} (${rule})`, async () => {
      const errors = (await findingsOf({ path: 'made.bpmn', rule, content })).filter(({ severity }) => severity === 'error');
      expect(errors.map((error) => error.rule)).to.deep.equal(isValid ? [] : [rule]);
    });
  }
});
