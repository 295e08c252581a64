import fc from 'fast-check';
import { asDefinitionId, asElementId, asElementInstanceId, asInstanceId, ROOT_SCOPE_ID } from '../../../engine/model/index.ts';
import type { JsonObject, JsonValue } from '../../../engine/model/index.ts';
import type { ElementInstance, InstanceRecord, InstanceRecordKind, Wait } from '../../../engine/state/index.ts';

/** Also texts that JSON has to escape, and those that look like something else. */
const text = fc.oneof(fc.constantFrom('1', 'A', 'Flow_1', '', 'null', 'e', '"\\\n', '\u0000', '\ud800'), fc.string({ unit: 'binary' }));
const elementId = text.map(asElementId);
const elementInstanceId = fc.oneof(fc.constant(ROOT_SCOPE_ID), text.map(asElementInstanceId));
const instanceId = text.map(asInstanceId);
const definitionId = text.map(asDefinitionId);
const orNull = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> => fc.option(value);
const json = fc.jsonValue({ maxDepth: 2 }).map((value) => value as JsonValue);
const jsonObject: fc.Arbitrary<JsonObject> = fc.oneof(fc.constant({}), fc.dictionary(text, json, { maxKeys: 3, noNullPrototype: true }));
const number = fc.oneof(fc.constantFrom(0, 3, 50), fc.nat());
const texts = fc.array(text, { maxLength: 2 });

const owner = { id: text, elementInstanceId, elementId };

const WAITS: { readonly [Kind in Wait['kind']]: fc.Arbitrary<Extract<Wait, { readonly kind: Kind }>> } = {
  job: fc.record(
    {
      kind: fc.constant('job'),
      ...owner,
      work: fc.constantFrom('operation', 'script', 'decision'),
      jobType: text,
      headers: fc.dictionary(text, text, { maxKeys: 2, noNullPrototype: true }),
      retriesLeft: number,
      retryBackoff: orNull(text),
      priority: fc.integer(),
    },
    { requiredKeys: ['kind', 'id', 'elementInstanceId', 'elementId', 'work', 'jobType', 'headers', 'retriesLeft', 'retryBackoff'] },
  ),
  task: fc.record({
    kind: fc.constant('task'),
    ...owner,
    name: text,
    assignee: orNull(text),
    candidateGroups: texts,
    candidateUsers: texts,
    formId: orNull(text),
    dueAt: orNull(text),
    followUpAt: orNull(text),
    priority: number,
  }),
  timer: fc.record(
    { kind: fc.constant('timer'), ...owner, dueAt: text, repetitionsLeft: orNull(number), cycle: orNull(text), calendar: text },
    { requiredKeys: ['kind', 'id', 'elementInstanceId', 'elementId', 'dueAt', 'repetitionsLeft', 'cycle'] },
  ),
  message: fc.record({ kind: fc.constant('message'), ...owner, messageName: text, correlationKey: orNull(text) }),
  signal: fc.record({ kind: fc.constant('signal'), ...owner, signalName: text }),
  condition: fc.record(
    { kind: fc.constant('condition'), ...owner, lastValue: fc.boolean(), definitionIndex: number },
    { requiredKeys: ['kind', 'id', 'elementInstanceId', 'elementId', 'lastValue'] },
  ),
  calledInstance: fc.record({ kind: fc.constant('calledInstance'), ...owner, calledInstanceId: orNull(instanceId), processId: text }),
};
const wait = fc.oneof(...Object.values(WAITS));

const elementInstance: fc.Arbitrary<ElementInstance> = fc.record({
  id: elementInstanceId,
  elementId,
  scopeId: orNull(elementInstanceId),
  status: fc.constantFrom('entering', 'active', 'completing', 'cancelling'),
  viaFlowId: orNull(elementId),
  isLoopBody: fc.boolean(),
  loopIndex: orNull(number),
  data: jsonObject,
});

const event = { elementId, elementInstanceId, event: text, code: orNull(text) };

