import type {
  ContainerContent,
  ElementId,
  EventDefinition,
  Expression,
  FlowNode,
  FlowNodeBase,
  FlowNodeKind,
  FlowNodeOf,
  IoMapping,
  JobDefinition,
  MultiInstanceLoop,
  ProcessDefinition,
  SequenceFlow,
  TimerSpec,
} from '../../../../engine/model/index.ts';
import { asElementId } from '../../../../engine/model/index.ts';

/** FEEL text with a leading `=`, or fixed text. */
export const expression = (text: string): Expression =>
  text.startsWith('=') ? { kind: 'feel', source: text.slice(1) } : { kind: 'literal', value: text };

/** Mappings as `{ target: '=source' }`. */
export const mappings = (targets: Readonly<Record<string, string>>): readonly IoMapping[] =>
  Object.entries(targets).map(([target, source]) => ({ source: expression(source), target }));

interface Common {
  readonly in?: Readonly<Record<string, string>>;
  readonly out?: Readonly<Record<string, string>>;
  readonly lanes?: readonly string[];
  readonly default?: string;
  readonly jobPriority?: string;
}
interface ActivityOptions extends Common {
  readonly loop?: MultiInstanceLoop | FlowNodeOf<'task'>['loop'];
  readonly compensatedBy?: string;
  readonly isForCompensation?: boolean;
  readonly needs?: number;
  readonly gives?: number;
}
/** A node before it knows its flows. Ids in it are plain texts. */
export interface Draft {
  readonly id: string;
  readonly kind: FlowNodeKind;
  readonly own: Readonly<Record<string, unknown>>;
  readonly content: Content | null;
}
interface Content {
  readonly nodes: readonly Draft[];
  readonly flows: readonly string[];
}

const common = (options: Common): Record<string, unknown> => ({
  inputMappings: mappings(options.in ?? {}),
  outputMappings: mappings(options.out ?? {}),
  lanes: options.lanes ?? [],
  ...(options.jobPriority === undefined ? {} : { jobPriority: expression(options.jobPriority) }),
});
const activity = (options: ActivityOptions): Record<string, unknown> => ({
  ...common(options),
  loop: options.loop ?? null,
  boundaryEventIds: [],
  defaultFlowId: options.default ?? null,
  ...(options.needs === undefined ? {} : { startQuantity: options.needs }),
  ...(options.gives === undefined ? {} : { completionQuantity: options.gives }),
  isForCompensation: options.isForCompensation ?? false,
  compensationHandlerId: options.compensatedBy ?? null,
});
const draft = (kind: FlowNodeKind, id: string, own: Record<string, unknown>, content: Content | null = null): Draft => ({
  id,
  kind,
  own,
  content,
});

/** A job definition with three attempts. */
export const jobOf = (type: string): JobDefinition => ({
  type: expression(type),
  retries: { kind: 'literal', value: 3 },
  retryBackoff: null,
  headers: {},
});

export const task = (id: string, options: ActivityOptions = {}): Draft => draft('task', id, activity(options));
export const manualTask = (id: string, options: ActivityOptions = {}): Draft => draft('manualTask', id, activity(options));
export const userTask = (
  id: string,
  options: ActivityOptions & {
    assignee?: string;
    groups?: string;
    users?: string;
    due?: string;
    followUp?: string;
    priority?: string;
  } = {},
): Draft => {
  const text = (value: string | undefined): Expression | null => (value === undefined ? null : expression(value));
  return draft('userTask', id, {
    ...activity(options),
    assignee: text(options.assignee),
    candidateGroups: text(options.groups),
    candidateUsers: text(options.users),
    formId: null,
    dueDate: text(options.due),
    followUpDate: text(options.followUp),
    priority: text(options.priority),
    instructions: null,
  });
};
export const serviceTask = (id: string, type: string | null, options: ActivityOptions = {}): Draft =>
  draft('serviceTask', id, { ...activity(options), job: type === null ? null : jobOf(type) });
export const sendTask = (id: string, message: EventDefinition | null, options: ActivityOptions & { job?: string } = {}): Draft =>
  draft('sendTask', id, { ...activity(options), job: options.job === undefined ? null : jobOf(options.job), message });
export const receiveTask = (id: string, message: EventDefinition, options: ActivityOptions = {}): Draft =>
  draft('receiveTask', id, { ...activity(options), message, instantiate: false });
export const scriptTask = (
  id: string,
  source: string,
  options: ActivityOptions & { result?: string; language?: 'feel' | 'javascript' } = {},
): Draft =>
  draft('scriptTask', id, {
    ...activity(options),
    script: { language: options.language ?? 'feel', source },
    resultVariable: options.result ?? null,
    job: null,
  });
