import { ROOT_SCOPE_ID } from '../model/index.ts';
import type { JsonValue } from '../model/index.ts';
import type { ElementInstance, Wait } from './instance-state.ts';
import type { InstanceRecord, InstanceRecordKind } from './record.ts';

/** In place of a default: the member is always written. */
export const ALWAYS = Symbol('always');
/** In place of a default: when it is not written there is no such member. Only the last member of a form may be so. */
export const ABSENT = Symbol('absent');

/** Of objects and arrays only the empty one may be a default. */
export type Default = JsonValue | typeof ALWAYS | typeof ABSENT;

/** How a sort of records is written: its tag, then its members in this order, without those at the end that have their defaults. */
export interface RecordForm {
  readonly tag: string;
  readonly kind: string;
  /** The member of the record that the members are of, beside which it has only its kind; null when they are of the record itself. */
  readonly within: 'elementInstance' | 'wait' | null;
  /** The kind of the wait; null for everything else. */
  readonly waitKind: string | null;
  readonly names: readonly string[];
  readonly defaults: readonly Default[];
  /** The tag, and room for every member. */
  readonly blank: readonly JsonValue[];
}

/** A default for every member, in the order of writing: a member that a type gets later does not compile until it has its place here. */
type Members<Content> = {
  readonly [Name in Exclude<keyof Content, 'kind'>]-?: undefined extends Content[Name] ? typeof ABSENT : Content[Name] | typeof ALWAYS;
};
/** Rare enough to have no form: kept as objects. */
type KindWithoutForm =
  | 'incidentRaised'
  | 'incidentResolved'
  | 'compensationRegistered'
  | 'compensationRemoved'
  | 'instanceMigrated'
  | 'elementMigrated'
  | 'tokenMigrated'
  | 'compensationMigrated'
  | 'instanceSuspended'
  | 'instanceResumed';
type KindWithin = 'elementEntered' | 'waitOpened' | 'waitChanged';

/*
 * Once released a form is never edited (no other tag, no other order, no other default): journals are full of what it wrote. A member that a type
 * gets later comes last, as `ABSENT`; where there is one already, the records that have both are kept as objects until there is a new form.
 */

/** Kinds whose members are those of the record. */
const PLAIN: {
  readonly [Kind in Exclude<InstanceRecordKind, KindWithin | KindWithoutForm>]: readonly [
    tag: string,
    Members<Extract<InstanceRecord, { readonly kind: Kind }>>,
  ];
} = {
  instanceStarted: [
    'start',
    { instanceId: ALWAYS, definitionId: ALWAYS, processId: ALWAYS, rootInstanceId: ALWAYS, businessKey: null, caller: null },
  ],
  elementStatusChanged: ['s', { elementInstanceId: ALWAYS, status: 'active' }],
  elementDataChanged: ['d', { elementInstanceId: ALWAYS, data: ALWAYS }],
  loopOutputCollected: ['o', { elementInstanceId: ALWAYS, index: ALWAYS, value: ALWAYS }],
  elementLeft: ['l', { elementInstanceId: ALWAYS, elementId: ALWAYS }],
  elementCancelled: ['x', { elementInstanceId: ALWAYS, elementId: ALWAYS }],
  flowTaken: ['f', { flowId: ALWAYS, scopeId: ROOT_SCOPE_ID }],
  tokenParked: ['p', { tokenId: ALWAYS, flowId: ALWAYS, scopeId: ROOT_SCOPE_ID }],
  tokensRemoved: ['r', { tokenIds: ALWAYS }],
  variablesSet: ['v', { variables: ALWAYS, scopeId: ROOT_SCOPE_ID }],
  waitClosed: ['c', { waitId: ALWAYS, reason: 'done' }],
  eventThrown: ['throw', { elementId: ALWAYS, elementInstanceId: ALWAYS, event: ALWAYS, code: null }],
  eventCaught: ['catch', { elementId: ALWAYS, elementInstanceId: ALWAYS, event: ALWAYS, code: null }],
  instanceEnded: ['end', { status: 'completed' }],
};

const ENTERED: readonly [tag: string, Members<ElementInstance>] = [
  'e',
  {
    id: ALWAYS,
    elementId: ALWAYS,
    viaFlowId: null,
    scopeId: ROOT_SCOPE_ID,
    status: 'entering',
    loopIndex: null,
    data: {},
    isLoopBody: false,
  },
];

const OWNER = { id: ALWAYS, elementInstanceId: ALWAYS, elementId: ALWAYS } as const;

/** Tag when opened, tag when changed, and members. */
const WAITS: {
  readonly [Kind in Wait['kind']]: readonly [opened: string, changed: string, Members<Extract<Wait, { readonly kind: Kind }>>];
} = {
  job: ['job', 'job*', { ...OWNER, jobType: ALWAYS, headers: {}, work: 'operation', retriesLeft: 3, retryBackoff: null }],
  task: [
    'task',
    'task*',
    {
      ...OWNER,
      name: ALWAYS,
      formId: null,
      candidateGroups: [],
      assignee: null,
      dueAt: null,
      priority: 50,
      candidateUsers: [],
      followUpAt: null,
    },
  ],
  timer: ['timer', 'timer*', { ...OWNER, dueAt: ALWAYS, repetitionsLeft: 0, cycle: null, calendar: ABSENT }],
  message: ['message', 'message*', { ...OWNER, messageName: ALWAYS, correlationKey: null }],
  signal: ['signal', 'signal*', { ...OWNER, signalName: ALWAYS }],
  condition: ['condition', 'condition*', { ...OWNER, lastValue: false, definitionIndex: ABSENT }],
  calledInstance: ['call', 'call*', { ...OWNER, processId: ALWAYS, calledInstanceId: null }],
};

function form(tag: string, sort: Pick<RecordForm, 'kind' | 'within' | 'waitKind'>, members: Readonly<Record<string, Default>>): RecordForm {
  const names = Object.keys(members);
  return { tag, ...sort, names, defaults: Object.values(members), blank: [tag, ...names.map(() => null)] };
}

/** The forms of all records that are not kept as objects. */
export const RECORD_FORMS: readonly RecordForm[] = [
  ...Object.entries(PLAIN).map(([kind, [tag, members]]) => form(tag, { kind, within: null, waitKind: null }, members)),
  form(ENTERED[0], { kind: 'elementEntered', within: 'elementInstance', waitKind: null }, ENTERED[1]),
  ...Object.entries(WAITS).flatMap(([waitKind, [opened, changed, members]]) => [
    form(opened, { kind: 'waitOpened', within: 'wait', waitKind }, members),
    form(changed, { kind: 'waitChanged', within: 'wait', waitKind }, members),
  ]),
];
