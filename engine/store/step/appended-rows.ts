import type { StepWrite } from '../../port/step-write.ts';
import { BinaryRows } from './binary-rows.ts';
import type { TracedWrite } from './write-step.ts';

/** Writes one column of a row; `traceParent` is the W3C traceparent of what caused the step. */
type Column<Row> = (to: BinaryRows, row: Row, traceParent: string | null) => void;

/** Rows of a table that surely are not there yet. */
interface AppendedTable {
  readonly statement: string;
  /** Writes the rows of these steps; false when there are none. */
  readonly write: (to: BinaryRows, steps: readonly TracedWrite[]) => boolean;
  /** Where transactions may want to write the same key: the steps go in its order. */
  readonly orderOf?: (step: TracedWrite) => string;
}

function appended<Row>(
  table: string,
  rows: (write: StepWrite) => readonly Row[],
  columns: Readonly<Record<string, Column<Row>>>,
): AppendedTable {
  const writers = Object.values(columns);
  return {
    statement: `copy ${table} (${Object.keys(columns).join(', ')}) from stdin (format binary)`,
    write(to, steps) {
      let isAny = false;
      for (const { write, traceParent } of steps) {
        for (const row of rows(write)) {
          if (!isAny) to.begin();
          isAny = true;
          to.row(writers.length);
          for (const writer of writers) writer(to, row, traceParent);
        }
      }
      return isAny;
    },
  };
}

/** A column of a type, by what of a row it holds. */
const columnOf =
  <Value>(put: (to: BinaryRows, value: Value) => void) =>
  <Row>(valueOf: (row: Row, traceParent: string | null) => Value): Column<Row> =>
  (to, row, traceParent) => {
    put(to, valueOf(row, traceParent));
  };

const uuid = columnOf<string | null>((to, value) => {
  to.uuid(value);
});
const text = columnOf<string | null>((to, value) => {
  to.text(value);
});
const texts = columnOf<readonly string[]>((to, value) => {
  to.texts(value);
});
const json = columnOf<Uint8Array>((to, value) => {
  to.json(value);
});
const jsonb = columnOf<unknown>((to, value) => {
  to.jsonb(value);
});
const instant = columnOf<string | null>((to, value) => {
  to.instant(value);
});
const integer = columnOf<number | null>((to, value) => {
  to.integer(value);
});
const bigint = columnOf<number>((to, value) => {
  to.bigint(value);
});
const bytes = columnOf<string | null>((to, value) => {
  to.bytes(value);
});

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

const newOnes =
  <Row extends { readonly isNew: boolean }>(rows: (write: StepWrite) => readonly Row[]) =>
  (write: StepWrite): readonly Row[] => {
    const found = rows(write);
    return found.every(({ isNew }) => isNew) ? found : found.filter(({ isNew }) => isNew);
  };

