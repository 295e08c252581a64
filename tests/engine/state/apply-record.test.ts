import { expect } from 'chai';
import type { InstanceRecord, InstanceState } from '../../../engine/state/index.ts';
import { ROOT_SCOPE_ID, asDefinitionId, asElementId, asElementInstanceId, asInstanceId } from '../../../engine/model/index.ts';
import { applyRecord, applyRecords } from '../../../engine/state/index.ts';

const started: InstanceRecord = {
  kind: 'instanceStarted',
  instanceId: asInstanceId('i'),
  definitionId: asDefinitionId('d'),
  processId: asElementId('p'),
  businessKey: 'SO-1',
  rootInstanceId: asInstanceId('i'),
  caller: null,
};
const entered = (id: string, elementId: string, scopeId: string | null): InstanceRecord => ({
  kind: 'elementEntered',
  elementInstance: {
    id: asElementInstanceId(id),
    elementId: asElementId(elementId),
    scopeId: scopeId === null ? null : asElementInstanceId(scopeId),
    status: 'entering',
    viaFlowId: null,
    isLoopBody: false,
    loopIndex: null,
    data: {},
  },
});
const base = (): InstanceState => applyRecords(null, [started, entered('1', 'p', null), entered('2', 'A', '1')]);

describe('applying records', () => {
  it('begins with an active instance', () => {
    expect(applyRecord(null, started)).to.deep.equal({
      instanceId: 'i',
      definitionId: 'd',
      processId: 'p',
      businessKey: 'SO-1',
      status: 'active',
      rootInstanceId: 'i',
      caller: null,
      elementInstances: {},
      tokens: {},
      waits: {},
      incidents: {},
      compensations: [],
      variables: {},
      nextId: 1,
      steps: 0,
    });
  });

  it('gives the same state one by one and all at once', () => {
    const records = [started, entered('1', 'p', null), entered('2', 'A', '1')];
    let state: InstanceState | null = null;
    for (const record of records) state = applyRecord(state, record);
    expect(state).to.deep.equal(base());
  });

  it('does not touch the given state and shares what did not change', () => {
    const before = base();
    const copy = structuredClone(before);
    const after = applyRecord(before, { kind: 'variablesSet', scopeId: ROOT_SCOPE_ID, variables: { a: 1 } });
    expect(before).to.deep.equal(copy);
    expect(after.elementInstances).to.equal(before.elementInstances);
    expect(after.variables).to.not.equal(before.variables);
  });

  it('counts ids and visits', () => {
    const state = applyRecord(base(), { kind: 'tokenParked', tokenId: '7', flowId: asElementId('f'), scopeId: ROOT_SCOPE_ID });
    expect(state).to.include({ nextId: 8, steps: 2 });
    expect(applyRecord(state, { kind: 'tokensRemoved', tokenIds: ['7'] }).tokens).to.deep.equal({});
  });

  it('forgets the variables of an element instance that has left, but not those of the process', () => {
    const withVariables = applyRecords(base(), [
      { kind: 'variablesSet', scopeId: ROOT_SCOPE_ID, variables: { a: 1 } },
      { kind: 'variablesSet', scopeId: asElementInstanceId('2'), variables: { b: 1 } },
    ]);
    const left = applyRecords(withVariables, [
      { kind: 'elementLeft', elementInstanceId: asElementInstanceId('2'), elementId: asElementId('A') },
      { kind: 'elementLeft', elementInstanceId: ROOT_SCOPE_ID, elementId: asElementId('p') },
      { kind: 'instanceEnded', status: 'completed' },
    ]);
    expect(left.variables).to.deep.equal({ 1: { a: 1 } });
    expect(left.elementInstances).to.deep.equal({});
    expect(left.status).to.equal('completed');
  });

  it('keeps the outputs of a loop in their places', () => {
    const body = asElementInstanceId('2');
    const state = applyRecords(base(), [
      { kind: 'loopOutputCollected', elementInstanceId: body, index: 2, value: 'c' },
      { kind: 'loopOutputCollected', elementInstanceId: body, index: 0, value: 'a' },
    ]);
    expect(state.elementInstances['2']?.data).to.deep.equal({ outputs: ['a', null, 'c'] });
  });

  it('refuses a second start, and changes of what is not there', () => {
    expect(() => applyRecord(base(), started)).to.throw('Expected a new instance');
    expect(() =>
      applyRecord(base(), { kind: 'elementStatusChanged', elementInstanceId: asElementInstanceId('9'), status: 'active' }),
    ).to.throw('Expected element instance 9');
  });

  it('changes nothing on records that are only history', () => {
    const before = base();
    expect(applyRecord(before, { kind: 'flowTaken', flowId: asElementId('f'), scopeId: ROOT_SCOPE_ID })).to.deep.equal(before);
    expect(
      applyRecord(before, {
        kind: 'eventThrown',
        elementId: asElementId('A'),
        elementInstanceId: ROOT_SCOPE_ID,
        event: 'error',
        code: 'X',
      }),
    ).to.deep.equal(before);
  });
});
