import { expect } from 'chai';
import { define, end, start, task } from '../support/define.ts';
import { run } from '../support/run.ts';

describe('a task without a type', () => {
  it('passes at once', () => {
    const instance = run(define([start('S'), task('A'), end('E')], ['S > A', 'A > E']));
    expect(instance.entered()).to.deep.equal(['S', 'A', 'E']);
    expect(instance.status).to.equal('completed');
  });

  it('applies its mappings', () => {
    const definition = define([start('S'), task('A', { in: { local: '=x + 1' }, out: { y: '=local * 2' } }), end('E')], ['S > A', 'A > E']);
    expect(run(definition, { x: 1 }).variables).to.deep.equal({ x: 1, y: 4 });
  });

  it('consumes the token when nothing follows, which ends the process', () => {
    expect(run(define([task('A')], [])).status).to.equal('completed');
  });
});