export const businessRuleTask = (id: string, decisionId: string | null, options: ActivityOptions & { result?: string } = {}): Draft =>
  draft('businessRuleTask', id, {
    ...activity(options),
    decisionId: decisionId === null ? null : expression(decisionId),
    resultVariable: options.result ?? null,
    job: null,
  });
export const callActivity = (id: string, processId: string, options: ActivityOptions & { allIn?: boolean; allOut?: boolean } = {}): Draft =>
  draft('callActivity', id, {
    ...activity(options),
    processId: expression(processId),
    binding: { kind: 'latest' },
    propagateAllParentVariables: options.allIn ?? true,
    propagateAllChildVariables: options.allOut ?? true,
  });
export const subProcess = (id: string, nodes: readonly Draft[], flows: readonly string[], options: ActivityOptions = {}): Draft =>
  draft('subProcess', id, activity(options), { nodes, flows });
export const transaction = (id: string, nodes: readonly Draft[], flows: readonly string[], options: ActivityOptions = {}): Draft =>
  draft('transaction', id, activity(options), { nodes, flows });
export const adHoc = (
  id: string,
  nodes: readonly Draft[],
  flows: readonly string[],
  options: ActivityOptions & { sequential?: boolean; until?: string; letRun?: boolean; active?: string } = {},
): Draft =>
  draft(
    'adHocSubProcess',
    id,
    {
      ...activity(options),
      ordering: options.sequential === true ? 'sequential' : 'parallel',
      completionCondition: options.until === undefined ? null : { kind: 'feel', source: options.until },
      cancelRemainingInstances: options.letRun !== true,
      ...(options.active === undefined ? {} : { activeElements: { kind: 'feel', source: options.active } }),
    },
    { nodes, flows },
  );
export const eventSubProcess = (id: string, nodes: readonly Draft[], flows: readonly string[]): Draft =>
  draft('eventSubProcess', id, activity({}), { nodes, flows });

export const exclusive = (id: string, options: Common = {}): Draft =>
  draft('exclusiveGateway', id, { ...common(options), defaultFlowId: options.default ?? null });
export const inclusive = (id: string, options: Common = {}): Draft =>
  draft('inclusiveGateway', id, { ...common(options), defaultFlowId: options.default ?? null });
/** Event-based gateway that starts the process. */
export const eventStart = (id: string, isParallel = false): Draft =>
  draft('eventBasedGateway', id, { ...common({}), instantiate: true, isParallel });
/** The same event, needing all of its definitions. */
export const needingAll = (event: Draft): Draft => ({ ...event, own: { ...event.own, isParallelMultiple: true } });
export const parallel = (id: string): Draft => draft('parallelGateway', id, common({}));
export const complex = (id: string, activation: string | null, options: Common = {}): Draft =>
  draft('complexGateway', id, {
    ...common(options),
    defaultFlowId: options.default ?? null,
    activationCondition: activation === null ? null : { kind: 'feel', source: activation },
  });
export const eventBased = (id: string): Draft => draft('eventBasedGateway', id, { ...common({}), instantiate: false, isParallel: false });

export const NONE: EventDefinition = { kind: 'none' };
export const timer = (timerSpec: TimerSpec): EventDefinition => ({ kind: 'timer', timer: timerSpec });
export const after = (duration: string): EventDefinition => timer({ kind: 'duration', duration: expression(duration) });
export const every = (cycle: string): EventDefinition => timer({ kind: 'cycle', cycle: expression(cycle) });
export const at = (date: string): EventDefinition => timer({ kind: 'date', at: expression(date) });
export const message = (name: string, key: string | null = null): EventDefinition & { kind: 'message' } => ({
  kind: 'message',
  messageName: expression(name),
  correlationKey: key === null ? null : expression(key),
  timeToLive: null,
});
export const signal = (name: string): EventDefinition => ({ kind: 'signal', signalName: expression(name) });
export const error = (code: string | null): EventDefinition => ({ kind: 'error', errorCode: code === null ? null : expression(code) });
export const escalation = (code: string | null): EventDefinition => ({
  kind: 'escalation',
  escalationCode: code === null ? null : expression(code),
});
export const condition = (source: string): EventDefinition => ({ kind: 'conditional', condition: expression(source) });
export const compensation = (activityId: string | null = null, waitForCompletion = true): EventDefinition => ({
  kind: 'compensation',
  activityId: activityId === null ? null : asElementId(activityId),
  waitForCompletion,
});
export const cancel: EventDefinition = { kind: 'cancel' };
export const terminate: EventDefinition = { kind: 'terminate' };
export const link = (linkName: string): EventDefinition => ({ kind: 'link', linkName });

export const start = (id: string, definition: EventDefinition = NONE, options: Common & { interrupting?: boolean } = {}): Draft =>
  draft('startEvent', id, {
    ...common(options),
    definitions: [definition],
    isParallelMultiple: false,
    isInterrupting: options.interrupting ?? true,
  });
