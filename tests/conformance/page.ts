import { readFileSync } from 'node:fs';
import { openSimulation } from '../../engine/command/simulation-files.ts';
import { runClaim } from './claim.ts';
import type { Claim } from './claim.ts';
import { CHAPTERS } from './claims/index.ts';
import { executedConstructs, labelOf, visitedConstructs } from './construct.ts';
import { DESIGN_ROWS, constructsOfRow } from './design-rows.ts';
import type { DesignRow } from './design-rows.ts';
import { filesOf, sectionsOf, testOf } from './home.ts';
import { decisionPart, patternPart, refusedPart, rulePart } from './page-parts.ts';

/** Where the page is. */
export const PAGE = 'COVERAGE.md';
/** Claims that are named for one construct; the others are counted. */
const MOST_CLAIMS = 3;

/** Titles of the claims that hold, by what they visit and by the tags that they carry. */
export type Evidence = ReadonlyMap<string, readonly string[]>;

/** Tags that a scenario cannot show, with the unit test that does. */
const UNIT_EVIDENCE: Readonly<Record<string, { readonly file: string; readonly title: string }>> = {
  'lane as candidate group': {
    file: 'tests/engine/kernel/activity/user-task.test.ts',
    title: 'belongs to the group of its innermost lane when it names none',
  },
};

/** Runs every claim and notes what each one that holds shows. */
export async function gatherEvidence(): Promise<Evidence> {
  const simulator = openSimulation();
  const evidence = new Map<string, string[]>();
  const note = (key: string, claim: Claim): void => {
    evidence.set(key, [...(evidence.get(key) ?? []), claim.title]);
  };
  try {
    for (const claim of CHAPTERS.flatMap(({ claims }) => claims)) {
      const { definitions, result } = await runClaim(simulator, claim);
      if (result.differences.length > 0) continue;
      for (const key of [...visitedConstructs(definitions, result), ...(claim.shows ?? [])]) note(key, claim);
    }
    for (const [tag, { file, title }] of Object.entries(UNIT_EVIDENCE))
      if (readFileSync(file, 'utf8').includes(`'${title}'`)) evidence.set(tag, [title]);
    return evidence;
  } finally {
    await simulator.close();
  }
}

/** Every construct or tag of a row that no claim shows. */
export const missingFrom = (designRow: DesignRow, evidence: Evidence): readonly string[] =>
  [...constructsOfRow(designRow, executedConstructs()), ...designRow.shown].filter((key) => !evidence.has(key));

const proof = (titles: readonly string[]): string => {
  const named = titles.slice(0, MOST_CLAIMS).map((title) => `"${title}"`);
  return [...named, ...(titles.length > MOST_CLAIMS ? [`${titles.length - MOST_CLAIMS} more`] : [])].join('; ');
};

const link = (path: string): string => `[${path.replace(/^engine\/(kernel\/)?/, '')}](${path})`;

function constructLine(construct: string, evidence: Evidence): string {
  const files = filesOf(construct);
  const sections = [...new Set(files.flatMap(sectionsOf))];
  const tests = files.flatMap((file) => testOf(file) ?? []);
  const mirrored = tests.map((path) => `[${path.split('/').at(-1) ?? path}](${path})`).join(', ');
  return `| ${labelOf(construct)} | ${sections.join(', ')} | ${files.map(link).join(', ')} | ${proof(evidence.get(construct) ?? [])} | ${mirrored} |`;
}

function rowPart(designRow: DesignRow, evidence: Evidence): string {
  const constructs = constructsOfRow(designRow, executedConstructs());
  const table = [
    '| executed | sections of BPMN 2.0.2 | handler | shown by | unit tests |',
    '|---|---|---|---|---|',
    ...constructs.map((construct) => constructLine(construct, evidence)),
  ];
  const tags = ['| executed | shown by |', '|---|---|', ...designRow.shown.map((tag) => `| ${tag} | ${proof(evidence.get(tag) ?? [])} |`)];
  return [
    `### ${designRow.title}`,
    ...(constructs.length > 0 ? [table.join('\n')] : []),
    ...(designRow.shown.length > 0 ? [tags.join('\n')] : []),
  ].join('\n\n');
}

const HEAD = `# Coverage

What the engine executes, refuses and checks. **This page is written by \`npm run coverage\`** from the registry of handlers, the tables of the model, the
catalogue of deployment rules, and the claims of \`tests/conformance\`, which it runs; a test compares it with a fresh one. A construct is listed as executed when a
diagram enters it, through the parser and the production kernel, and its scenario ends as expected. Another test breaks each handler in turn and
expects its claims to fail.

Anything that is not executed is refused at deployment by the rule \`not-executed\`; nothing is ignored.`;

/** The whole page as Markdown. */
export function coveragePage(evidence: Evidence): string {
  const rows = DESIGN_ROWS.map((designRow) => rowPart(designRow, evidence));
  return `${[HEAD, '## BPMN', ...rows, decisionPart(), patternPart(), refusedPart(), rulePart()].join('\n\n')}\n`;
}
