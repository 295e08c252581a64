import { expect } from 'chai';
import { define, manualTask, start } from '../support/define.ts';
import { run } from '../support/run.ts';

describe('a manual task', () => {
  it('passes at once: the engine neither starts nor observes it', () => {
    const instance = run(define([start('S'), manualTask('A')], ['S > A']));
    expect(instance.left()).to.deep.equal(['S', 'A', 'process']);
    expect(instance.effects).to.deep.equal([]);
  });
});