export const end = (id: string, definition: EventDefinition = NONE, options: Common = {}): Draft =>
  draft('endEvent', id, { ...common(options), definitions: [definition], job: null });
export const catchEvent = (id: string, definitions: EventDefinition | readonly EventDefinition[], options: Common = {}): Draft =>
  draft('intermediateCatchEvent', id, { ...common(options), definitions: [definitions].flat(), isParallelMultiple: false });
export const throwEvent = (id: string, definition: EventDefinition, options: Common = {}): Draft =>
  draft('intermediateThrowEvent', id, { ...common(options), definitions: [definition], job: null });
export const boundary = (
  id: string,
  attachedToId: string,
  definition: EventDefinition,
  options: Common & { interrupting?: boolean } = {},
): Draft =>
  draft('boundaryEvent', id, {
    ...common(options),
    attachedToId,
    definitions: [definition],
    isParallelMultiple: false,
    isInterrupting: options.interrupting ?? true,
  });

/** Parallel multi-instance over a collection or a number of instances; everything else by `more`. */
export const forEach = (over: string | number, more: Partial<MultiInstanceLoop> = {}): MultiInstanceLoop => ({
  kind: 'multiInstance',
  isSequential: false,
  cardinality: typeof over === 'number' ? { kind: 'literal', value: over } : null,
  inputCollection: typeof over === 'string' ? expression(over) : null,
  inputElement: typeof over === 'string' ? 'item' : null,
  outputCollection: null,
  outputElement: null,
  completionCondition: null,
  ...more,
});

const FLOW = /^(?:(\w+): )?(\w+) > (\w+)(?: if (.+))?$/;

function addFlows(scopeId: string, texts: readonly string[], flows: Record<string, SequenceFlow>): readonly ElementId[] {
  return texts.map((text) => {
    const match = FLOW.exec(text);
    if (match === null) throw new Error(`Expected a flow like "A > B if x > 1", but found "${text}".`);
    const [, named, source = '', target = '', source_ = ''] = match;
    const id = asElementId(
      named ?? (`${source}_${target}` in flows ? `${source}_${target}_${Object.keys(flows).length}` : `${source}_${target}`),
    );
    flows[id] = {
      id,
      name: null,
      scopeId: asElementId(scopeId),
      sourceId: asElementId(source),
      targetId: asElementId(target),
      condition: source_ === '' ? null : { kind: 'feel', source: source_ },
      line: 1,
    };
    return id;
  });
}

function addContent(
  id: string,
  content: Content,
  nodes: Record<string, FlowNode>,
  flows: Record<string, SequenceFlow>,
  containers: Record<string, ContainerContent>,
): void {
  const flowIds = addFlows(id, content.flows, flows);
  for (const node of content.nodes) {
    const base: Omit<FlowNodeBase, 'inputMappings' | 'outputMappings' | 'lanes'> = {
      id: asElementId(node.id),
      name: null,
      scopeId: asElementId(id),
      line: 1,
      incoming: flowIds.filter((flowId) => flows[flowId]?.targetId === node.id),
      outgoing: flowIds.filter((flowId) => flows[flowId]?.sourceId === node.id),
    };
    const boundaryEventIds = content.nodes.filter((other) => other.own['attachedToId'] === node.id).map((other) => other.id);
    const own = 'boundaryEventIds' in node.own ? { ...node.own, boundaryEventIds } : node.own;
    nodes[node.id] = { kind: node.kind, ...base, ...own } as unknown as FlowNode; // The factories above give each kind exactly its members.
    if (node.content !== null) addContent(node.id, node.content, nodes, flows, containers);
  }
  const idsOf = (kind: FlowNodeKind): readonly ElementId[] =>
    content.nodes.filter((node) => node.kind === kind).map((node) => asElementId(node.id));
  containers[id] = {
    nodeIds: content.nodes.map((node) => asElementId(node.id)),
    flowIds,
    startEventIds: idsOf('startEvent'),
    eventSubProcessIds: idsOf('eventSubProcess'),
  };
}

/** A process definition from its nodes and flows, written `A > B`, `A > B if x > 1` or `name: A > B`; flows are named `A_B` else. */
export function define(nodes: readonly Draft[], flows: readonly string[], processId = 'process'): ProcessDefinition {
  const definition = {
    processId: asElementId(processId),
    name: null,
    versionTag: null,
    documentation: null,
    candidateStarterGroups: [],
    startFormId: null,
    nodes: {} as Record<string, FlowNode>,
    flows: {} as Record<string, SequenceFlow>,
    containers: {} as Record<string, ContainerContent>,
  };
  addContent(processId, { nodes, flows }, definition.nodes, definition.flows, definition.containers);
  return definition;
}