/** COPY writes a page of rows with one record of the log, and reads a row in a fraction of the time that one of JSON takes. */
const APPENDED: readonly AppendedTable[] = [
  appended(
    'process_instance',
    newOnes((write) => write.instances),
    {
      id: uuid(({ id }) => id),
      definition_id: text(({ definitionId }) => definitionId),
      process_id: text(({ processId }) => processId),
      business_key: text(({ businessKey }) => businessKey),
      status: text(({ status }) => status),
      root_instance_id: uuid(({ rootInstanceId }) => rootInstanceId),
      caller_instance_id: uuid(({ callerInstanceId }) => callerInstanceId),
      caller_element_instance_id: text(({ callerElementInstanceId }) => callerElementInstanceId),
      state: jsonb(({ state }) => state),
      flows: jsonb(({ flows }) => flows),
      incident_count: integer(({ incidentCount }) => incidentCount),
      started_at: instant(({ startedAt }) => startedAt),
      started_by: text(({ startedBy }) => startedBy),
      started_by_name: text(({ startedByName }) => startedByName),
      ended_at: instant(({ endedAt }) => endedAt),
      journal_count: bigint(({ chain }) => chain?.count ?? 0),
      journal_hash: bytes(({ chain }) => chain?.hash ?? null),
    },
  ),
  appended(
    'variable',
    newOnes((write) => write.variables),
    {
      instance_id: uuid(({ instanceId }) => instanceId),
      scope_id: text(({ scopeId }) => scopeId),
      name: text(({ name }) => name),
      value: jsonb(({ value }) => value),
    },
  ),
  appended(
    'activity',
    newOnes((write) => write.activities),
    {
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
    },
  ),
  appended(
    'task',
    newOnes((write) => write.tasks),
    {
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
    },
  ),
  appended(
    'job',
    newOnes((write) => write.jobs),
    {
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
      worker: text(({ leasedUntil }) => (leasedUntil === null ? null : 'engine')),
      lease_epoch: integer(({ leasedUntil }) => (leasedUntil === null ? 0 : 1)),
      leased_until: instant(({ leasedUntil }) => leasedUntil),
    },
  ),
  appended(
    'timer',
    newOnes((write) => write.timers),
    {
      id: text(({ id }) => id),
      ...PLACE,
      definition_id: text(({ definitionId }) => definitionId),
      repetitions_left: integer(({ repetitionsLeft }) => repetitionsLeft),
      cycle: text(({ cycle }) => cycle),
      due_at: instant(({ dueAt }) => dueAt),
      trace_parent: text((_, traceParent) => traceParent),
    },
  ),
  appended(
    'subscription',
    newOnes((write) => write.subscriptions),
    {
      id: text(({ id }) => id),
      ...PLACE,
      element_instance_id: text(({ elementInstanceId }) => elementInstanceId),
      kind: text(({ kind }) => kind),
      name: text(({ name }) => name),
      correlation_key: text(({ correlationKey }) => correlationKey),
      created_at: instant(({ createdAt }) => createdAt),
    },
  ),
  appended('op_log', (write) => write.operations, {
    key: text(({ key }) => key),
    topic: text(({ topic }) => topic),
    instance_id: uuid(({ instanceId }) => instanceId),
    request_hash: text(({ requestHash }) => requestHash),
    result: jsonb(({ result }) => result),
    at: instant(({ at }) => at),
  }),
  appended('journal', (write) => write.journal, {
    root_instance_id: uuid(({ rootInstanceId }) => rootInstanceId),
    instance_id: uuid(({ instanceId }) => instanceId),
    at: instant(({ at }) => at),
    // JSON already, stored letter by letter as it was hashed.
    command: json(({ command }) => command),
    actor: json(({ actor }) => actor),
    records: json(({ records }) => records),
    prev_hash: bytes(({ prevHash }) => prevHash),
    hash: bytes(({ hash }) => hash),
  }),
  {
    ...appended('command_log', (write) => (write.command === null ? [] : [write.command]), {
      id: text(({ id }) => id),
      request_hash: text(({ requestHash }) => requestHash),
      result: jsonb(({ result }) => result),
      at: instant(({ at }) => at),
    }),
    orderOf: ({ write }) => write.command?.id ?? '',
  },
];

/** A COPY with its data in the binary format. */
export interface Append {
  readonly statement: string;
  readonly data: Buffer;
}

/** Where all rows are put together: one at a time, and never while something is waited for. */
const rows = new BinaryRows();

/** What puts the new rows of steps of different trees into their tables, without those that get none. */
export function appendsOf(writes: readonly TracedWrite[]): readonly Append[] {
  return APPENDED.flatMap(({ statement, write, orderOf }) => {
    const isAny = write(rows, orderOf === undefined ? writes : inOrder(writes, orderOf));
    return isAny ? [{ statement, data: rows.finish() }] : [];
  });
}

const inOrder = (writes: readonly TracedWrite[], orderOf: (step: TracedWrite) => string): readonly TracedWrite[] =>
  writes.toSorted((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1));
