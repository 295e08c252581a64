import { spawnSync } from 'node:child_process';
import { expect } from 'chai';

/** Runs a tool of the project and returns what it printed. */
function run(tool: string, ...parameters: readonly string[]): { readonly status: number | null; readonly output: string } {
  const result = spawnSync(`node_modules/.bin/${tool}`, parameters, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return { status: result.status, output: `${result.stdout}${result.stderr}` };
}

describe('the whole tree', function () {
  this.timeout(300_000);

  it('has no type error', () => {
    const { status, output } = run('tsc', '--noEmit', '-p', '.');
    expect(status, output).to.equal(0);
  });

  it('is formatted', () => {
    const { status, output } = run('oxfmt', '--check', 'engine', 'modules', 'tests', 'designer', 'processes');
    expect(status, output).to.equal(0);
  });

  it('has no finding of the linter', () => {
    const { status, output } = run('oxlint', '--deny-warnings');
    expect(status, output).to.equal(0);
  });
});
