import type { ElementId } from './ids.ts';
import type { Expression, IoMapping } from './expression.ts';
import type { EventDefinition } from './event-definition.ts';

/** What every flow node has. `scopeId` is the enclosing process or sub-process; `line` is its line in the source file, from 1. */
export interface FlowNodeBase {
  readonly id: ElementId;
  readonly name: string | null;
  readonly scopeId: ElementId;
  /** Ids of sequence flows, in document order. */
  readonly incoming: readonly ElementId[];
  readonly outgoing: readonly ElementId[];
  /** Names of the lanes that contain the node, outermost first; empty without lanes. */
  readonly lanes: readonly string[];
  readonly inputMappings: readonly IoMapping[];
  readonly outputMappings: readonly IoMapping[];
  /** Input sets (BPMN 2.0.2, 10.4.2) as the names of the data inputs that each requires: one of them has to be there. Absent: nothing is required. */
  readonly inputSets?: readonly (readonly string[])[];
  /** Output sets, likewise: data outputs that associations take and that have to be there in the end. */
  readonly outputSets?: readonly (readonly string[])[];
  /** The one data output of a node that catches a message or the like: it is all that came, unless that has a member of this name. */
  readonly payloadOutput?: string;
  /** Variables of this node's own scope, without value at first; those of `properties` hide what has their name around them, data objects are that. */
  readonly ownVariables?: { readonly properties: readonly string[]; readonly dataObjects: readonly string[] };
  /** Priority of the jobs of this node (`zeebe:jobPriorityDefinition`), a whole number of 32 bits. Absent: that of the process. */
  readonly jobPriority?: Expression;
  readonly line: number;
}

/** Multi-instance loop characteristics (BPMN 2.0.2, 10.3.8). Exactly one of `cardinality` and `inputCollection` is not null. */
export interface MultiInstanceLoop {
  readonly kind: 'multiInstance';
  readonly isSequential: boolean;
  readonly cardinality: Expression | null;
  readonly inputCollection: Expression | null;
  /** Variable of the inner instance that holds the item; null when the items are not named. */
  readonly inputElement: string | null;
  readonly outputCollection: string | null;
  readonly outputElement: Expression | null;
  readonly completionCondition: Expression | null;
  /** Events thrown when instances complete; absent for the behavior `All`, which throws none. */
  readonly behavior?: LoopBehavior;
}

/**
 * Which events a multi-instance activity throws as its instances complete (BPMN 2.0.2, tables 10.30 and 10.31): `none` one with every
 * instance, `one` one with the first, `complex` those whose condition holds then.
 */
export type LoopBehavior =
  | { readonly kind: 'none' | 'one'; readonly event: EventDefinition }
  | { readonly kind: 'complex'; readonly definitions: readonly ComplexBehavior[] };

/** A condition, evaluated with the built-in counters at each completion, and what is thrown when it holds. */
export interface ComplexBehavior {
  readonly condition: Expression;
  readonly events: readonly EventDefinition[];
}

/** Standard loop characteristics (BPMN 2.0.2, 10.3.8). `loopMaximum` is a number, or FEEL that gives one; null is no maximum. */
export interface StandardLoop {
  readonly kind: 'standardLoop';
  readonly testBefore: boolean;
  readonly loopMaximum: Expression | null;
  readonly loopCondition: Expression | null;
}

export type Loop = MultiInstanceLoop | StandardLoop;

/** What every activity (task, sub-process, call activity) has beyond a flow node. */
export interface ActivityBase extends FlowNodeBase {
  readonly loop: Loop | null;
  readonly boundaryEventIds: readonly ElementId[];
  /** Default outgoing flow, taken when no condition holds (BPMN 2.0.2, 13.3.1). */
  readonly defaultFlowId: ElementId | null;
  readonly isForCompensation: boolean;
  /** Tokens that have to arrive before the activity begins, and that leave on each flow it takes (BPMN 2.0.2, table 10.3); 1 when absent. */
  readonly startQuantity?: number;
  readonly completionQuantity?: number;
  /** The compensation activity of this activity's compensation boundary event, if any. */
  readonly compensationHandlerId: ElementId | null;
}

