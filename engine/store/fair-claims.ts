import type { WorkKind } from '../port/job-queue.ts';

/** Lanes that one claim looks at; more wait until those before have nothing due. */
const LANES_PER_CLAIM = 1_000;
/** As in the indexes: a point of priority is worth a second of waiting. */
export const RANK = `((due_at at time zone 'UTC') - priority * interval '1 second')`;
/** The time of the transaction, unlike the clock, may bound a scan of the index: without it a lane of future rows would be read to its end. */
const NOW = `(now() at time zone 'UTC')`;

/** Tables of due work by kind, and how their rows are told apart: a lane is one process, for jobs also one kind and type of work. */
interface FairTable {
  readonly name: string;
  readonly lane: readonly string[];
  /** What holds for rows that are open at all; it names an index. */
  readonly open: string;
  /** What holds for lanes that the claim may take. */
  readonly ours: string;
  /** Whether priorities may be negative, so that what is due may rank after now. */
  readonly isSigned: boolean;
}

const TABLES: Readonly<Record<Exclude<WorkKind, 'outbox'>, FairTable>> = {
  timer: { name: 'timer', lane: ['process_id'], open: 'true', ours: 'true', isSigned: false },
  job: {
    name: 'job',
    lane: ['process_id', 'work', 'type'],
    open: `status = 'open'`,
    ours: `(work <> 'operation' or type = any($3))`,
    isSigned: true,
  },
  dueWork: { name: 'due_work', lane: ['process_id'], open: 'true', ours: 'true', isSigned: false },
};

/**
 * SQL for the ids of due rows that were never lost, `$1` at most. Each process with due work gets the same share, whatever it has waiting:
 * first the first row of each, then the second, and so on; among rows of one turn, and within a process, the higher rank goes first. Lanes
 * are found by skipping through the index, so that the cost does not grow with the rows that wait.
 */
export function fairIds(kind: Exclude<WorkKind, 'outbox'>, claimable: string): string {
  const { name, lane, open, ours, isSigned } = TABLES[kind];
  const columns = lane.join(', ');
  const of = (alias: string): string => lane.map((column) => `${alias}.${column}`).join(', ');
  const fresh = `${open} and attempts = failures`;
  const inLane = lane.map((column) => `t.${column} = lane.${column}`).join(' and ');
  const lowest = `select t.priority from ${name} as t where ${inLane} and ${fresh} and t.priority < 0 order by t.priority limit 1`;
  // What has a negative priority ranks later than it is due. Each lane has its own bound, so that one such row does not make a claim read the future of all.
  const lastRank = `${NOW} - coalesce((${lowest}), 0) * interval '1 second'`;
  const bounded = `bounded as materialized (select lane.*, ${lastRank} as last_rank from lane where ${ours}),`;
  const due = `${inLane} and ${fresh} and ${RANK} <= ${isSigned ? 'lane.last_rank' : NOW} and ${claimable}`;
  return `with recursive lane as (
      (select ${columns} from ${name} where ${fresh} order by ${columns} limit 1)
      union all
      select next.* from lane cross join lateral (
        select ${of('t')} from ${name} as t where ${fresh} and (${of('t')}) > (${of('lane')}) order by ${of('t')} limit 1) as next),
    ${isSigned ? bounded : ''}
    busy as materialized (
      select * from ${isSigned ? 'bounded as lane' : 'lane'} where ${ours} and exists (select 1 from ${name} as t where ${due}) limit ${LANES_PER_CLAIM}),
    share as materialized (select ceil($1::numeric / greatest(1, count(distinct process_id)))::integer as size from busy),
    turn as (
      select first_due.id, first_due.rank, row_number() over (partition by lane.process_id order by first_due.rank) as nth
      from busy as lane cross join lateral (
        select t.id, ${RANK} as rank from ${name} as t where ${due}
        order by ${RANK} limit (select size from share) for update skip locked) as first_due)
    select id from turn order by nth, rank limit $1`;
}
