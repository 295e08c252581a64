import { ROOT_SCOPE_ID } from '../model/index.ts';
import type { JsonValue } from '../model/index.ts';
import type { ElementInstance, Wait } from './instance-state.ts';
import type { InstanceRecord, InstanceRecordKind } from './record.ts';

/** In place of a default: the member is always written. */
const ALWAYS = Symbol('always');
/** In place of a default: when it is not written there is no such member. Only the last member of a form may be so. */
export const ABSENT = Symbol('absent');
/** In place of a default: the name of the same sort that came last in the text, in the same record or one before; null before the first. */
export const SAME_NAME = Symbol('same name');

/** In place of a default: a member that is a name of a sort, and is remembered as the last one. */
class NameOf {
  readonly place: number;
  readonly byDefault: typeof ALWAYS | typeof SAME_NAME;

  constructor(place: number, byDefault: typeof ALWAYS | typeof SAME_NAME) {
    this.place = place;
    this.byDefault = byDefault;
  }
}
const sortOfNames = (place: number) => ({ named: new NameOf(place, ALWAYS), same: new NameOf(place, SAME_NAME) });
const INSTANCE = sortOfNames(0);
const ELEMENT_INSTANCE = sortOfNames(1);
const ELEMENT = sortOfNames(2);
const FLOW = sortOfNames(3);
const WAIT = sortOfNames(4);

/** The name of each sort that came last. */
export type LastNames = JsonValue[];
/** Before the first name, and after a record that is kept as an object. */
export const noNames = (): LastNames => [null, null, null, null, null];

/** Of objects and arrays only the empty one may be a default. */
export type Default = JsonValue | typeof ALWAYS | typeof ABSENT | typeof SAME_NAME;

/** How a sort of records is written: its tag, then its members in this order, without those at the end that have their defaults. */
export interface RecordForm {
  readonly tag: string;
  readonly kind: string;
  /** The member of the record that the members are of, beside which it has only its kind; null when they are of the record itself. */
  readonly within: 'elementInstance' | 'wait' | null;
  /** The kind of the wait; null for everything else. */
  readonly waitKind: string | null;
  readonly fields: readonly RecordField[];
  /** How it begins as a text. */
  readonly opening: string;
}

/** A member of a record. */
export interface RecordField {
  readonly name: string;
  readonly byDefault: Default;
  /** Its place among the last names; -1 for one that is no name. */
  readonly place: number;
}

/** A default for every member, in the order of writing: a member that a type gets later does not compile until it has its place here. */
type Members<Content> = {
  readonly [Name in Exclude<keyof Content, 'kind'>]-?: undefined extends Content[Name]
    ? typeof ABSENT
    : Content[Name] | typeof ALWAYS | NameOf;
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
    {
      instanceId: INSTANCE.named,
      definitionId: ALWAYS,
      processId: ALWAYS,
      rootInstanceId: INSTANCE.same,
      businessKey: null,
      caller: null,
    },
  ],
  elementStatusChanged: ['s', { elementInstanceId: ELEMENT_INSTANCE.same, status: 'active' }],
  elementDataChanged: ['d', { data: ALWAYS, elementInstanceId: ELEMENT_INSTANCE.same }],
  loopOutputCollected: ['o', { elementInstanceId: ALWAYS, index: ALWAYS, value: ALWAYS }],
  elementLeft: ['l', { elementInstanceId: ELEMENT_INSTANCE.same, elementId: ELEMENT.same }],
  elementCancelled: ['x', { elementInstanceId: ELEMENT_INSTANCE.same, elementId: ELEMENT.same }],
  flowTaken: ['f', { flowId: FLOW.named, scopeId: ROOT_SCOPE_ID }],
  tokenParked: ['p', { tokenId: ALWAYS, flowId: FLOW.same, scopeId: ROOT_SCOPE_ID }],
  tokensRemoved: ['r', { tokenIds: ALWAYS }],
  variablesSet: ['v', { variables: ALWAYS, scopeId: ROOT_SCOPE_ID }],
  waitClosed: ['c', { waitId: WAIT.same, reason: 'done' }],
  eventThrown: ['throw', { event: ALWAYS, code: null, elementId: ELEMENT.same, elementInstanceId: ELEMENT_INSTANCE.same }],
  eventCaught: ['catch', { event: ALWAYS, code: null, elementId: ELEMENT.same, elementInstanceId: ELEMENT_INSTANCE.same }],
  instanceEnded: ['end', { status: 'completed' }],
};

const ENTERED: readonly [tag: string, Members<ElementInstance>] = [
  'e',
  {
    id: ELEMENT_INSTANCE.named,
    elementId: ELEMENT.named,
    viaFlowId: FLOW.same,
    scopeId: ROOT_SCOPE_ID,
    status: 'entering',
    loopIndex: null,
    data: {},
    isLoopBody: false,
  },
];

/** Where the wait is. */
const OWNER = { elementInstanceId: ELEMENT_INSTANCE.same, elementId: ELEMENT.same } as const;

/** Tag when opened, tag when changed, and members. */
const WAITS: {
  readonly [Kind in Wait['kind']]: readonly [opened: string, changed: string, Members<Extract<Wait, { readonly kind: Kind }>>];
} = {
  job: [
    'job',
    'job*',
    {
      id: WAIT.named,
      jobType: ALWAYS,
      headers: {},
      ...OWNER,
      work: 'operation',
      retriesLeft: 3,
      retryBackoff: null,
      priority: ABSENT,
    },
  ],
  task: [
    'task',
    'task*',
    {
      id: WAIT.named,
      name: ALWAYS,
      formId: null,
      candidateGroups: [],
      assignee: null,
      dueAt: null,
      ...OWNER,
      priority: 50,
      candidateUsers: [],
      followUpAt: null,
    },
  ],
  timer: ['timer', 'timer*', { id: WAIT.named, dueAt: ALWAYS, ...OWNER, repetitionsLeft: 0, cycle: null, calendar: ABSENT }],
  message: ['message', 'message*', { id: WAIT.named, messageName: ALWAYS, correlationKey: null, ...OWNER }],
  signal: ['signal', 'signal*', { id: WAIT.named, signalName: ALWAYS, ...OWNER }],
  condition: ['condition', 'condition*', { id: WAIT.named, ...OWNER, lastValue: false, definitionIndex: ABSENT }],
  calledInstance: ['call', 'call*', { id: WAIT.named, processId: ALWAYS, ...OWNER, calledInstanceId: null }],
};

function form(
  tag: string,
  sort: Pick<RecordForm, 'kind' | 'within' | 'waitKind'>,
  members: Readonly<Record<string, Default | NameOf>>,
): RecordForm {
  const fields = Object.entries(members).map(([name, value]): RecordField => {
    const isName = value instanceof NameOf;
    return { name, byDefault: isName ? value.byDefault : value, place: isName ? value.place : -1 };
  });
  return { tag, ...sort, fields, opening: `["${tag}"` };
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
