import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { MUTATIONS } from './mutations.ts';

/** What a copy of the project needs to run the claims. */
const COPIED = ['engine', 'tests/conformance', 'tests/engine/parse', 'tests/support', 'package.json', '.mocharc.json', 'tsconfig.json'];
/** A broken kernel may not end by itself. */
const TIME_LIMIT_MS = 120_000;

/** Runs the claims on the kernel in a folder. */
function runClaims(folder: string): { readonly passed: number; readonly failed: number; readonly output: string } {
  const run = spawnSync(process.execPath, ['node_modules/mocha/bin/mocha.js', 'tests/conformance/claims.test.ts'], {
    cwd: folder,
    encoding: 'utf8',
    timeout: TIME_LIMIT_MS,
  });
  const [, passed = '0', failed = '0'] = /^(\d+) passed, (\d+) failed/m.exec(run.stdout) ?? [];
  return { passed: Number(passed), failed: Number(failed), output: `${run.stdout}${run.stderr}` };
}

describe('a broken rule is noticed', function () {
  this.timeout(TIME_LIMIT_MS * 2);
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'lanework-mutation-'));
    for (const path of COPIED) cpSync(path, join(folder, path), { recursive: true });
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('while every claim holds as long as nothing is broken', () => {
    const { passed, failed, output } = runClaims(folder);
    expect(failed, output).to.equal(0);
    expect(passed, output).to.be.greaterThan(0);
  });

  for (const { what, file, sound, broken } of MUTATIONS) {
    it(`when ${what}`, () => {
      const path = join(folder, file);
      const text = readFileSync(path, 'utf8');
      expect(text.split(sound).length - 1, `places in ${file} that read "${sound.trim()}"`).to.equal(1);
      writeFileSync(
        path,
        text.replace(sound, () => broken),
      );
      try {
        const { passed, failed, output } = runClaims(folder);
        // A kernel that does not even load would fail for a reason that has nothing to do with the rule.
        expect(passed, output).to.be.greaterThan(0);
        expect(failed, 'claims that fail').to.be.greaterThan(0);
      } finally {
        writeFileSync(path, text);
      }
    });
  }
});
