import { expect } from 'chai';
import { asElementInstanceId } from '../../../engine/model/index.ts';
import { childrenOfScope, ownerOfVariable, scopeChain, visibleVariables, waitsOfElementInstance } from '../../../engine/state/index.ts';
import { boundary, after, define, start, subProcess, userTask } from '../kernel/support/define.ts';
import { run } from '../kernel/support/run.ts';

const state = () =>
  run(
    define(
      [
        start('S'),
        subProcess('Sub', [start('S2'), userTask('A', { in: { own: '=1' } }), boundary('T', 'A', after('PT1H'))], ['S2 > A'], {
          in: { inner: '=2', shared: '="sub"' },
        }),
      ],
      ['S > Sub'],
    ),
    { outer: 3, shared: 'process' },
  ).state;

const idOf = (element: string) => {
  const found = Object.values(state().elementInstances).find((instance) => instance.elementId === element);
  return found?.id ?? asElementInstanceId('none');
};

describe('looking things up in a state', () => {
  it('sees the variables of all scopes around, the inner one first', () => {
    expect(visibleVariables(state(), idOf('A'))).to.deep.equal({ own: 1, inner: 2, shared: 'sub', outer: 3 });
    expect(visibleVariables(state(), asElementInstanceId('1'))).to.deep.equal({ outer: 3, shared: 'process' });
  });

  it('hands out the variables of the process uncopied when there are no others', () => {
    const only = run(define([start('S'), userTask('A')], ['S > A']), { a: 1 }).state;
    expect(visibleVariables(only, asElementInstanceId('1'))).to.equal(only.variables['1']);
  });

  it('finds the owner of a variable, the process when nobody has it', () => {
    expect(ownerOfVariable(state(), idOf('A'), 'own')).to.equal(idOf('A'));
    expect(ownerOfVariable(state(), idOf('A'), 'shared')).to.equal(idOf('Sub'));
    expect(ownerOfVariable(state(), idOf('A'), 'new')).to.equal('1');
    expect(ownerOfVariable(state(), idOf('A'), 'toString')).to.equal('1');
  });

  it('finds scopes, children and waits', () => {
    expect(scopeChain(state(), idOf('A'))).to.deep.equal([idOf('A'), idOf('Sub'), '1']);
    expect(childrenOfScope(state(), idOf('Sub')).map((child) => child.elementId)).to.deep.equal(['A']);
    expect(waitsOfElementInstance(state(), idOf('A')).map((wait) => wait.elementId)).to.deep.equal(['T', 'A']);
  });
});
