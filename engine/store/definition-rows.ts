import type { ClientBase } from 'pg';
import type { ProcessDefinition } from '../model/index.ts';
import type { DecisionFile, DefinitionQuery, StoredDefinition } from '../port/instance-store.ts';
import { RecentlyUsed } from './recently-used.ts';
import { runPrepared } from './sql.ts';

/** Definitions never change, so each is parsed once per process, as long as they fit. */
const MAX_CACHED = 1_000;
/** Of their text in bytes; parsed, a definition takes some times as much. */
const MAX_CACHED_BYTES = 32 * 1024 * 1024;

/** Processes and decision files by id and version. */
export class DefinitionCache {
  readonly processes = new RecentlyUsed<StoredDefinition>({ maxEntries: MAX_CACHED, maxBytes: MAX_CACHED_BYTES });
  readonly decisions = new RecentlyUsed<DecisionFile>({ maxEntries: MAX_CACHED, maxBytes: MAX_CACHED_BYTES });
}

/** Which version is meant is asked each time, since another node may have deployed; its model comes from the cache. */
export async function findDefinition(client: ClientBase, cache: DefinitionCache, query: DefinitionQuery): Promise<StoredDefinition | null> {
  const id = query.kind === 'id' ? query.definitionId : await findId(client, query);
  if (id === null) return null;
  const cached = cache.processes.get(id);
  if (cached !== undefined) return cached;
  const [row] = await runPrepared<{ processId: string; version: number; deploymentId: string; model: ProcessDefinition; bytes: number }>(
    client,
    `select process_id as "processId", version, deployment_id as "deploymentId", model, octet_length(model::text) as bytes from process_definition where id = $1`,
    [id],
  );
  if (row === undefined) return null;
  const definition: StoredDefinition = {
    id,
    processId: row.processId,
    version: row.version,
    deploymentId: row.deploymentId,
    definition: row.model,
  };
  cache.processes.set(id, definition, row.bytes);
  return definition;
}

async function findId(client: ClientBase, query: Exclude<DefinitionQuery, { kind: 'id' }>): Promise<string | null> {
  const [row] = await runPrepared<{ id: string }>(client, ...idStatement(query));
  return row?.id ?? null;
}

function idStatement(query: Exclude<DefinitionQuery, { kind: 'id' }>): [string, readonly unknown[]] {
  switch (query.kind) {
    case 'latest':
      return ['select id from process_definition where process_id = $1 and is_latest', [query.processId]];
    case 'version':
      return ['select id from process_definition where process_id = $1 and version = $2', [query.processId, query.version]];
    case 'versionTag':
      return [
        'select id from process_definition where process_id = $1 and version_tag = $2 order by version desc limit 1',
        [query.processId, query.tag],
      ];
    case 'deployment':
      return [
        `select id from process_definition where process_id = $1
         order by deployment_id = (select deployment_id from process_definition where id = $2) desc, version desc limit 1`,
        [query.processId, query.definitionId],
      ];
  }
}

/** File of the newest version of a decision; null when none is deployed. */
export async function findDecisionFile(client: ClientBase, cache: DefinitionCache, decisionId: string): Promise<DecisionFile | null> {
  const [newest] = await runPrepared<{ version: number | null }>(
    client,
    'select max(version) as version from decision_definition where decision_id = $1',
    [decisionId],
  );
  const version = newest?.version ?? null;
  if (version === null) return null;
  const key = `${decisionId}:${version}`;
  const cached = cache.decisions.get(key);
  if (cached !== undefined) return cached;
  const [row] = await runPrepared<{ xml: string }>(client, 'select xml from decision_definition where decision_id = $1 and version = $2', [
    decisionId,
    version,
  ]);
  if (row === undefined) return null;
  const file: DecisionFile = { key, xml: row.xml };
  cache.decisions.set(key, file, row.xml.length);
  return file;
}
