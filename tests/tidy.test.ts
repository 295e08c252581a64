import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { expect } from 'chai';
import { importsOf, readSourceFiles } from './support/source-files.ts';

const LONGEST_FILE = 400;
const TEXT_ENDINGS = /\.(ts|tsx|md|json|yaml|yml|css|html|sh|bpmn|dmn|form)$/;

/** Files that something other than an import starts: the command line, the build, the browser, workers, module doors. */
const ENTRY_POINTS = [
  /^engine\/client\/example\/label-worker\.ts$/,
  /^engine\/cli\.ts$/,
  /^designer\/vite\.config\.ts$/,
  /^designer\/app\/main\.tsx$/,
  /\.d\.ts$/,
  /^modules\/[^/]+\/index\.ts$/,
];

describe('the house is tidy', () => {
  const sources = readSourceFiles('.', ['engine', 'modules', 'designer']);
  const tests = readSourceFiles('.', ['tests']);
  const all = [...sources, ...tests];

  it(`has no file of more than ${LONGEST_FILE} lines`, () => {
    const long = all.filter((file) => file.text.split('\n').length > LONGEST_FILE + 1);
    expect(long.map((file) => `${file.path}: ${file.text.split('\n').length}`)).to.deep.equal([]);
  });

  it('has no left-over markers, muted linter, focused or skipped tests', () => {
    const marks = [
      'TO' + 'DO',
      'FIX' + 'ME',
      'HA' + 'CK',
      '@ts-' + 'ignore',
      '@ts-' + 'expect-error',
      'eslint-' + 'disable',
      'oxlint-' + 'disable',
      'it.' + 'only(',
      'describe.' + 'only(',
    ];
    const found = all.flatMap((file) => marks.filter((mark) => file.text.includes(mark)).map((mark) => `${file.path}: ${mark}`));
    expect(found).to.deep.equal([]);
  });

  it('names files in kebab-case', () => {
    const odd = all.filter((file) => !/^[a-z0-9]+([-.][a-z0-9]+)*\.(ts|tsx|mts|cts|mjs|js|cjs)$/.test(posix.basename(file.path)));
    expect(odd.map((file) => file.path)).to.deep.equal([]);
  });

  it('has no file that nobody imports', () => {
    const used = new Set<string>();
    for (const file of all) {
      for (const { specifier } of importsOf(file.text)) {
        if (specifier.startsWith('.')) used.add(posix.normalize(posix.join(posix.dirname(file.path), specifier)));
      }
    }
    const orphans = sources.filter((file) => !used.has(file.path) && !ENTRY_POINTS.some((pattern) => pattern.test(file.path)));
    expect(orphans.map((file) => file.path)).to.deep.equal([]);
  });

  it('gives every handler of the kernel a test and a section of the standard', () => {
    const handlers = sources.filter(
      (file) => /^engine\/kernel\/(activity|gateway|event|container)\/[^/]+\.ts$/.test(file.path) && !file.path.endsWith('/index.ts'),
    );
    expect(handlers.length).to.be.at.least(15);
    for (const handler of handlers) {
      expect(handler.text, handler.path).to.match(/BPMN 2\.0\.2/);
      expect(existsSync(handler.path.replace(/^engine/, 'tests/engine').replace(/\.ts$/, '.test.ts')), `test of ${handler.path}`).to.equal(
        true,
      );
    }
  });

  it('tells no machine path and no registry host in any tracked text', () => {
    const tracked = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' })
      .split('\0')
      .filter((path) => TEXT_ENDINGS.test(path) && existsSync(path));
    expect(tracked.length).to.be.at.least(100);
    const forbidden = [/\/(?:work|home|root|Users)\/[a-z]/, /registry\.npmjs\.org/, /deb\.debian\.org/];
    const found = tracked.filter(
      (path) => path !== 'tests/tidy.test.ts' && forbidden.some((pattern) => pattern.test(readFileSync(path, 'utf8'))),
    );
    expect(found).to.deep.equal([]);
  });

  it('pins every dependency to one exact version and gives it a reason', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, Record<string, string>>;
    const architecture = readFileSync('ARCHITECTURE.md', 'utf8');
    for (const [name, version] of Object.entries({ ...manifest['dependencies'], ...manifest['devDependencies'] })) {
      expect(version, name).to.match(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
      expect(architecture, `reason for ${name} in ARCHITECTURE.md`).to.include(`\`${name}\``);
    }
  });
});
