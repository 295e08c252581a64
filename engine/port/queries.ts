import type { JsonObject, JsonValue } from '../model/index.ts';
import type { InstanceStatus } from '../state/index.ts';

/**
 * Through whose eyes a list is read. Rights are part of the query, so that a page of 50 holds 50 visible rows and totals count
 * nothing hidden.
 */
export interface Viewer {
  readonly id: string;
  readonly groups: readonly string[];
  /** Managers and administrators see every task; others their own and those of their groups. */
  readonly seesAllTasks: boolean;
  /** Managers, analysts and administrators see every instance; others those they started or have had a task in. */
  readonly seesAllInstances: boolean;
}

/** One page of a list. `nextCursor` is opaque and null on the last page; `total` counts all pages where that is cheap. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
  readonly total?: number;
}
/** `limit` rows after `cursor` (null: from the start), ordered by one of the list's sort fields. */
export interface PageRequest<SortField extends string> {
  readonly limit: number;
  readonly cursor: string | null;
  readonly sort: { readonly field: SortField; readonly descending: boolean };
}

/** Who did it, by the name he had then. */
export interface PersonRow {
  readonly id: string;
  readonly name: string;
}

/** `assignee` is a login, the HTTP layer adds the name. Times are ISO 8601 UTC. */
export interface TaskRow {
  readonly id: string;
  readonly name: string;
  readonly elementId: string;
  readonly processInstanceId: string;
  readonly rootInstanceId: string;
  readonly processId: string;
  readonly processName: string | null;
  readonly definitionId: string;
  readonly businessKey: string | null;
  readonly assignee: string | null;
  readonly candidateGroups: readonly string[];
  readonly candidateUsers: readonly string[];
  readonly createdAt: string;
  readonly dueAt: string | null;
  readonly priority: number;
  readonly status: 'open' | 'completed' | 'cancelled';
  readonly completedAt: string | null;
  readonly completedBy: PersonRow | null;
  readonly formId: string | null;
}
export interface TaskDetailRow extends TaskRow {
  readonly instructions: string | null;
  readonly form: JsonObject | null;
  /** Variables visible from the task's scope: inner scopes hide outer ones. */
  readonly variables: JsonObject;
  /** What the viewer has typed and not sent yet. */
  readonly draft: JsonObject | null;
}
export const TASK_FILTERS = ['all', 'mine', 'groups', 'unassigned', 'overdue'] as const;
export type TaskFilter = (typeof TASK_FILTERS)[number];
export const TASK_SORT_FIELDS = ['dueAt', 'createdAt', 'priority', 'name'] as const;
export interface TaskQuery extends PageRequest<(typeof TASK_SORT_FIELDS)[number]> {
  readonly filter: TaskFilter;
  readonly status: 'open' | 'completed' | 'cancelled';
  readonly processId: string | null;
  readonly processInstanceId: string | null;
  readonly businessKey: string | null;
  readonly search: string | null;
}
/** Open tasks behind each filter. A count that is `countedUpTo` stands for that many or more. */
export interface TaskCounts {
  readonly countedUpTo: number;
  readonly mine: number;
  readonly groups: number;
  readonly unassigned: number;
  readonly overdue: number;
  readonly all: number;
}

export interface DefinitionRow {
  readonly id: string;
  readonly processId: string;
  readonly name: string | null;
  readonly version: number;
  readonly versionTag: string | null;
  readonly deployedAt: string;
  readonly deployedBy: PersonRow;
  readonly note: string | null;
  /** Open instances and open incidents of this version. */
  readonly active: number;
  readonly incidents: number;
  readonly documentation: string | null;
  readonly startFormId: string | null;
  readonly candidateStarterGroups: readonly string[];
}
/** Who may start a process, and what he fills in. */
export type DefinitionToStart = Pick<DefinitionRow, 'id' | 'startFormId' | 'candidateStarterGroups'>;
export interface ElementStatistics {
  readonly active: number;
  readonly incidents: number;
  readonly completed: number;
  readonly cancelled: number;
  /** Visits of the sample's instances, those that go on among them: what may be compared from element to element. */
  readonly visits: number;
  /** Milliseconds from start to end of completed visits; null without any. */
  readonly medianMs: number | null;
  readonly p90Ms: number | null;
}
/** Where the tokens of a version are, all of them, and how the visits of a sample of its instances ended. Incidents are all that are open. */
export interface DefinitionStatistics {
  readonly elements: Readonly<Record<string, ElementStatistics>>;
  /** How often each sequence flow was taken by the instances of the sample. */
  readonly flows: Readonly<Record<string, number>>;
  /** The instances that ended last and the open ones that started last, whose visits of this version are counted and timed; complete when there are no others. */
  readonly sample: { readonly instances: number; readonly isComplete: boolean };
}

