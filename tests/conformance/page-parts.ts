import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { DEVIATIONS } from '../../engine/expression/deviations.ts';
import { FUNCTIONS } from '../../engine/expression/feel/function/library.ts';
import { RULE_CATALOGUE } from '../../engine/parse/index.ts';
import { REFUSED_CLASSES } from '../../engine/parse/validate/not-executed.ts';

const CORPUS = 'tests/corpus';
const PATTERNS = 'tests/patterns';

/** One of the control-flow workflow patterns, as `tests/patterns/patterns.json` lists them. */
interface Pattern {
  readonly number: number;
  readonly name: string;
  readonly folder: string;
  readonly support: 'full' | 'partial' | 'none';
  readonly why: string;
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** Files of the corpus that break a rule and no other, or that only just keep it. */
function corpusCases(kind: 'invalid' | 'valid', ruleId: string): number {
  const folder = `${CORPUS}/${kind}/${ruleId}`;
  return existsSync(folder) ? readdirSync(folder).length : 0;
}

/** Every deployment rule with the number of files that break it and that keep it. */
export function rulePart(): string {
  const lines = RULE_CATALOGUE.map(
    ({ id, severity, section, statement }) =>
      `| \`${id}\` | ${severity} | ${section} | ${cell(statement)} | ${corpusCases('invalid', id)} | ${corpusCases('valid', id)} |`,
  );
  return [
    '## Deployment rules',
    `Shown by \`lanework check\`, by the API and by the designer, all findings at once. The last columns count the files of the [corpus](${CORPUS}) that break the rule and no other, and those that only just keep it.`,
    ['| rule | severity | section | says | broken by | kept by |', '|---|---|---|---|---|---|', ...lines].join('\n'),
  ].join('\n\n');
}

/** What is refused because nobody executes it. */
export function refusedPart(): string {
  const lines = Object.entries(REFUSED_CLASSES).map(([name, mend]) => `| \`${name}\` | ${cell(mend)} |`);
  return ['## Refused', ['| element | instead |', '|---|---|', ...lines].join('\n')].join('\n\n');
}

/** The control-flow workflow patterns. */
export function patternPart(): string {
  // The list is ours; its test says that the folders exist and the scenarios hold.
  const patterns = JSON.parse(readFileSync(`${PATTERNS}/patterns.json`, 'utf8')) as readonly Pattern[];
  const lines = patterns.map(
    ({ number, name, folder, support, why }) => `| ${number} | [${name}](${PATTERNS}/${folder}) | ${support} | ${cell(why)} |`,
  );
  return [
    '## Workflow patterns',
    'The 43 control-flow patterns of the Workflow Patterns Initiative, each as a diagram with scenarios, as far as BPMN can say them.',
    ['| number | pattern | support | remark |', '|---|---|---|---|', ...lines].join('\n'),
  ].join('\n\n');
}

/** FEEL and DMN. */
export function decisionPart(): string {
  const differences = DEVIATIONS.map(({ name, section, difference }) => `| ${cell(name)} | ${section} | ${cell(difference)} |`);
  const names = [...FUNCTIONS.keys()].toSorted((a, b) => a.localeCompare(b, 'en'));
  return [
    '## FEEL and DMN',
    'Everything of DMN 1.5 but for the points below, which differ from it or which it leaves open.',
    ['| point | section | what is done |', '|---|---|---|', ...differences].join('\n'),
    `${names.length} built-in functions (DMN 1.5, 10.3.4, and our own for money): ${names.map((name) => `\`${name}\``).join(', ')}.`,
  ].join('\n\n');
}
