import type { StepWrite } from '../../port/step-write.ts';
import { copyBytes, copyJson, copyText, copyTexts } from './copy-in.ts';
import type { TracedWrite } from './write-step.ts';

/** Rows of a table that surely are not there yet, as lines of COPY. */
interface AppendedTable {
  readonly statement: string;
  /** Lines without their end, columns parted by a tab. */
  readonly lines: (step: TracedWrite) => readonly string[];
  /** True where transactions may want to write the same key: then its rows, whose lines begin with it, go in its order. */
  readonly isOrdered?: true;
}

function appended<Row>(
  table: string,
  rows: (write: StepWrite) => readonly Row[],
  columns: Readonly<Record<string, (row: Row, traceParent: string | null) => string>>,
): AppendedTable {
  const values = Object.values(columns);
  return {
    statement: `copy ${table} (${Object.keys(columns).join(', ')}) from stdin`,
    lines: ({ write, traceParent }) => rows(write).map((row) => lineOf(values, row, traceParent)),
  };
}

function lineOf<Row>(values: readonly ((row: Row, traceParent: string | null) => string)[], row: Row, traceParent: string | null): string {
  let line = '';
  for (const value of values) line += line === '' ? value(row, traceParent) : `\t${value(row, traceParent)}`;
  return line;
}

const newOnes =
  <Row extends { readonly isNew: boolean }>(rows: (write: StepWrite) => readonly Row[]) =>
  (write: StepWrite): readonly Row[] => {
    const found = rows(write);
    return found.every(({ isNew }) => isNew) ? found : found.filter(({ isNew }) => isNew);
  };

/**
 * COPY writes a page of rows with one record of the log, and reads a line in a fraction of the time that a row of JSON takes. Ids, times and names of
 * states hold no letter that would have to be escaped.
 */
