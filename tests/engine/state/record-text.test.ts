import { isDeepStrictEqual } from 'node:util';
import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import fc from 'fast-check';
import { type JsonObject } from '../../../engine/model/index.ts';
import { parseBpmn } from '../../../engine/parse/index.ts';
import { parseRecords, type InstanceRecord } from '../../../engine/state/index.ts';
import { recordsText } from '../../support/journal-texts.ts';
import { Run } from '../kernel/support/run.ts';
import { ANY_RECORD } from './any-record.ts';

const SEED = Number(process.env['LANEWORK_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
/** Characters in which an instance of five service tasks, one after another, is kept; as objects it took 4,200. */
const MAX_CHARACTERS = 700;

const anyRecord: fc.Arbitrary<InstanceRecord> = fc.oneof(...Object.values(ANY_RECORD));

/** What is read from a text of records is what they are as JSON. */
function expectRead(text: string, of: readonly InstanceRecord[]): void {
  const found = parseRecords(text);
  const asJson: unknown = JSON.parse(JSON.stringify(of));
  if (!isDeepStrictEqual(found, asJson)) expect(found).to.deep.equal(asJson);
}

const expectKept = (of: readonly InstanceRecord[]): void => expectRead(recordsText(of), of);

const element = {
  id: '2',
  elementId: 'A',
  scopeId: '1',
  status: 'entering',
  viaFlowId: null,
  isLoopBody: false,
  loopIndex: null,
  data: {},
};
const owner = { id: '3', elementInstanceId: '2', elementId: 'A' };
const job = { kind: 'job', ...owner, work: 'operation', jobType: 'send', headers: {}, retriesLeft: 3, retryBackoff: null };
const task = {
  kind: 'task',
  ...owner,
  name: 'Ask',
  assignee: null,
  candidateGroups: [],
  candidateUsers: [],
  formId: null,
  dueAt: null,
  followUpAt: null,
  priority: 50,
};
const timer = { kind: 'timer', ...owner, dueAt: '2026-01-01T00:00:00.000Z', repetitionsLeft: 0, cycle: null };

/** Texts that a released version has written, with what they stand for. They may be added to, never changed. */
const RELEASED: readonly (readonly [text: string, record: JsonObject])[] = [
  [
    '["start","i","d","p","r"]',
    { kind: 'instanceStarted', instanceId: 'i', definitionId: 'd', processId: 'p', rootInstanceId: 'r', businessKey: null, caller: null },
  ],
  [
    '["start","i","d","p","r","K",{"instanceId":"c","elementInstanceId":"9"}]',
    {
      kind: 'instanceStarted',
      instanceId: 'i',
      definitionId: 'd',
      processId: 'p',
      rootInstanceId: 'r',
      businessKey: 'K',
      caller: { instanceId: 'c', elementInstanceId: '9' },
    },
  ],
  ['["end"]', { kind: 'instanceEnded', status: 'completed' }],
  ['["end","cancelled"]', { kind: 'instanceEnded', status: 'cancelled' }],
  ['["e","2","A"]', { kind: 'elementEntered', elementInstance: element }],
  ['["e","2","A","F"]', { kind: 'elementEntered', elementInstance: { ...element, viaFlowId: 'F' } }],
  ['["e","2","A",null,null]', { kind: 'elementEntered', elementInstance: { ...element, scopeId: null } }],
  [
    '["e","2","A",null,"7","active",4,{"a":1},true]',
    {
      kind: 'elementEntered',
      elementInstance: { ...element, scopeId: '7', status: 'active', loopIndex: 4, data: { a: 1 }, isLoopBody: true },
    },
  ],
  ['["s","2"]', { kind: 'elementStatusChanged', elementInstanceId: '2', status: 'active' }],
  ['["s","2","completing"]', { kind: 'elementStatusChanged', elementInstanceId: '2', status: 'completing' }],
  ['["d",{},"2"]', { kind: 'elementDataChanged', elementInstanceId: '2', data: {} }],
  ['["o","2",0,null]', { kind: 'loopOutputCollected', elementInstanceId: '2', index: 0, value: null }],
  ['["l","2","A"]', { kind: 'elementLeft', elementInstanceId: '2', elementId: 'A' }],
  ['["x","2","A"]', { kind: 'elementCancelled', elementInstanceId: '2', elementId: 'A' }],
  ['["f","F"]', { kind: 'flowTaken', flowId: 'F', scopeId: '1' }],
  ['["f","F","7"]', { kind: 'flowTaken', flowId: 'F', scopeId: '7' }],
  ['["p","5","F"]', { kind: 'tokenParked', tokenId: '5', flowId: 'F', scopeId: '1' }],
  ['["r",["5","6"]]', { kind: 'tokensRemoved', tokenIds: ['5', '6'] }],
  ['["v",{"b":[1],"a":{}}]', { kind: 'variablesSet', scopeId: '1', variables: { b: [1], a: {} } }],
  ['["v",{},"7"]', { kind: 'variablesSet', scopeId: '7', variables: {} }],
  ['["c","3"]', { kind: 'waitClosed', waitId: '3', reason: 'done' }],
  ['["c","3","cancelled"]', { kind: 'waitClosed', waitId: '3', reason: 'cancelled' }],
  ['["throw","error","E","A","2"]', { kind: 'eventThrown', elementId: 'A', elementInstanceId: '2', event: 'error', code: 'E' }],
  ['["catch","timer",null,"A","2"]', { kind: 'eventCaught', elementId: 'A', elementInstanceId: '2', event: 'timer', code: null }],
  ['["job","3","send",{},"2","A"]', { kind: 'waitOpened', wait: job }],
  [
    '["job*","3","send",{"h":"1"},"2","A","script",2,"PT1S"]',
    { kind: 'waitChanged', wait: { ...job, headers: { h: '1' }, work: 'script', retriesLeft: 2, retryBackoff: 'PT1S' } },
  ],
  ['["job","3","send",{},"2","A","operation",3,null,-7]', { kind: 'waitOpened', wait: { ...job, priority: -7 } }],
  ['["task","3","Ask",null,[],null,null,"2","A"]', { kind: 'waitOpened', wait: task }],
  [
    '["task*","3","Ask","form",["g"],"anna","d","2","A",60,["u"],"f"]',
    {
      kind: 'waitChanged',
      wait: {
        ...task,
        formId: 'form',
        candidateGroups: ['g'],
        assignee: 'anna',
        dueAt: 'd',
        priority: 60,
        candidateUsers: ['u'],
        followUpAt: 'f',
      },
    },
  ],
  ['["timer","3","2026-01-01T00:00:00.000Z","2","A"]', { kind: 'waitOpened', wait: timer }],
  [
    '["timer*","3","2026-01-01T00:00:00.000Z","2","A",null,"R/P1D","work"]',
    { kind: 'waitChanged', wait: { ...timer, repetitionsLeft: null, cycle: 'R/P1D', calendar: 'work' } },
  ],
  ['["message","3","M",null,"2","A"]', { kind: 'waitOpened', wait: { kind: 'message', ...owner, messageName: 'M', correlationKey: null } }],
  ['["message*","3","M","K","2","A"]', { kind: 'waitChanged', wait: { kind: 'message', ...owner, messageName: 'M', correlationKey: 'K' } }],
  ['["signal","3","S","2","A"]', { kind: 'waitOpened', wait: { kind: 'signal', ...owner, signalName: 'S' } }],
  ['["signal*","3","S","2","A"]', { kind: 'waitChanged', wait: { kind: 'signal', ...owner, signalName: 'S' } }],
  ['["condition","3","2","A"]', { kind: 'waitOpened', wait: { kind: 'condition', ...owner, lastValue: false } }],
  [
    '["condition*","3","2","A",true,1]',
    { kind: 'waitChanged', wait: { kind: 'condition', ...owner, lastValue: true, definitionIndex: 1 } },
  ],
  [
    '["call","3","sub","2","A"]',
    { kind: 'waitOpened', wait: { kind: 'calledInstance', ...owner, processId: 'sub', calledInstanceId: null } },
  ],
  [
    '["call*","3","sub","2","A","j"]',
    { kind: 'waitChanged', wait: { kind: 'calledInstance', ...owner, processId: 'sub', calledInstanceId: 'j' } },
  ],
  ['{"kind":"instanceSuspended"}', { kind: 'instanceSuspended' }],
];
/** One after another, so that names are left out that came before; a record that is kept as an object forgets them. */
const RELEASED_RUN: readonly (readonly [text: string, record: JsonObject])[] = [
  [
    '["start","i","d","p"]',
    { kind: 'instanceStarted', instanceId: 'i', definitionId: 'd', processId: 'p', rootInstanceId: 'i', businessKey: null, caller: null },
  ],
  ['["e","2","A"]', { kind: 'elementEntered', elementInstance: element }],
  ['["catch","timer"]', { kind: 'eventCaught', elementId: 'A', elementInstanceId: '2', event: 'timer', code: null }],
  ['["d",{}]', { kind: 'elementDataChanged', elementInstanceId: '2', data: {} }],
  ['["l"]', { kind: 'elementLeft', elementInstanceId: '2', elementId: 'A' }],
  ['["f","F"]', { kind: 'flowTaken', flowId: 'F', scopeId: '1' }],
  ['["p","5"]', { kind: 'tokenParked', tokenId: '5', flowId: 'F', scopeId: '1' }],
  ['["e","2","A"]', { kind: 'elementEntered', elementInstance: { ...element, viaFlowId: 'F' } }],
  ['["s"]', { kind: 'elementStatusChanged', elementInstanceId: '2', status: 'active' }],
  ['["job","3","send"]', { kind: 'waitOpened', wait: job }],
  ['["c"]', { kind: 'waitClosed', waitId: '3', reason: 'done' }],
  ['["task","3","Ask"]', { kind: 'waitOpened', wait: task }],
  ['["timer","3","2026-01-01T00:00:00.000Z"]', { kind: 'waitOpened', wait: timer }],
  ['["throw","end",null,"B"]', { kind: 'eventThrown', elementId: 'B', elementInstanceId: '2', event: 'end', code: null }],
  ['["x"]', { kind: 'elementCancelled', elementInstanceId: '2', elementId: 'B' }],
  ['{"kind":"instanceSuspended"}', { kind: 'instanceSuspended' }],
  ['["e","2","A"]', { kind: 'elementEntered', elementInstance: element }],
  ['{"kind":"instanceResumed"}', { kind: 'instanceResumed' }],
  ['["s","2"]', { kind: 'elementStatusChanged', elementInstanceId: '2', status: 'active' }],
];
const inARow = RELEASED_RUN.map(([, record]) => record as unknown as InstanceRecord);
const textInARow = `[${RELEASED_RUN.map(([text]) => text).join()}]`;
const records = RELEASED.map(([, record]) => record as unknown as InstanceRecord);

describe('records as the journal keeps them', () => {
  for (const [kind, some] of Object.entries(ANY_RECORD))
    it(`are what they were: ${kind}`, () =>
      fc.assert(
        fc.property(some, (record) => expectKept([record])),
        { numRuns: 200, seed: SEED },
      ));

  it(`are what they were, many at once (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { maxLength: 20 }), (many) => expectKept(many)),
      { numRuns: 300, seed: SEED },
    );
  });

  it(`keep what no type allows: members more or less, and other values than theirs (seed ${SEED})`, () => {
    /** With something done to a member of the record, or of the element instance or wait in it. */
    const hostile = fc
      .tuple(anyRecord, fc.nat(12), fc.boolean(), fc.subarray(['less', 'more', 'list', 'object', 'null']))
      .map(([record, place, isWithin, deeds]) => {
        const copy = structuredClone(record) as unknown as Record<string, unknown>;
        const inner = copy['elementInstance'] ?? copy['wait'];
        const content = isWithin && typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : copy;
        const name = Object.keys(content).filter((each) => !['kind', 'wait', 'elementInstance'].includes(each))[place] ?? 'later';
        if (deeds.includes('list')) content[name] = [];
        if (deeds.includes('object')) content[name] = {};
        if (deeds.includes('null')) content[name] = null;
        if (deeds.includes('less')) delete content[name];
        if (deeds.includes('more')) content['later'] = place;
        return copy as unknown as InstanceRecord;
      });
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 8 }), (many) => expectKept(many)),
      { numRuns: 1_000, seed: SEED },
    );
  });

  it('keep an empty list apart from an empty object', () => {
    const listed = [
      { kind: 'elementEntered', elementInstance: { ...element, data: [] } },
      { kind: 'waitOpened', wait: { ...task, candidateUsers: {} } },
    ];
    expectKept(listed as unknown as readonly InstanceRecord[]);
  });

  it('are written as the releases wrote them', () => {
    for (const [index, [text]] of RELEASED.entries()) expect(recordsText(records.slice(index, index + 1))).to.equal(`[${text}]`);
    expect(recordsText(inARow)).to.equal(textInARow);
  });

  it('are read as the releases wrote them', () => {
    for (const [text, record] of RELEASED) expect(parseRecords(`[${text}]`)).to.deep.equal([record]);
    expect(parseRecords(textInARow)).to.deep.equal(inARow);
  });

  it('are read from the objects that were written before there were forms', () => {
    expect(parseRecords(JSON.stringify(records))).to.deep.equal(records);
    fc.assert(
      fc.property(fc.array(anyRecord, { maxLength: 20 }), (many) => expectRead(JSON.stringify(many), many)),
      { numRuns: 100, seed: SEED },
    );
  });

  it('of an instance of five service tasks are few characters', async () => {
    const parsed = await parseBpmn(await readFile(new URL('../../benchmark/kernel/seq5.bpmn', import.meta.url), 'utf8'), 'seq5.bpmn');
    if (parsed.kind !== 'parsed' || parsed.definitions[0] === undefined) return expect.fail('Expected a process.');
    const run = new Run(parsed.definitions[0]).start();
    for (const task of ['Task1', 'Task2', 'Task3', 'Task4', 'Task5']) run.complete(task);
    expect(run.state.status).to.equal('completed');
    expect(recordsText(run.records)).to.have.property('length').that.is.lessThan(MAX_CHARACTERS);
  });

  it('share nothing with each other', () => {
    const [one, other] = parseRecords('[["e","2","A"],["e","3","A"]]');
    if (one?.kind !== 'elementEntered' || other?.kind !== 'elementEntered') return expect.fail('Expected two element instances.');
    expect(one.elementInstance.data).to.not.equal(other.elementInstance.data);
  });

  for (const [text, found] of [
    ['{}', /an array of records, but found \{\}/],
    ['[["nothing","1"]]', /in a known form, but found \["nothing","1"\]/],
    ['[[]]', /but found \[\]/],
    ['[["o","2"]]', /but found \["o","2"\]/],
    ['[["l","2","A","B"]]', /but found \["l","2","A","B"\]/],
    ['[null]', /but found null/],
    ['["e"]', /but found "e"/],
    ['[', /JSON/],
  ] as const)
    it(`are not read from ${text}`, () => {
      expect(() => parseRecords(text)).to.throw(Error, found);
    });
});