export interface InstanceRow {
  readonly id: string;
  readonly definitionId: string;
  readonly processId: string;
  readonly processName: string | null;
  readonly version: number;
  readonly businessKey: string | null;
  readonly status: InstanceStatus;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly startedBy: PersonRow | null;
  readonly rootInstanceId: string;
  readonly callerInstanceId: string | null;
  readonly incidents: number;
}
export const INSTANCE_SORT_FIELDS = ['startedAt', 'endedAt', 'businessKey'] as const;
export interface InstanceQuery extends PageRequest<(typeof INSTANCE_SORT_FIELDS)[number]> {
  readonly processId: string | null;
  readonly definitionId: string | null;
  readonly status: InstanceStatus | null;
  readonly businessKey: string | null;
  /** Only instances with an active visit of this element. */
  readonly elementId: string | null;
  readonly hasIncidents: boolean | null;
  readonly search: string | null;
}
export interface InstanceDetailRow extends InstanceRow {
  readonly elements: Readonly<Record<string, Omit<ElementStatistics, 'visits' | 'medianMs' | 'p90Ms'>>>;
  readonly flows: Readonly<Record<string, number>>;
  readonly children: readonly InstanceRow[];
  readonly caller: InstanceRow | null;
}
export interface VariableRow {
  readonly scopeId: string;
  readonly scopeElementId: string;
  readonly name: string;
  readonly value: JsonValue;
}
export interface ActivityRow {
  readonly elementInstanceId: string;
  readonly elementId: string;
  readonly elementName: string | null;
  readonly kind: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly status: 'active' | 'completed' | 'cancelled';
  readonly by: PersonRow | null;
}
/** Where the tokens of an instance are: ids are numbers within the instance. */
export interface TokensRow {
  /** Active visits, oldest first, the process and the bodies of loops included. */
  readonly elementInstances: readonly {
    readonly id: string;
    readonly elementId: string;
    readonly scopeId: string | null;
    readonly isLoopBody: boolean;
    readonly loopIndex: number | null;
    /** False while it is being entered or cannot be left. */
    readonly isActive: boolean;
    readonly hasIncident: boolean;
  }[];
  /** Tokens that rest on a flow before a gateway that joins. */
  readonly tokens: readonly { readonly id: string; readonly flowId: string; readonly scopeId: string }[];
}
export interface JournalRow {
  readonly sequence: number;
  readonly at: string;
  readonly command: JsonObject;
  readonly actor: PersonRow;
  readonly records: readonly JsonObject[];
  readonly hash: string;
}
export interface IncidentRow {
  readonly id: string;
  readonly instanceId: string;
  readonly processId: string;
  readonly processName: string | null;
  readonly elementId: string;
  readonly elementName: string | null;
  readonly code: string;
  readonly message: string;
  readonly raisedAt: string;
  readonly resolvedAt: string | null;
  readonly jobId: string | null;
}
/** Everything that helps to understand an incident and to decide about it. */
export interface IncidentDetailRow extends IncidentRow {
  readonly resolvedBy: string | null;
  /** What fails; null for an incident without work, or once it is over. */
  readonly job: {
    readonly work: string;
    readonly type: string;
    readonly attempts: number;
    readonly failures: number;
    readonly retriesLeft: number;
    /** Who had it last, and until when: `engine` or the name of an outside worker. */
    readonly worker: string | null;
    readonly leasedUntil: string | null;
    readonly lastError: string | null;
  } | null;
  /** Failed attempts out of the journal, the newest first. */
  readonly failures: readonly { readonly at: string; readonly message: string }[];
  /** What the element sees: its own variables, else those of the instance. */
  readonly variables: JsonObject;
}
export interface IncidentQuery {
  readonly instanceId: string | null;
  readonly processId: string | null;
  readonly elementId?: string | null;
  readonly code?: string | null;
  /** Only those raised at or before this time, ISO 8601. */
  readonly raisedUntil?: string | null;
  readonly status: 'open' | 'resolved' | null;
  readonly limit: number;
  readonly cursor: string | null;
}

