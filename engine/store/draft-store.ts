import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { DraftRow, DraftStore, DraftWithResources } from '../port/draft-store.ts';
import type { Resource } from '../port/engine.ts';

/** Drafts listed at once. */
const MAX_LISTED = 500;

const COLUMNS = `
  id, name, process_id as "processId", based_on_definition_id as "basedOnDefinitionId", updated_at as "updatedAt", updated_by as "updatedById",
  updated_by_name as "updatedByName", revision`;
const LIST = `select ${COLUMNS} from draft order by updated_at desc, id limit ${MAX_LISTED}`;
const GET = `select ${COLUMNS}, resources from draft where id = $1`;
const CREATE = `
  insert into draft (id, name, process_id, resources, based_on_definition_id, updated_by, updated_by_name) values ($1, $2, $3, $4, $5, $6, $7)
  returning ${COLUMNS}, resources`;
const SAVE = `
  update draft set name = $3, process_id = $4, resources = $5, updated_by = $6, updated_by_name = $7, updated_at = now(), revision = revision + 1
  where id = $1 and revision = $2
  returning ${COLUMNS}, resources`;

interface Row extends Omit<DraftRow, 'updatedAt' | 'updatedBy'> {
  readonly updatedAt: Date;
  readonly updatedById: string;
  readonly updatedByName: string;
}
interface FullRow extends Row {
  readonly resources: readonly Resource[];
}

/** Drafts on PostgreSQL; a save over another revision than the stored one changes nothing. */
export function createDraftStore(pool: Pool): DraftStore {
  const get = async (id: string): Promise<DraftWithResources | null> => presentFull((await pool.query<FullRow>(GET, [id])).rows[0]);
  return {
    list: async () => (await pool.query<Row>(LIST)).rows.map(present),
    get,
    async create(draft, by) {
      const values = [
        randomUUID(),
        draft.name,
        draft.processId,
        JSON.stringify(draft.resources),
        draft.basedOnDefinitionId,
        by.id,
        by.name,
      ];
      const created = presentFull((await pool.query<FullRow>(CREATE, values)).rows[0]);
      if (created === null) throw new Error('Expected the new draft, but the database returned none.');
      return created;
    },
    async save(id, draft, by) {
      const values = [id, draft.revision, draft.name, draft.processId, JSON.stringify(draft.resources), by.id, by.name];
      const saved = presentFull((await pool.query<FullRow>(SAVE, values)).rows[0]);
      if (saved !== null) return { kind: 'saved', draft: saved };
      const current = await get(id);
      return current === null ? { kind: 'notFound' } : { kind: 'changed', current };
    },
    remove: async (id) => (await pool.query('delete from draft where id = $1', [id])).rowCount === 1,
  };
}

function present(row: Row): DraftRow {
  const { id, name, processId, basedOnDefinitionId, revision } = row;
  return {
    id,
    name,
    processId,
    basedOnDefinitionId,
    updatedAt: row.updatedAt.toISOString(),
    updatedBy: { id: row.updatedById, name: row.updatedByName },
    revision,
  };
}

function presentFull(row: FullRow | undefined): DraftWithResources | null {
  return row === undefined ? null : { ...present(row), resources: row.resources };
}