const APPENDED: readonly AppendedTable[] = [
  appended(
    'process_instance',
    newOnes((write) => write.instances),
    {
      id: ({ id }) => id,
      definition_id: ({ definitionId }) => copyText(definitionId),
      process_id: ({ processId }) => copyText(processId),
      business_key: ({ businessKey }) => copyText(businessKey),
      status: ({ status }) => status,
      root_instance_id: ({ rootInstanceId }) => rootInstanceId,
      caller_instance_id: ({ callerInstanceId }) => copyText(callerInstanceId),
      caller_element_instance_id: ({ callerElementInstanceId }) => copyText(callerElementInstanceId),
      state: ({ state }) => copyJson(state),
      flows: ({ flows }) => copyJson(flows),
      incident_count: ({ incidentCount }) => String(incidentCount),
      started_at: ({ startedAt }) => startedAt,
      started_by: ({ startedBy }) => copyText(startedBy),
      started_by_name: ({ startedByName }) => copyText(startedByName),
      ended_at: ({ endedAt }) => copyText(endedAt),
      journal_count: ({ chain }) => String(chain?.count ?? 0),
      journal_hash: ({ chain }) => copyBytes(chain?.hash ?? null),
    },
  ),
  appended(
    'variable',
    newOnes((write) => write.variables),
    {
      instance_id: ({ instanceId }) => instanceId,
      scope_id: ({ scopeId }) => copyText(scopeId),
      name: ({ name }) => copyText(name),
      value: ({ value }) => copyJson(value),
    },
  ),
  appended(
    'activity',
    newOnes((write) => write.activities),
    {
      instance_id: ({ instanceId }) => instanceId,
      element_instance_id: ({ elementInstanceId }) => elementInstanceId,
      definition_id: ({ definitionId }) => copyText(definitionId),
      element_id: ({ elementId }) => copyText(elementId),
      kind: ({ kind }) => kind,
      status: ({ status }) => status,
      started_at: ({ startedAt }) => startedAt,
      ended_at: ({ endedAt }) => copyText(endedAt),
      ended_by: ({ endedBy }) => copyText(endedBy),
      ended_by_name: ({ endedByName }) => copyText(endedByName),
    },
  ),
  appended(
    'task',
    newOnes((write) => write.tasks),
    {
      id: ({ id }) => id,
      instance_id: ({ instanceId }) => instanceId,
      root_instance_id: ({ rootInstanceId }) => rootInstanceId,
      definition_id: ({ definitionId }) => copyText(definitionId),
      process_id: ({ processId }) => copyText(processId),
      business_key: ({ businessKey }) => copyText(businessKey),
      element_id: ({ elementId }) => copyText(elementId),
      element_instance_id: ({ elementInstanceId }) => elementInstanceId,
      name: ({ name }) => copyText(name),
      status: () => 'open',
      assignee: ({ assignee }) => copyText(assignee),
      candidate_groups: ({ candidateGroups }) => copyTexts(candidateGroups),
      candidate_users: ({ candidateUsers }) => copyTexts(candidateUsers),
      form_id: ({ formId }) => copyText(formId),
      priority: ({ priority }) => String(priority),
      due_at: ({ dueAt }) => copyText(dueAt),
      follow_up_at: ({ followUpAt }) => copyText(followUpAt),
      created_at: ({ createdAt }) => createdAt,
    },
  ),
  appended(
    'job',
    newOnes((write) => write.jobs),
    {
      id: ({ id }) => id,
      instance_id: ({ instanceId }) => instanceId,
      root_instance_id: ({ rootInstanceId }) => rootInstanceId,
      definition_id: ({ definitionId }) => copyText(definitionId),
      process_id: ({ processId }) => copyText(processId),
      element_id: ({ elementId }) => copyText(elementId),
      element_instance_id: ({ elementInstanceId }) => elementInstanceId,
      work: ({ work }) => work,
      type: ({ type }) => copyText(type),
      headers: ({ headers }) => copyJson(headers),
      retries_left: ({ retriesLeft }) => String(retriesLeft),
      priority: ({ priority }) => String(priority),
      status: ({ status }) => status,
      created_at: ({ createdAt }) => createdAt,
      due_at: ({ dueAt, createdAt }) => dueAt ?? createdAt,
      attempts: ({ attempts }) => String(attempts),
      failures: ({ failures }) => String(failures),
      last_error: ({ lastError }) => copyText(lastError),
      trace_parent: (_, traceParent) => copyText(traceParent),
      worker: ({ leasedUntil }) => (leasedUntil === null ? '\\N' : 'engine'),
      lease_epoch: ({ leasedUntil }) => (leasedUntil === null ? '0' : '1'),
      leased_until: ({ leasedUntil }) => copyText(leasedUntil),
    },
  ),
  appended(
    'timer',
    newOnes((write) => write.timers),
    {
      id: ({ id }) => copyText(id),
      instance_id: ({ instanceId }) => copyText(instanceId),
      root_instance_id: ({ rootInstanceId }) => copyText(rootInstanceId),
      definition_id: ({ definitionId }) => copyText(definitionId),
      process_id: ({ processId }) => copyText(processId),
      element_id: ({ elementId }) => copyText(elementId),
      repetitions_left: ({ repetitionsLeft }) => (repetitionsLeft === null ? '\\N' : String(repetitionsLeft)),
      cycle: ({ cycle }) => copyText(cycle),
      due_at: ({ dueAt }) => dueAt,
      trace_parent: (_, traceParent) => copyText(traceParent),
    },
  ),
  appended(
    'subscription',
    newOnes((write) => write.subscriptions),
    {
      id: ({ id }) => id,
      instance_id: ({ instanceId }) => instanceId,
      root_instance_id: ({ rootInstanceId }) => rootInstanceId,
      process_id: ({ processId }) => copyText(processId),
      element_id: ({ elementId }) => copyText(elementId),
      element_instance_id: ({ elementInstanceId }) => elementInstanceId,
      kind: ({ kind }) => kind,
      name: ({ name }) => copyText(name),
      correlation_key: ({ correlationKey }) => copyText(correlationKey),
      created_at: ({ createdAt }) => createdAt,
    },
  ),
  appended('op_log', (write) => write.operations, {
    key: ({ key }) => copyText(key),
    topic: ({ topic }) => copyText(topic),
    instance_id: ({ instanceId }) => instanceId,
    request_hash: ({ requestHash }) => requestHash,
    result: ({ result }) => copyJson(result),
    at: ({ at }) => at,
  }),
  appended('journal', (write) => write.journal, {
    root_instance_id: ({ rootInstanceId }) => rootInstanceId,
    instance_id: ({ instanceId }) => instanceId,
    at: ({ at }) => at,
    // JSON already, stored letter by letter as it was hashed.
    command: ({ command }) => copyText(command),
    actor: ({ actor }) => copyText(actor),
    records: ({ records }) => copyText(records),
    prev_hash: ({ prevHash }) => copyBytes(prevHash),
    hash: ({ hash }) => copyBytes(hash),
  }),
  {
    ...appended('command_log', (write) => (write.command === null ? [] : [write.command]), {
      id: ({ id }) => copyText(id),
      request_hash: ({ requestHash }) => requestHash,
      result: ({ result }) => copyJson(result),
      at: ({ at }) => at,
    }),
    isOrdered: true,
  },
];

/** A COPY with its data in the text format. */
export interface Append {
  readonly statement: string;
  readonly data: string;
}

/** What puts the new rows of steps of different trees into their tables, without those that get none. */
export function appendsOf(writes: readonly TracedWrite[]): readonly Append[] {
  return APPENDED.flatMap(({ statement, lines, isOrdered }) => {
    const found = writes.flatMap(lines);
    if (found.length === 0) return [];
    if (isOrdered === true) found.sort();
    return [{ statement, data: `${found.join('\n')}\n` }];
  });
}