export interface OverviewProcess {
  readonly processId: string;
  readonly name: string | null;
  readonly definitionId: string;
  readonly version: number;
  readonly running: number;
  readonly incidents: number;
  readonly finishedToday: number;
  readonly overdueTasks: number;
  readonly medianMs: number | null;
}
export interface Overview {
  readonly processes: readonly OverviewProcess[];
  readonly totals: { readonly running: number; readonly incidents: number; readonly overdueTasks: number; readonly finishedToday: number };
  /** The last 30 days, oldest first, days without events included; `date` as `2026-11-21` in UTC. */
  readonly perDay: readonly { readonly date: string; readonly started: number; readonly finished: number }[];
}

/** The read side: what lists and pages show. Never changes an instance; reads committed rows only. Null: absent or not visible. */
export interface Queries {
  tasks(viewer: Viewer, query: TaskQuery): Promise<Page<TaskRow>>;
  taskCounts(viewer: Viewer): Promise<TaskCounts>;
  task(viewer: Viewer, taskId: string): Promise<TaskDetailRow | null>;
  /** A task without form, variables and draft, which cost further reads. */
  taskRow(viewer: Viewer, taskId: string): Promise<TaskRow | null>;
  /** Tasks by id whoever may see them, and whether the viewer may. Used to tell what a step opened. */
  tasksByIds(viewer: Viewer, taskIds: readonly string[]): Promise<readonly (TaskRow & { readonly isVisible: boolean })[]>;
  /** Keeps what a person has typed into a task's form; null forgets it. */
  saveTaskDraft(viewer: Viewer, taskId: string, variables: JsonObject | null): Promise<void>;
  /** `startable`: only those a person can start by hand, because they have a none start event. */
  definitions(filter: {
    readonly latest: boolean;
    readonly processId: string | null;
    readonly startable: boolean;
  }): Promise<readonly DefinitionRow[]>;
  definition(definitionId: string): Promise<DefinitionRow | null>;
  /** What a start asks of a version, or of the newest one when `version` is null; null when there is none. Read in one look-up, however many instances run. */
  definitionToStart(processId: string, version: number | null): Promise<DefinitionToStart | null>;
  definitionXml(definitionId: string): Promise<string | null>;
  /** The form-js form in use for this id, its highest version. */
  form(definitionId: string, formId: string): Promise<JsonObject | null>;
  statistics(definitionId: string): Promise<DefinitionStatistics>;
  instances(viewer: Viewer, query: InstanceQuery): Promise<Page<InstanceRow>>;
  instance(viewer: Viewer, instanceId: string): Promise<InstanceDetailRow | null>;
  variables(instanceId: string): Promise<readonly VariableRow[]>;
  activities(instanceId: string): Promise<readonly ActivityRow[]>;
  tokens(instanceId: string): Promise<TokensRow | null>;
  journal(instanceId: string, page: { readonly limit: number; readonly cursor: string | null }): Promise<Page<JournalRow>>;
  incidents(query: IncidentQuery): Promise<Page<IncidentRow>>;
  incidentsByIds(incidentIds: readonly string[]): Promise<readonly IncidentRow[]>;
  incident(incidentId: string): Promise<IncidentDetailRow | null>;
  overview(): Promise<Overview>;
  /** Which of these tasks and instances the viewer may see; for the event stream. */
  visibleAmong(
    viewer: Viewer,
    ids: { readonly taskIds: readonly string[]; readonly instanceIds: readonly string[] },
  ): Promise<{ readonly taskIds: ReadonlySet<string>; readonly instanceIds: ReadonlySet<string> }>;
}