/** `zeebe:taskDefinition` and headers: who does the work and how often it is tried. */
export interface JobDefinition {
  readonly type: Expression;
  readonly retries: Expression;
  /** `lanework:retryBackoff` durations, ISO 8601, comma separated; null means the runtime's default. */
  readonly retryBackoff: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

export interface AbstractTask extends ActivityBase {
  readonly kind: 'task';
}
export interface ManualTask extends ActivityBase {
  readonly kind: 'manualTask';
}

/** `zeebe:assignmentDefinition`, `zeebe:formDefinition`, `zeebe:taskSchedule`, `zeebe:priorityDefinition`, `lanework:instructions`. */
export interface UserTask extends ActivityBase {
  readonly kind: 'userTask';
  readonly assignee: Expression | null;
  readonly candidateGroups: Expression | null;
  readonly candidateUsers: Expression | null;
  readonly formId: string | null;
  readonly dueDate: Expression | null;
  /** Business calendar by which due and follow-up dates count; none when absent. */
  readonly calendar?: string;
  readonly followUpDate: Expression | null;
  readonly priority: Expression | null;
  readonly instructions: string | null;
}

export interface ServiceTask extends ActivityBase {
  readonly kind: 'serviceTask';
  readonly job: JobDefinition | null;
}

/** A send task either is a job (task definition) or throws its message (message reference); both null: it waits. */
export interface SendTask extends ActivityBase {
  readonly kind: 'sendTask';
  readonly job: JobDefinition | null;
  readonly message: Extract<EventDefinition, { kind: 'message' }> | null;
}

export interface ReceiveTask extends ActivityBase {
  readonly kind: 'receiveTask';
  readonly message: Extract<EventDefinition, { kind: 'message' }>;
  readonly instantiate: boolean;
}

export type ScriptBody =
  | { readonly language: 'feel'; readonly source: string }
  | { readonly language: 'javascript'; readonly source: string };

export interface ScriptTask extends ActivityBase {
  readonly kind: 'scriptTask';
  /** Null when the task is a job instead (zeebe task definition). */
  readonly script: ScriptBody | null;
  /** Variable for the value of a FEEL script; JavaScript results that are objects are merged when null. */
  readonly resultVariable: string | null;
  readonly job: JobDefinition | null;
}

export interface BusinessRuleTask extends ActivityBase {
  readonly kind: 'businessRuleTask';
  readonly decisionId: Expression | null;
  readonly resultVariable: string | null;
  readonly job: JobDefinition | null;
}

/** Embedded sub-process (BPMN 2.0.2, 10.3.5). */
export interface SubProcess extends ActivityBase {
  readonly kind: 'subProcess';
}
/** Event sub-process: `triggeredByEvent="true"` (BPMN 2.0.2, 13.5.4); no incoming or outgoing flow, one start event. */
export interface EventSubProcess extends ActivityBase {
  readonly kind: 'eventSubProcess';
}
export interface Transaction extends ActivityBase {
  readonly kind: 'transaction';
}
export interface AdHocSubProcess extends ActivityBase {
  readonly kind: 'adHocSubProcess';
  readonly ordering: 'parallel' | 'sequential';
  readonly completionCondition: Expression | null;
  readonly cancelRemainingInstances: boolean;
  /** `zeebe:adHoc`: gives the ids of the elements that begin; absent begins every one without incoming flow. */
  readonly activeElements?: Expression;
}

export interface CallActivity extends ActivityBase {
  readonly kind: 'callActivity';
  readonly processId: Expression;
  /** Which version is called: the newest, the one deployed together with the caller, the newest with a tag, or one version of its number. */
  readonly binding:
    | { readonly kind: 'latest' }
    | { readonly kind: 'deployment' }
    | { readonly kind: 'versionTag'; readonly tag: string }
    | { readonly kind: 'version'; readonly version: number };
  readonly propagateAllParentVariables: boolean;
  readonly propagateAllChildVariables: boolean;
}

export interface ExclusiveGateway extends FlowNodeBase {
  readonly kind: 'exclusiveGateway';
  readonly defaultFlowId: ElementId | null;
}
export interface InclusiveGateway extends FlowNodeBase {
  readonly kind: 'inclusiveGateway';
  readonly defaultFlowId: ElementId | null;
}
export interface ParallelGateway extends FlowNodeBase {
  readonly kind: 'parallelGateway';
}
export interface EventBasedGateway extends FlowNodeBase {
  readonly kind: 'eventBasedGateway';
  readonly instantiate: boolean;
  readonly isParallel: boolean;
}
export interface ComplexGateway extends FlowNodeBase {
  readonly kind: 'complexGateway';
  readonly defaultFlowId: ElementId | null;
  readonly activationCondition: Expression | null;
}

/** `definitions` has one entry (`none` included), several for a multiple event. */
export interface StartEvent extends FlowNodeBase {
  readonly kind: 'startEvent';
  readonly definitions: readonly EventDefinition[];
  readonly isParallelMultiple: boolean;
  /** Only of meaning for the start event of an event sub-process; true when omitted. */
  readonly isInterrupting: boolean;
}
export interface EndEvent extends FlowNodeBase {
  readonly kind: 'endEvent';
  readonly definitions: readonly EventDefinition[];
  readonly job: JobDefinition | null;
}
export interface IntermediateCatchEvent extends FlowNodeBase {
  readonly kind: 'intermediateCatchEvent';
  readonly definitions: readonly EventDefinition[];
  readonly isParallelMultiple: boolean;
}
export interface IntermediateThrowEvent extends FlowNodeBase {
  readonly kind: 'intermediateThrowEvent';
  readonly definitions: readonly EventDefinition[];
  /** A message throw or end event with a task definition is a job, as in the zeebe dialect. */
  readonly job: JobDefinition | null;
}
export interface BoundaryEvent extends FlowNodeBase {
  readonly kind: 'boundaryEvent';
  readonly attachedToId: ElementId;
  /** `cancelActivity`; true when omitted. */
  readonly isInterrupting: boolean;
  readonly definitions: readonly EventDefinition[];
  readonly isParallelMultiple: boolean;
}

export type Task = AbstractTask | ManualTask | UserTask | ServiceTask | SendTask | ReceiveTask | ScriptTask | BusinessRuleTask;
export type Container = SubProcess | EventSubProcess | Transaction | AdHocSubProcess;
export type Activity = Task | Container | CallActivity;
export type Gateway = ExclusiveGateway | InclusiveGateway | ParallelGateway | EventBasedGateway | ComplexGateway;
export type EventNode = StartEvent | EndEvent | IntermediateCatchEvent | IntermediateThrowEvent | BoundaryEvent;

/** Every flow node that the engine knows, by BPMN class; the registry of handlers is a mapped type over `FlowNodeKind`. */
export type FlowNode = Activity | Gateway | EventNode;
export type FlowNodeKind = FlowNode['kind'];
export type FlowNodeOf<Kind extends FlowNodeKind> = Extract<FlowNode, { readonly kind: Kind }>;
