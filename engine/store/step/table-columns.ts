import type {
  ActivityWrite,
  InstanceWrite,
  JobWrite,
  JournalWrite,
  OperationWrite,
  StepWrite,
  SubscriptionWrite,
  TaskWrite,
  TimerWrite,
  VariableWrite,
} from '../../port/step-write.ts';
import { bigint, bytes, instant, integer, json, jsonb, text, texts, uuid, type Columns } from './columns.ts';

/** What waits stands somewhere in a tree; a timer of a start event in none. */
interface Placed {
  readonly instanceId: string | null;
  readonly rootInstanceId: string | null;
  readonly processId: string;
  readonly elementId: string;
}
const PLACE = {
  instance_id: uuid(({ instanceId }: Placed) => instanceId),
  root_instance_id: uuid(({ rootInstanceId }: Placed) => rootInstanceId),
  process_id: text(({ processId }: Placed) => processId),
  element_id: text(({ elementId }: Placed) => elementId),
};

/** What a step may change of an instance; the end of the journal is null where the instance is not the root of its tree. */
export const CHANGING_INSTANCE: Columns<InstanceWrite> = {
  id: uuid(({ id }) => id),
  definition_id: text(({ definitionId }) => definitionId),
  process_id: text(({ processId }) => processId),
  status: text(({ status }) => status),
  state: jsonb(({ state }) => state),
  flows: jsonb(({ flows }) => flows),
  incident_count: integer(({ incidentCount }) => incidentCount),
  ended_at: instant(({ endedAt }) => endedAt),
  journal_count: bigint(({ chain }) => chain?.count ?? null),
  journal_hash: bytes(({ chain }) => chain?.hash ?? null),
};

export const INSTANCE: Columns<InstanceWrite> = {
  ...CHANGING_INSTANCE,
  journal_count: bigint(({ chain }) => chain?.count ?? 0),
  business_key: text(({ businessKey }) => businessKey),
  root_instance_id: uuid(({ rootInstanceId }) => rootInstanceId),
  caller_instance_id: uuid(({ callerInstanceId }) => callerInstanceId),
  caller_element_instance_id: text(({ callerElementInstanceId }) => callerElementInstanceId),
  started_at: instant(({ startedAt }) => startedAt),
  started_by: text(({ startedBy }) => startedBy),
  started_by_name: text(({ startedByName }) => startedByName),
};

export const VARIABLE: Columns<VariableWrite> = {
  instance_id: uuid(({ instanceId }) => instanceId),
  scope_id: text(({ scopeId }) => scopeId),
  name: text(({ name }) => name),
  value: jsonb(({ value }) => value),
};

export const ACTIVITY: Columns<ActivityWrite> = {
  instance_id: uuid(({ instanceId }) => instanceId),
  element_instance_id: text(({ elementInstanceId }) => elementInstanceId),
  definition_id: text(({ definitionId }) => definitionId),
  element_id: text(({ elementId }) => elementId),
  kind: text(({ kind }) => kind),
  status: text(({ status }) => status),
  started_at: instant(({ startedAt }) => startedAt),
  ended_at: instant(({ endedAt }) => endedAt),
  ended_by: text(({ endedBy }) => endedBy),
  ended_by_name: text(({ endedByName }) => endedByName),
};

export const TASK: Columns<TaskWrite> = {
  id: text(({ id }) => id),
  ...PLACE,
  definition_id: text(({ definitionId }) => definitionId),
  business_key: text(({ businessKey }) => businessKey),
  element_instance_id: text(({ elementInstanceId }) => elementInstanceId),
  name: text(({ name }) => name),
  status: text(() => 'open'),
  assignee: text(({ assignee }) => assignee),
  candidate_groups: texts(({ candidateGroups }) => candidateGroups),
  candidate_users: texts(({ candidateUsers }) => candidateUsers),
  form_id: text(({ formId }) => formId),
  priority: integer(({ priority }) => priority),
  due_at: instant(({ dueAt }) => dueAt),
  follow_up_at: instant(({ followUpAt }) => followUpAt),
  created_at: instant(({ createdAt }) => createdAt),
};

/** Of a job without its lease, which only a claim changes. */
export const CHANGING_JOB: Columns<JobWrite> = {
  id: text(({ id }) => id),
  ...PLACE,
  definition_id: text(({ definitionId }) => definitionId),
  element_instance_id: text(({ elementInstanceId }) => elementInstanceId),
  work: text(({ work }) => work),
  type: text(({ type }) => type),
  headers: jsonb(({ headers }) => headers),
  retries_left: integer(({ retriesLeft }) => retriesLeft),
  priority: integer(({ priority }) => priority),
  status: text(({ status }) => status),
  created_at: instant(({ createdAt }) => createdAt),
  due_at: instant(({ dueAt, createdAt }) => dueAt ?? createdAt),
  attempts: integer(({ attempts }) => attempts),
  failures: integer(({ failures }) => failures),
  last_error: text(({ lastError }) => lastError),
  trace_parent: text((_, traceParent) => traceParent),
};

export const JOB: Columns<JobWrite> = {
  ...CHANGING_JOB,
  worker: text(({ leasedUntil }) => (leasedUntil === null ? null : 'engine')),
  lease_epoch: integer(({ leasedUntil }) => (leasedUntil === null ? 0 : 1)),
  leased_until: instant(({ leasedUntil }) => leasedUntil),
};

export const TIMER: Columns<TimerWrite> = {
  id: text(({ id }) => id),
  ...PLACE,
  definition_id: text(({ definitionId }) => definitionId),
  repetitions_left: integer(({ repetitionsLeft }) => repetitionsLeft),
  cycle: text(({ cycle }) => cycle),
  due_at: instant(({ dueAt }) => dueAt),
  trace_parent: text((_, traceParent) => traceParent),
};

export const SUBSCRIPTION: Columns<SubscriptionWrite> = {
  id: text(({ id }) => id),
  ...PLACE,
  element_instance_id: text(({ elementInstanceId }) => elementInstanceId),
  kind: text(({ kind }) => kind),
  name: text(({ name }) => name),
  correlation_key: text(({ correlationKey }) => correlationKey),
  created_at: instant(({ createdAt }) => createdAt),
};

export const OPERATION: Columns<OperationWrite> = {
  key: text(({ key }) => key),
  topic: text(({ topic }) => topic),
  instance_id: uuid(({ instanceId }) => instanceId),
  request_hash: text(({ requestHash }) => requestHash),
  result: jsonb(({ result }) => result),
  at: instant(({ at }) => at),
};

export const JOURNAL: Columns<JournalWrite> = {
  root_instance_id: uuid(({ rootInstanceId }) => rootInstanceId),
  instance_id: uuid(({ instanceId }) => instanceId),
  at: instant(({ at }) => at),
  // JSON already, stored letter by letter as it was hashed.
  command: json(({ command }) => command),
  actor: json(({ actor }) => actor),
  records: json(({ records }) => records),
  prev_hash: bytes(({ prevHash }) => prevHash),
  hash: bytes(({ hash }) => hash),
};

export const COMMAND: Columns<NonNullable<StepWrite['command']>> = {
  id: text(({ id }) => id),
  request_hash: text(({ requestHash }) => requestHash),
  result: jsonb(({ result }) => result),
  at: instant(({ at }) => at),
};
