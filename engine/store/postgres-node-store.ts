import type { Pool } from 'pg';
import { COUNT_LIMIT, DONE_COUNTS, type Load, type NodeReport, type NodeStore, type SystemState } from '../port/node-store.ts';

/** A node is taken for gone when it has been silent for so long, and forgotten after an hour, in seconds. */
const ALIVE_SECONDS = 35;
const KEPT_SECONDS = 3_600;
/** Shortest time between two counts of what waits, over all nodes, in seconds. */
const SLOT_SECONDS = 10;
/** The page shows so many points of so many seconds. */
const POINT_SECONDS = 30;
const POINTS = 30;
const SLOWEST = 10;
const TABLES = 6;

const iso = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const slotOf = (time: string, seconds: number): string => `date_bin('${seconds} seconds', ${time}, 'epoch')`;

/** Due rows of one table up to the limit, the age of the oldest, and the rows in somebody's hands. */
function dueOf(table: string, open: string, isOrdered: boolean): string {
  return `(select json_build_object('count', count(*), 'inHand', (select count(*) from (select 1 from ${table} where ${open} and attempts > failures
        and leased_until > clock_timestamp() limit ${COUNT_LIMIT}) as held),
      'oldestMs', coalesce(round(extract(epoch from clock_timestamp() - min(due_at)) * 1000), 0))
    from (select due_at from ${table} where ${open} and due_at <= clock_timestamp() and (leased_until is null or leased_until <= clock_timestamp())
      ${isOrdered ? 'order by due_at' : ''} limit ${COUNT_LIMIT + 1}) as due)`;
}

/** Exact up to the limit; beyond it the estimate of the index that holds the open rows. */
function openOf(table: string, open: string, index: string): string {
  return `(select case when count(*) <= ${COUNT_LIMIT} then count(*)
      else greatest(count(*), coalesce((select max(reltuples)::bigint from pg_class where relname = '${index}'), 0)) end
    from (select 1 from ${table} where ${open} limit ${COUNT_LIMIT + 1}) as open)`;
}

/** Jobs have no index by time alone, so the oldest of more than the limit is the oldest of those that were looked at. */
const LOAD = `json_build_object(
  'due', json_build_object('timer', ${dueOf('timer', 'true', true)}, 'job', ${dueOf('job', `status = 'open'`, false)},
    'dueWork', ${dueOf('due_work', 'true', true)}, 'outbox', ${dueOf('outbox', `state = 'pending'`, true)}),
  'open', json_build_object('instances', ${openOf('process_instance', 'ended_at is null', 'process_instance_active')},
    'tasks', ${openOf('task', `status = 'open'`, 'task_open')}, 'incidents', ${openOf('incident', `status = 'open'`, 'incident_open')}))`;

/** Keeps what nodes report in PostgreSQL. A report is three short statements on one connection. */
export function createNodeStore(pool: Pool): NodeStore {
  return {
    async report(report) {
      await pool.query(
        `with pruned_samples as (delete from node_sample where at < clock_timestamp() - interval '${KEPT_SECONDS} seconds'),
           pruned_loads as (delete from load_sample where slot_at < clock_timestamp() - interval '${KEPT_SECONDS} seconds'),
           pruned_nodes as (delete from node where id <> $1 and seen_at < clock_timestamp() - interval '${KEPT_SECONDS} seconds'),
           sample as (insert into node_sample (at, node_id, done, slowest) values (clock_timestamp(), $1, $7, $8))
         insert into node (id, role, version, host, pid, started_at, seen_at, in_hand)
         values ($1, $2, $3, $4, $5, clock_timestamp(), clock_timestamp(), $6)
         on conflict (id) do update set seen_at = excluded.seen_at, in_hand = excluded.in_hand`,
        valuesOf(report),
      );
      await pool.query(
        `insert into load_sample (slot_at, load) select slot, ${LOAD} from ${slotOf('clock_timestamp()', SLOT_SECONDS)} as slot
         where not exists (select 1 from load_sample where slot_at = slot) on conflict do nothing`,
      );
      const { rows } = await pool.query<{ load: Load }>('select load from load_sample order by slot_at desc limit 1');
      return rows[0]?.load ?? null;
    },
    async leave(nodeId) {
      await pool.query('delete from node where id = $1', [nodeId]);
    },
    async system() {
      const { rows } = await pool.query<{ state: SystemState }>(SYSTEM);
      const [row] = rows;
      if (row === undefined) throw new Error('Expected the state of the system, but found no row.');
      return row.state;
    },
  };
}

function valuesOf({ node, inHand, done, slowest }: NodeReport): unknown[] {
  const { id, role, version, host, pid } = node;
  return [id, role, version, host, pid, JSON.stringify(inHand), JSON.stringify(done), JSON.stringify(slowest)];
}

const DONE = DONE_COUNTS.map((name) => `'${name}', coalesce(sum((sample.done ->> '${name}')::numeric), 0)`).join(', ');

const POINTS_OF_TIME = `(select json_agg(json_build_object('at', ${iso('point.at')}, 'load', point.load, 'done', point.done) order by point.at) from (
    select slot as at,
      (select load from load_sample where slot_at >= slot and slot_at < slot + interval '${POINT_SECONDS} seconds' order by slot_at desc limit 1) as load,
      (select json_build_object(${DONE}) from node_sample as sample where sample.at >= slot and sample.at < slot + interval '${POINT_SECONDS} seconds') as done
    from generate_series(${slotOf('clock_timestamp()', POINT_SECONDS)} - interval '${POINTS * POINT_SECONDS} seconds',
      ${slotOf('clock_timestamp()', POINT_SECONDS)} - interval '${POINT_SECONDS} seconds', interval '${POINT_SECONDS} seconds') as slot) as point)`;

const NODES = `coalesce((select json_agg(json_build_object('id', id, 'role', role, 'version', version, 'host', host, 'pid', pid,
    'startedAt', ${iso('started_at')}, 'seenAt', ${iso('seen_at')}, 'inHand', in_hand,
    'isAlive', seen_at > clock_timestamp() - interval '${ALIVE_SECONDS} seconds') order by started_at, id) from node), '[]')`;

const DATABASE = `json_build_object('sizeBytes', pg_database_size(current_database()),
  'connections', (select count(*) from pg_stat_activity where datname = current_database()),
  'maxConnections', current_setting('max_connections')::integer,
  'oldestTransactionMs', (select round(extract(epoch from clock_timestamp() - min(xact_start)) * 1000) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()),
  'tables', coalesce((select json_agg(json_build_object('name', relname, 'live', n_live_tup, 'dead', n_dead_tup,
       'vacuumedAt', ${iso('greatest(last_vacuum, last_autovacuum)')}) order by n_dead_tup desc, relname)
     from (select * from pg_stat_user_tables where schemaname = current_schema() order by n_dead_tup desc, relname limit ${TABLES}) as dirty), '[]'))`;

const SLOWEST_STEPS = `coalesce((select json_agg(step order by (step ->> 'milliseconds')::numeric desc) from (
    select step from node_sample as sample, jsonb_array_elements(sample.slowest) as step
    where sample.at > clock_timestamp() - interval '${POINTS * POINT_SECONDS} seconds'
    order by (step ->> 'milliseconds')::numeric desc limit ${SLOWEST}) as slow), '[]')`;

const SYSTEM = `select json_build_object('at', ${iso('clock_timestamp()')}, 'load', (select load from load_sample order by slot_at desc limit 1),
  'points', ${POINTS_OF_TIME}, 'nodes', ${NODES}, 'database', ${DATABASE}, 'slowest', ${SLOWEST_STEPS}) as state`;
