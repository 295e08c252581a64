import type { ElementId } from './ids.ts';
import type { Expression } from './expression.ts';
import type { FlowNode } from './flow-node.ts';

/** A sequence flow (BPMN 2.0.2, 8.3.13). `condition` null is unconditional. */
export interface SequenceFlow {
  readonly id: ElementId;
  readonly name: string | null;
  readonly scopeId: ElementId;
  readonly sourceId: ElementId;
  readonly targetId: ElementId;
  readonly condition: Expression | null;
  readonly line: number;
}

/** Direct content of a process or sub-process, in document order. */
export interface ContainerContent {
  readonly nodeIds: readonly ElementId[];
  readonly flowIds: readonly ElementId[];
  /** Start events reached by flow or trigger; for a process also message, timer, signal starts. */
  readonly startEventIds: readonly ElementId[];
  readonly eventSubProcessIds: readonly ElementId[];
}

/**
 * One executable process as readonly data, made by `parse` from BPMN XML and never changed. It is plain JSON, so it can be cached,
 * sent to a worker thread and used in the browser.
 */
export interface ProcessDefinition {
  readonly processId: ElementId;
  readonly name: string | null;
  /** True for a global task: a process of that one task, which has the id of the process, and which only call activities begin. */
  readonly isGlobalTask?: true;
  readonly versionTag: string | null;
  readonly documentation: string | null;
  /** Text shown on the start page; groups that may start it (`lanework:candidateStarterGroups`), empty for everybody. */
  readonly candidateStarterGroups: readonly string[];
  /** Form shown before the start, from the none start event. */
  readonly startFormId: string | null;
  /** Properties of the process: variables that exist from the start on, without a value when none is given. */
  readonly properties?: readonly string[];
  /** Priority of jobs whose node names none. Absent: that of their operation. */
  readonly jobPriority?: Expression;
  readonly nodes: Readonly<Record<string, FlowNode>>;
  readonly flows: Readonly<Record<string, SequenceFlow>>;
  /** Content by container id; has an entry for the process id and for each sub-process. */
  readonly containers: Readonly<Record<string, ContainerContent>>;
}
