import { settings } from '../../engine/config.ts';
import { DEFAULT_LIMITS } from '../../engine/runtime/limits.ts';
import type { SourceFile } from '../support/source-files.ts';
import { QUEUES } from './queues.ts';

/** A bound as it stands in the sources, with the words of its comment. */
export interface NamedLimit {
  readonly name: string;
  readonly value: string;
  readonly file: string;
  readonly says: string;
}

/** A constant whose name says that it is a bound, with a number as value; the comment may stand above it or above its neighbours. */
const CONSTANT =
  /^(?:export )?const ((?:MAX_\w+|\w+_(?:LIMIT|LIMIT_MS|LIMIT_BYTES|AT_ONCE|ATTEMPTS|BUDGET|TIMEOUT_MS)|\w+_PER_(?:CLAIM|ROUND|STEP|LEASE)|MIN_\w+))\b[^=]*= ([\d_ *.]+);/;

/** Every named bound of these files, in the order of the files. */
export function limitsIn(files: readonly SourceFile[]): readonly NamedLimit[] {
  return files.flatMap(({ path, text }) => {
    const found: NamedLimit[] = [];
    let comment = '';
    for (const line of text.split('\n')) {
      const opened = /^\/\*\* (.*?)(?: \*\/)?$/.exec(line);
      if (opened !== null) comment = opened[1] ?? '';
      else if (/^ \*[ /]/.test(line)) comment = `${comment} ${line.slice(3).replace(/ ?\*?\/$/, '')}`.trim();
      else if (line === '') comment = '';
      const match = CONSTANT.exec(line);
      if (match !== null) found.push({ name: match[1] ?? '', value: (match[2] ?? '').trim(), file: path, says: comment });
    }
    return found;
  });
}

/** The bounds that a test may set, from the interface of the runtime's limits. */
export function runtimeLimitsIn(text: string): readonly NamedLimit[] {
  const values: Readonly<Record<string, number>> = { ...DEFAULT_LIMITS };
  return [...text.matchAll(/\/\*\* ([^\n]*?) \*\/\n {2}readonly (\w+): number;/g)].map(([, says = '', name = '']) => ({
    name,
    value: String(values[name]),
    file: 'engine/runtime/limits.ts',
    says,
  }));
}

const cell = (text: string): string => text.replaceAll('|', '\\|');
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

/** LIMITS.md, made of the sources. */
export function limitsPage(files: readonly SourceFile[]): string {
  const runtime = files.find(({ path }) => path === 'engine/runtime/limits.ts');
  return `# Limits

Everything that grows has a bound with a name. This page is made of the sources by \`node tests/limits/write-page.ts\`; a test says when that is due.

## Queues

What waits somewhere, its bound, what happens beyond it, and the test that reaches it.

${table(
  ['queue', 'bound', 'beyond', 'test'],
  QUEUES.map(({ queue, bound, beyond, test }) => [queue, `\`${bound.name}\` = ${bound.value}`, beyond, `${test.file}: "${test.title}"`]),
)}

## Settings

${table(
  ['variable', 'default', 'is'],
  settings.map(({ name, fallback, description }) => [`\`${name}\``, fallback ?? '', description]),
)}

## Limits of the runtime

${table(
  ['name', 'value', 'is'],
  (runtime === undefined ? [] : runtimeLimitsIn(runtime.text)).map(({ name, value, says }) => [`\`${name}\``, value, says]),
)}

## Limits in the sources

${table(
  ['name', 'value', 'file', 'is'],
  limitsIn(files).map(({ name, value, file, says }) => [`\`${name}\``, value, file, says]),
)}
`;
}
