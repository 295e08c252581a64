/** The API's shapes as the browser sees them; the contract itself is /api/v1/openapi.json. Times are ISO 8601 in UTC, ids are strings. */

/** A JSON object with unknown members, for process variables and records. */
export type Json = Readonly<Record<string, unknown>>;

/** A text in several languages, by language code. */
export type Localized = Readonly<Record<string, string>>;

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
  readonly total?: number;
}

export interface Person {
  readonly id: string;
  readonly name: string;
}

export interface User extends Person {
  readonly login: string;
  readonly email: string;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  readonly active?: boolean;
  readonly locale?: string | null;
}

export interface Session {
  readonly user: User;
  readonly demo: boolean;
}

export interface DemoPerson {
  readonly login: string;
  readonly name: string;
  readonly description: string | Localized;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
}

export interface Settings {
  readonly demo: boolean;
  readonly demoPeople: readonly DemoPerson[];
  readonly languages: readonly string[];
  readonly version: string;
}

export interface StartableProcess {
  readonly processId: string;
  readonly name: string;
  readonly documentation: string | null;
  readonly version: number;
  readonly definitionId: string;
  readonly startFormId: string | null;
}

export interface ProcessDefinition {
  readonly id: string;
  readonly processId: string;
  readonly name: string;
  readonly version: number;
  readonly versionTag: string | null;
  readonly deployedAt: string;
  readonly deployedBy: Person | null;
  readonly note: string | null;
  readonly active: number;
  readonly incidents: number;
}

export interface ElementStatistics {
  readonly active: number;
  readonly incidents: number;
  readonly completed: number;
  readonly cancelled: number;
  readonly visits: number;
  readonly medianMs: number | null;
  readonly p90Ms: number | null;
}

export type InstanceStatus = 'active' | 'completed' | 'terminated' | 'cancelled' | 'suspended';

export interface Instance {
  readonly id: string;
  readonly definitionId: string;
  readonly processId: string;
  /** Null for a process whose diagram gives it no name. */
  readonly processName: string | null;
  readonly version: number;
  readonly businessKey: string | null;
  readonly status: InstanceStatus;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly startedBy: Person | null;
  readonly rootInstanceId: string;
  readonly callerInstanceId: string | null;
  readonly incidents: number;
}

export interface ElementCounts {
  readonly active: number;
  readonly completed: number;
  readonly cancelled: number;
  readonly incidents: number;
}

export interface InstanceDetail extends Instance {
  readonly elements: Readonly<Record<string, ElementCounts>>;
  readonly flows: Readonly<Record<string, number>>;
  readonly children: readonly Instance[];
  readonly caller: Instance | null;
}

export interface Activity {
  readonly elementInstanceId: string;
  readonly elementId: string;
  readonly elementName: string | null;
  readonly kind: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly status: 'active' | 'completed' | 'cancelled';
  readonly by: Person | null;
}

export interface Incident {
  readonly id: string;
  readonly instanceId: string;
  readonly processId: string;
  /** Null for a process whose diagram gives it no name. */
  readonly processName: string | null;
  readonly elementId: string;
  readonly elementName: string | null;
  readonly code: string;
  readonly message: string;
  readonly raisedAt: string;
  readonly resolvedAt: string | null;
  readonly jobId: string | null;
}

export type TaskFilter = 'all' | 'mine' | 'groups' | 'unassigned' | 'overdue';

export interface Task {
  readonly id: string;
  readonly name: string;
  readonly elementId: string;
  readonly processInstanceId: string;
  readonly rootInstanceId: string;
  readonly processId: string;
  /** Null for a process whose diagram gives it no name. */
  readonly processName: string | null;
  readonly definitionId: string;
  readonly businessKey: string | null;
  readonly assignee: Person | null;
  readonly candidateGroups: readonly string[];
  readonly candidateUsers: readonly string[];
  readonly createdAt: string;
  readonly dueAt: string | null;
  readonly priority: number;
  readonly status: 'open' | 'completed' | 'cancelled';
  readonly completedAt: string | null;
  readonly completedBy: Person | null;
  readonly formId: string | null;
  readonly canClaim: boolean;
  readonly canComplete: boolean;
}

export interface TaskDetail extends Task {
  readonly instructions: string | null;
  readonly form: FormSchema | null;
  readonly variables: Json;
  readonly draft: Json | null;
}

/** A count that is `countedUpTo` stands for that many or more. */
export type TaskCounts = Readonly<Record<TaskFilter | 'countedUpTo', number>>;

/** A form-js schema; form-js itself checks its inside. */
export type FormSchema = Json;

export interface Performed {
  readonly instanceId: string;
  readonly elementId: string;
  readonly elementName: string | null;
  readonly work: string;
  readonly title: Localized | null;
  readonly outcome: 'completed' | 'error' | 'failed';
  readonly output: Json | null;
  readonly errorCode: string | null;
  readonly message: string | null;
}

export interface OtherTask {
  readonly name: string;
  readonly assignee: Person | null;
  readonly candidateGroups: readonly string[];
}

export interface OutcomeIncident {
  readonly id: string;
  readonly elementId: string;
  readonly elementName: string | null;
  readonly code: string;
  readonly message: string;
}

/** What a command did before it came to rest: the operations performed, the tasks opened and the incidents raised. */
export interface Outcome {
  readonly instanceId: string;
  readonly status: InstanceStatus;
  /** Status of the whole case: of the process that called this one, when one did. */
  readonly rootStatus: InstanceStatus;
  readonly performed: readonly Performed[];
  readonly nextTasks: readonly Task[];
  readonly otherTasks: readonly OtherTask[];
  readonly incidents: readonly OutcomeIncident[];
}

export interface RecordChoice {
  readonly value: string;
  readonly title: Localized | string;
}

export interface RecordField {
  readonly name: string;
  readonly title: Localized | string;
  readonly type: string;
  readonly reference?: string | null;
  readonly choices?: readonly (RecordChoice | string)[] | null;
  readonly inList?: boolean;
  readonly editable?: boolean;
  readonly required?: boolean;
}

export interface RecordType {
  readonly name: string;
  readonly title: Localized | string;
  readonly titlePlural: Localized | string;
  readonly icon?: string | null;
  readonly labelField: string;
  readonly fields: readonly RecordField[];
  readonly searchFields: readonly string[];
  readonly defaultSort: string | null;
  readonly related: readonly { readonly type: string; readonly byField: string; readonly title: Localized | string }[];
  readonly processes: readonly { readonly processId: string; readonly variable: string }[];
  readonly can: { readonly create: boolean; readonly edit: boolean };
  readonly printPath?: string | null;
  /** False for types that are reached from others only, such as lines. */
  readonly inMenu?: boolean;
}

/** A business record: `id`, `version` and the members its type names; references also carry `<name>__label`. */
export type BusinessRecord = Json & { readonly id: string; readonly version?: number };

export interface ChangeEvent {
  readonly topic: 'task' | 'instance' | 'incident' | 'deployment' | 'record' | 'draft';
  readonly id?: string;
  readonly processId?: string;
  readonly instanceId?: string;
  readonly recordType?: string;
}
