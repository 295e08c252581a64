import type { Pool } from 'pg';
import type { Actor } from '../../engine/port/module-contract.ts';
import type { RecordType } from '../../engine/port/module.ts';

const MAX_INSTANCES = 100;
/** Roles that see every process instance; others see those they started or have had a task in. */
const SEES_ALL = ['manager', 'analyst', 'admin'];

const IS_UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;
const BEFORE_EVERYTHING = '1970-01-01T00:00:00Z';

const SELECT = `
  SELECT instance.id, instance.definition_id AS "definitionId", instance.process_id AS "processId", definition.name AS "processName", definition.version,
         instance.business_key AS "businessKey", instance.status, instance.started_at AS "startedAt", instance.ended_at AS "endedAt",
         jsonb_build_object('id', instance.started_by, 'name', instance.started_by_name) AS "startedBy", instance.root_instance_id AS "rootInstanceId",
         instance.caller_instance_id AS "callerInstanceId", instance.incident_count AS incidents
    FROM process_instance instance JOIN process_definition definition ON definition.id = instance.definition_id
   WHERE (instance.business_key = $1 OR instance.id = $6::uuid
          OR instance.started_at >= $7::timestamptz AND EXISTS (SELECT 1 FROM variable WHERE variable.instance_id = instance.id AND variable.name = ANY ($2::text[]) AND variable.value = to_jsonb($1::text)))
     AND ($3::boolean OR instance.started_by = $4 OR EXISTS (
           SELECT 1 FROM task WHERE task.root_instance_id = instance.root_instance_id
              AND (task.assignee = $4 OR task.completed_by = $4 OR $4 = ANY (task.candidate_users) OR task.candidate_groups && $5::text[])))
   ORDER BY instance.started_at DESC, instance.id DESC LIMIT ${MAX_INSTANCES}`;

/**
 * Process instances that a record belongs to: the one that wrote it, those with its id as business key, and later ones with its id in a
 * variable. The time keeps the search for a new record away from the long history of older instances.
 */
export async function instancesOf(
  pool: Pool,
  actor: Actor,
  type: RecordType,
  record: Readonly<Record<string, unknown>>,
): Promise<{ readonly items: readonly object[]; readonly nextCursor: null }> {
  const { id, processInstanceId = null, createdAt = BEFORE_EVERYTHING } = record;
  const writtenBy = typeof processInstanceId === 'string' && IS_UUID.test(processInstanceId) ? processInstanceId : null;
  const seesAll = actor.roles.some((role) => SEES_ALL.includes(role));
  const { rows } = await pool.query<object>(SELECT, [id, variablesOf(type), seesAll, actor.id, [...actor.groups], writtenBy, createdAt]);
  return { items: rows, nextCursor: null };
}

/** Names under which processes keep the id of such a record: `orderId` for `erp.sales_order` by its processes, else `<entity>Id`. */
function variablesOf(type: RecordType): readonly string[] {
  const entity = type.name.slice(type.name.indexOf('.') + 1).replaceAll(/_([a-z])/gu, (_match, letter: string) => letter.toUpperCase());
  return [...new Set([...type.processes.map((process) => process.variable), `${entity}Id`])];
}