/** Records of every kind with every member: a new kind, or member, does not compile until it is here. */
export const ANY_RECORD: {
  readonly [Kind in InstanceRecordKind]: fc.Arbitrary<Extract<InstanceRecord, { readonly kind: Kind }>>;
} = {
  instanceStarted: fc.record({
    kind: fc.constant('instanceStarted'),
    instanceId,
    definitionId,
    processId: elementId,
    businessKey: orNull(text),
    rootInstanceId: instanceId,
    caller: orNull(fc.record({ instanceId, elementInstanceId })),
  }),
  elementEntered: fc.record({ kind: fc.constant('elementEntered'), elementInstance }),
  elementStatusChanged: fc.record({
    kind: fc.constant('elementStatusChanged'),
    elementInstanceId,
    status: fc.constantFrom('entering', 'active', 'completing', 'cancelling'),
  }),
  elementDataChanged: fc.record({ kind: fc.constant('elementDataChanged'), elementInstanceId, data: jsonObject }),
  loopOutputCollected: fc.record({ kind: fc.constant('loopOutputCollected'), elementInstanceId, index: number, value: json }),
  elementLeft: fc.record({ kind: fc.constant('elementLeft'), elementInstanceId, elementId }),
  elementCancelled: fc.record({ kind: fc.constant('elementCancelled'), elementInstanceId, elementId }),
  flowTaken: fc.record({ kind: fc.constant('flowTaken'), flowId: elementId, scopeId: elementInstanceId }),
  tokenParked: fc.record({ kind: fc.constant('tokenParked'), tokenId: text, flowId: elementId, scopeId: elementInstanceId }),
  tokensRemoved: fc.record({ kind: fc.constant('tokensRemoved'), tokenIds: texts }),
  variablesSet: fc.record({ kind: fc.constant('variablesSet'), scopeId: elementInstanceId, variables: jsonObject }),
  waitOpened: fc.record({ kind: fc.constant('waitOpened'), wait }),
  waitChanged: fc.record({ kind: fc.constant('waitChanged'), wait }),
  waitClosed: fc.record({ kind: fc.constant('waitClosed'), waitId: text, reason: fc.constantFrom('done', 'cancelled') }),
  eventThrown: fc.record({ kind: fc.constant('eventThrown'), ...event }),
  eventCaught: fc.record({ kind: fc.constant('eventCaught'), ...event }),
  incidentRaised: fc.record({
    kind: fc.constant('incidentRaised'),
    incident: fc.record({ ...owner, code: text, message: text, jobId: orNull(text), raisedAt: text }),
  }),
  incidentResolved: fc.record({ kind: fc.constant('incidentResolved'), incidentId: text }),
  compensationRegistered: fc.record({
    kind: fc.constant('compensationRegistered'),
    entry: fc.record({ ...owner, handlerId: elementId, scopeId: elementInstanceId, variables: jsonObject, around: jsonObject }),
  }),
  compensationRemoved: fc.record({ kind: fc.constant('compensationRemoved'), entryId: text }),
  instanceMigrated: fc.record({ kind: fc.constant('instanceMigrated'), definitionId, processId: elementId }),
  elementMigrated: fc.record({
    kind: fc.constant('elementMigrated'),
    elementInstanceId,
    elementId,
    viaFlowId: orNull(elementId),
    data: jsonObject,
  }),
  tokenMigrated: fc.record({ kind: fc.constant('tokenMigrated'), tokenId: text, flowId: elementId }),
  compensationMigrated: fc.record({ kind: fc.constant('compensationMigrated'), entryId: text, elementId, handlerId: elementId }),
  instanceSuspended: fc.record({ kind: fc.constant('instanceSuspended') }),
  instanceResumed: fc.record({ kind: fc.constant('instanceResumed') }),
  instanceEnded: fc.record({ kind: fc.constant('instanceEnded'), status: fc.constantFrom('completed', 'terminated', 'cancelled') }),
};
