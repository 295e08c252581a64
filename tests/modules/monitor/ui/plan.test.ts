import { expect } from 'chai';
import { choicesAt, instructionsOf, scopeChoices, takesInstance } from '../../../../modules/monitor/ui/repair/plan.ts';
import type { Tokens, TokenVisit } from '../../../../modules/monitor/ui/repair/repair-api.ts';
import { define, forEach, parallel, start, subProcess, userTask } from '../../../engine/kernel/support/define.ts';

const process = define(
  [
    start('S'),
    parallel('Fork'),
    userTask('A'),
    parallel('Join'),
    subProcess('Each', [start('ES'), userTask('Inner')], ['ES > Inner'], { loop: forEach('=list') }),
  ],
  ['S > Fork', 'Fork > A', 'A > Join', 'Fork > Join', 'Join > Each'],
);

const visit = (id: string, elementId: string, scopeId: string | null, isLoopBody = false): TokenVisit => ({
  id,
  elementId,
  scopeId,
  isLoopBody,
  loopIndex: null,
  isActive: true,
  hasIncident: false,
});
const place = { where: 'before', scopeId: null, loopInstance: false, variables: null } as const;

describe('a planned modification', () => {
  it('becomes instructions of the API', () => {
    const plan = instructionsOf([
      { kind: 'add', to: { ...place, elementId: 'A', scopeId: '7', loopInstance: true, variables: { x: 1 } } },
      {
        kind: 'move',
        from: { elementId: 'A', one: { kind: 'visit', id: '4' } },
        to: { ...place, elementId: 'S_Fork', where: 'on', variables: { y: 2 } },
      },
      { kind: 'cancel', from: { elementId: 'A', one: null } },
      { kind: 'cancel', from: { elementId: 'Join', one: { kind: 'resting', id: '9' } } },
    ]);
    expect(plan).to.deep.equal([
      {
        kind: 'add',
        place: { before: 'A' },
        ancestorScopeId: '7',
        loopInstance: true,
        variables: [{ elementId: 'A', variables: { x: 1 } }],
      },
      { kind: 'move', from: { elementInstanceId: '4' }, place: { flow: 'S_Fork' }, variables: [{ elementId: null, variables: { y: 2 } }] },
      { kind: 'cancel', from: { elementId: 'A' } },
      { kind: 'cancel', from: { tokenId: '9' } },
    ]);
  });

  const tokens: Tokens = {
    elementInstances: [
      visit('1', 'process', null),
      visit('2', 'A', '1'),
      visit('3', 'Each', '1', true),
      visit('4', 'Each', '3'),
      visit('5', 'Each', '3'),
    ],
    tokens: [{ id: '6', flowId: 'Fork_Join', scopeId: '1' }],
  };

  it('names visits, tokens before a join and tokens on a flow, but no loop bodies', () => {
    const at = (id: string) => choicesAt(process, tokens, id).map(({ one }) => one?.id);
    expect([at('A'), at('Join'), at('Fork_Join'), at('Each'), at('Fork')]).to.deep.equal([['2'], ['6'], ['6'], ['4', '5'], []]);
  });

  it('asks for the scope only where several are around the element', () => {
    expect(scopeChoices(process, tokens, 'Inner').map(({ id }) => id)).to.deep.equal(['1', '3', '4', '5']);
    expect(scopeChoices(process, tokens, 'A')).to.deep.equal([]);
  });

  it('offers one more instance for parallel loops alone', () => {
    expect([takesInstance(process, 'Each'), takesInstance(process, 'A')]).to.deep.equal([true, false]);
  });
});
