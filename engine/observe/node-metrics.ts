import { Exposition } from './exposition.ts';
import type { StepStatistics } from '../port/instance-store.ts';
import type { QueueState } from '../port/job-queue.ts';
import type { Load } from '../port/node-store.ts';
import type { NodeMeter } from './node-meter.ts';

/** What the metrics read of other parts when they are scraped. */
export interface NodeGauges {
  /** Connections of the pool: open, of these idle, and requests that wait for one. */
  readonly pool: () => { readonly open: number; readonly idle: number; readonly waiting: number; readonly limit: number };
  /** Rows in hand of this node by kind; empty without a worker. */
  readonly inHand: () => Readonly<Record<string, number>>;
  readonly queue: () => QueueState;
  /** Steps and the transactions that they share. */
  readonly steps: () => StepStatistics;
  /** What waits in the database, as counted last; null before that. */
  readonly load: () => Load | null;
}

/** Every metric of a node by name. Units are in the names; labels have few values or a bound. */
export function exposeNode(meter: NodeMeter, gauges: NodeGauges): Exposition {
  const exposition = new Exposition();
  exposeHttp(exposition, meter);
  exposeSteps(exposition, meter);
  exposeWork(exposition, meter);
  exposeResources(exposition, meter, gauges);
  exposeLoad(exposition, gauges.load);
  return exposition;
}

function exposeHttp(exposition: Exposition, meter: NodeMeter): void {
  exposition.histogram(
    {
      name: 'lanework_http_request_duration_seconds',
      help: 'Time to answer a request, by method, template of the path and status; event streams are not among them',
      labels: ['method', 'route', 'status'],
    },
    meter.requests,
  );
  exposition.gauge({ name: 'lanework_event_streams', help: 'Open streams of server-sent events', labels: [] }, () => [
    { labels: [], value: meter.streams },
  ]);
}

function exposeSteps(exposition: Exposition, meter: NodeMeter): void {
  exposition.histogram(
    {
      name: 'lanework_step_duration_seconds',
      help: 'Time of a step from its begin to the end of its commit, or to its failure',
      labels: ['outcome'],
    },
    meter.steps,
  );
  exposition.histogram(
    {
      name: 'lanework_kernel_duration_seconds',
      help: 'Time the kernel took to decide on a command; every sixteenth decision of a node is timed',
      labels: ['command', 'outcome'],
    },
    meter.decisions,
  );
  exposition.histogram(
    {
      name: 'lanework_operation_duration_seconds',
      help: 'Time an operation of a module took inside its step',
      labels: ['topic', 'outcome'],
    },
    meter.operations,
  );
  const counters = [
    ['lanework_commands_total', 'Committed commands by kind and process', ['command', 'process'], meter.commands],
    ['lanework_step_failures_total', 'Steps without a commit, by reason and code', ['reason', 'code'], meter.refusals],
    ['lanework_instances_started_total', 'Process instances started', ['process'], meter.instancesStarted],
    ['lanework_instances_ended_total', 'Process instances ended, by status', ['process', 'status'], meter.instancesEnded],
    ['lanework_incidents_raised_total', 'Incidents raised', ['process'], meter.incidentsRaised],
    ['lanework_journal_rows_total', 'Rows written to the journal', [], meter.journalRows],
    ['lanework_jobs_total', 'Jobs performed inside steps, by type and outcome', ['type', 'outcome'], meter.jobs],
    ['lanework_transaction_retries_total', 'Transactions run again after a conflict or a lost connection', [], meter.retries],
    ['lanework_unknown_commits_total', 'Commits without an answer, by what became of them', ['outcome'], meter.unknownCommits],
  ] as const;
  for (const [name, help, labels, tally] of counters) exposition.counter({ name, help, labels }, tally);
}

function exposeWork(exposition: Exposition, meter: NodeMeter): void {
  exposition.histogram(
    { name: 'lanework_work_duration_seconds', help: 'Time a claimed row of due work was in hand', labels: ['kind', 'end'] },
    meter.rows,
  );
  const counters = [
    [
      'lanework_rows_claimed_total',
      'Rows of due work claimed, by how often their worker was lost before',
      ['kind', 'losses'],
      meter.claimed,
    ],
    ['lanework_leases_lost_total', 'Leases that ran out while the work was done', ['kind'], meter.leasesLost],
    ['lanework_wakes_sent_total', 'Wake-ups asked for by steps of this node', ['kind'], meter.wakesSent],
    ['lanework_wakes_received_total', 'Wake-ups that arrived over the queue', ['kind'], meter.wakesReceived],
    [
      'lanework_evaluations_total',
      'Tasks of evaluation threads; stopped ones used up their time or memory',
      ['kind', 'outcome'],
      meter.evaluations,
    ],
  ] as const;
  for (const [name, help, labels, tally] of counters) exposition.counter({ name, help, labels }, tally);
}

