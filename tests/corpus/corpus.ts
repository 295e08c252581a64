import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseBpmn, parseDmn } from '../../engine/parse/index.ts';
import type { OperationCatalogue } from '../../engine/parse/index.ts';
import type { Finding } from '../../engine/model/index.ts';

const FOLDER = new URL('.', import.meta.url).pathname;

/** A diagram or decision of the corpus. Its folder names the rule that it breaks, or only just keeps. */
export interface CorpusFile {
  /** `invalid/<rule>/<name>` or `valid/<rule>/<name>`. */
  readonly path: string;
  readonly rule: string;
  readonly content: string;
  /** What the marks of the file say: `<!-- refused: Element -->` on the line of the fault, and so on. */
  readonly marks: readonly Mark[];
}

/** Where a finding is expected. */
export interface Mark {
  /** `refused` is the fault itself, `refused too` a further place or rule that it cannot but break, `warned` a warning. */
  readonly kind: 'refused' | 'refused too' | 'warned';
  readonly rule: string;
  readonly element: string | null;
  readonly line: number;
}

/** Files that are broken in a way that leaves no room for a comment. */
const UNMARKED = JSON.parse(readFileSync(join(FOLDER, 'unmarked.json'), 'utf8')) as Readonly<
  Record<string, { readonly element: string | null; readonly line: number }>
>;

/** Operations that the files of the rules `operation-...` are checked against. */
export const OPERATIONS: OperationCatalogue = {
  'erp.stock.reserve': { requiredInputs: ['orderId'], inputs: ['orderId', 'partial'], errors: ['INSUFFICIENT_STOCK'] },
};

function marksOf(content: string, rule: string): readonly Mark[] {
  return content.split('\n').flatMap((text, index) => {
    const line = index + 1;
    const refused = [...text.matchAll(/<!-- refused(?:: (.+?))? -->/g)].map((match): Mark => ({
      kind: 'refused',
      rule,
      element: match[1] ?? null,
      line,
    }));
    const others = [...text.matchAll(/<!-- (refused too|warned): (\S+) (\S+) -->/g)].map((match): Mark => ({
      kind: match[1] === 'warned' ? 'warned' : 'refused too',
      rule: match[2] ?? '',
      element: match[3] ?? null,
      line,
    }));
    return [...refused, ...others];
  });
}

/** Every file of `tests/corpus/invalid` or `tests/corpus/valid`, by path. */
export function readCorpus(kind: 'invalid' | 'valid'): readonly CorpusFile[] {
  return readdirSync(join(FOLDER, kind))
    .toSorted()
    .flatMap((rule) =>
      readdirSync(join(FOLDER, kind, rule))
        .toSorted()
        .map((name) => {
          const content = readFileSync(join(FOLDER, kind, rule, name), 'utf8');
          const unmarked = kind === 'invalid' ? UNMARKED[`${rule}/${name}`] : undefined;
          const own: readonly Mark[] = unmarked === undefined ? [] : [{ kind: 'refused', rule, ...unmarked }];
          return { path: `${kind}/${rule}/${name}`, rule, content, marks: [...own, ...marksOf(content, rule)] };
        }),
    );
}

/** What the deployment checks say of the file. */
export async function findingsOf(file: Pick<CorpusFile, 'path' | 'rule' | 'content'>): Promise<readonly Finding[]> {
  if (file.path.endsWith('.dmn')) return (await parseDmn(file.content, file.path)).findings;
  return (await parseBpmn(file.content, file.path, file.rule.startsWith('operation-') ? OPERATIONS : null)).findings;
}

/** A finding or a mark in one line, so that lists of them can be compared. */
export const inWords = ({ rule, element, line }: Pick<Finding, 'rule' | 'element' | 'line'>): string =>
  `${rule} at ${element ?? 'the file'}, line ${line ?? 'unknown'}`;