function exposeResources(exposition: Exposition, meter: NodeMeter, gauges: NodeGauges): void {
  exposition.histogram(
    { name: 'lanework_change_feed_lag_seconds', help: 'Age of changes that other nodes have told of, when they arrived', labels: [] },
    meter.changes,
  );
  exposition.gauge({ name: 'lanework_evaluations_busy', help: 'Evaluation threads that work on a task', labels: ['kind'] }, () =>
    [...meter.evaluationsBusy].map(([kind, value]) => ({ labels: [kind], value })),
  );
  exposition.gauge({ name: 'lanework_database_connections', help: 'Connections of the pool by state', labels: ['state'] }, () => {
    const { open, idle, waiting, limit } = gauges.pool();
    return [
      { labels: ['busy'], value: open - idle },
      { labels: ['idle'], value: idle },
      { labels: ['waiting'], value: waiting },
      { labels: ['limit'], value: limit },
    ];
  });
  exposition.gauge({ name: 'lanework_rows_in_hand', help: 'Rows of due work that this node works on', labels: ['kind'] }, () =>
    Object.entries(gauges.inHand()).map(([kind, value]) => ({ labels: [kind], value })),
  );
  exposeTransactions(exposition, gauges.steps);
  exposeQueue(exposition, gauges.queue);
}

function exposeTransactions(exposition: Exposition, steps: NodeGauges['steps']): void {
  const one = (member: keyof StepStatistics) => () => [{ labels: [] as const, value: steps()[member] }];
  const counters = [
    ['lanework_step_transactions_total', 'Transactions of steps, each of one or of many', 'transactions'],
    ['lanework_steps_committed_total', 'Steps in these transactions', 'steps'],
    ['lanework_steps_put_out_total', 'Steps that could not share their transaction and were run again', 'putOut'],
    ['lanework_step_conflicts_total', 'Transactions of steps that the database asked to run again', 'conflicts'],
  ] as const;
  for (const [name, help, member] of counters) exposition.counter({ name, help, labels: [] }, { values: one(member) });
  exposition.gauge({ name: 'lanework_steps_waiting', help: 'Steps that wait for a transaction', labels: [] }, one('waiting'));
  exposition.gauge({ name: 'lanework_step_transactions_open', help: 'Transactions of steps by who uses them', labels: ['use'] }, () => [
    { labels: ['shared'], value: steps().groups },
    { labels: ['alone'], value: steps().alone },
  ]);
}

function exposeQueue(exposition: Exposition, queue: NodeGauges['queue']): void {
  const one = (read: (state: QueueState) => number) => () => [{ labels: [] as const, value: read(queue()) }];
  exposition.gauge(
    { name: 'lanework_queue_wakes_in_flight', help: 'Wake-ups that the queue has not taken yet', labels: [] },
    one((state) => state.inFlight),
  );
  exposition.gauge(
    { name: 'lanework_queue_degraded', help: '1 while the queue takes no wake-ups; work is then found by polling', labels: [] },
    one((state) => (state.isDegraded ? 1 : 0)),
  );
  exposition.counter(
    { name: 'lanework_wakes_lost_total', help: 'Wake-ups that the queue refused or that were dropped while it was away', labels: [] },
    { values: one((state) => state.lost) },
  );
}

/** The same on every node, because it is counted once for all of them: take the maximum, not the sum. */
function exposeLoad(exposition: Exposition, load: NodeGauges['load']): void {
  const perKind = (read: (due: Load['due'][keyof Load['due']]) => number) => () =>
    Object.entries(load()?.due ?? {}).map(([kind, due]) => ({ labels: [kind] as const, value: read(due) }));
  exposition.gauge(
    { name: 'lanework_due_rows', help: 'Due rows in the database that nobody works on, up to 10,001', labels: ['kind'] },
    perKind((due) => due.count),
  );
  exposition.gauge(
    { name: 'lanework_due_oldest_seconds', help: 'How long the oldest of the due rows has been due', labels: ['kind'] },
    perKind((due) => due.oldestMs / 1_000),
  );
  exposition.gauge({ name: 'lanework_open', help: 'Open instances, tasks and incidents; estimates above 10,000', labels: ['what'] }, () =>
    Object.entries(load()?.open ?? {}).map(([what, value]) => ({ labels: [what], value })),
  );
}
