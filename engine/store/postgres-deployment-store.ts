import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { DeploymentStore, NewDecision, NewDefinition, NewDeployment, NewForm } from '../port/deployment-store.ts';
import type { DeployedDefinition } from '../port/engine.ts';
import { runPrepared } from './sql.ts';

/** Key of the transaction lock that makes deployments wait for each other, so that version numbers have no gaps. */
const DEPLOYMENT_LOCK = 0x4c57_4450;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Keeps deployments in PostgreSQL. */
export class PostgresDeploymentStore implements DeploymentStore {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async now(): Promise<string> {
    const result = await this.#pool.query<{ now: Date }>('select clock_timestamp() as now');
    const [row] = result.rows;
    if (row === undefined) throw new Error('Expected the time of the database, but found no row.');
    return row.now.toISOString();
  }

  async save(deployment: NewDeployment): Promise<readonly DeployedDefinition[]> {
    const client = await this.#pool.connect();
    try {
      await client.query('begin');
      await runPrepared(client, 'select pg_advisory_xact_lock($1)', [DEPLOYMENT_LOCK]);
      const definitions = await saveAll(client, deployment);
      await client.query('commit');
      return definitions;
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }
}

async function saveAll(client: PoolClient, deployment: NewDeployment): Promise<readonly DeployedDefinition[]> {
  const { actor } = deployment;
  await runPrepared(
    client,
    'insert into deployment (id, note, deployed_at, deployed_by, deployed_by_name) values ($1, $2, now(), $3, $4)',
    [deployment.id, deployment.note, actor.id, actor.name],
  );
  for (const resource of deployment.resources) {
    await runPrepared(client, 'insert into deployment_resource (deployment_id, name, content) values ($1, $2, $3)', [
      deployment.id,
      resource.name,
      resource.content,
    ]);
  }
  for (const form of deployment.forms) await saveForm(client, deployment, form);
  for (const decision of deployment.decisions) await saveDecision(client, deployment, decision);
  const deployed: DeployedDefinition[] = [];
  for (const definition of deployment.definitions) deployed.push(await saveDefinition(client, deployment, definition));
  return deployed;
}

async function saveForm(client: PoolClient, deployment: NewDeployment, form: NewForm): Promise<void> {
  const content = JSON.stringify(form.content);
  await runPrepared(
    client,
    `insert into form (form_id, version, resource_name, content, hash, deployment_id, deployed_at)
     select $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5, now() from form where form_id = $1
     having (select hash from form where form_id = $1 order by version desc limit 1) is distinct from $4`,
    [form.formId, form.resourceName, content, sha256(content), deployment.id],
  );
}

async function saveDecision(client: PoolClient, deployment: NewDeployment, decision: NewDecision): Promise<void> {
  await runPrepared(
    client,
    `insert into decision_definition (decision_id, version, name, resource_name, xml, hash, deployment_id, deployed_at)
     select $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5, $6, now() from decision_definition where decision_id = $1
     having (select hash from decision_definition where decision_id = $1 order by version desc limit 1) is distinct from $5`,
    [decision.decisionId, decision.name, decision.resourceName, decision.xml, sha256(decision.xml), deployment.id],
  );
}

async function saveDefinition(client: PoolClient, deployment: NewDeployment, entry: NewDefinition): Promise<DeployedDefinition> {
  const { definition } = entry;
  const hash = sha256(entry.xml);
  const [latest] = await runPrepared<{ id: string; version: number; hash: string }>(
    client,
    'select id, version, hash from process_definition where process_id = $1 and is_latest',
    [definition.processId],
  );
  const answer = { processId: definition.processId, name: definition.name };
  if (latest?.hash === hash) return { ...answer, definitionId: latest.id, version: latest.version, isNew: false };
  const version = (latest?.version ?? 0) + 1;
  const id = `${definition.processId}:${version}:${deployment.id.slice(-12)}`;
  await runPrepared(client, 'update process_definition set is_latest = false where process_id = $1 and is_latest', [definition.processId]);
  await runPrepared(
    client,
    `insert into process_definition (id, process_id, version, name, version_tag, documentation, is_latest, is_startable, start_form_id,
       candidate_starter_groups, resource_name, xml, model, hash, deployment_id, deployed_at, deployed_by, deployed_by_name)
     values ($1, $2, $3, $4, $5, $6, true, $7, $8, $9, $10, $11, $12, $13, $14, now(), $15, $16)`,
    [
      id,
      definition.processId,
      version,
      definition.name,
      definition.versionTag,
      definition.documentation,
      entry.isStartable,
      definition.startFormId,
      definition.candidateStarterGroups,
      entry.resourceName,
      entry.xml,
      JSON.stringify(definition),
      hash,
      deployment.id,
      deployment.actor.id,
      deployment.actor.name,
    ],
  );
  await moveStarts(client, id, entry);
  return { ...answer, definitionId: id, version, isNew: true };
}

/** Only the latest version starts by events: what the version before waited for ends here. */
async function moveStarts(client: PoolClient, definitionId: string, entry: NewDefinition): Promise<void> {
  const { processId } = entry.definition;
  await runPrepared(client, 'delete from start_subscription where process_id = $1', [processId]);
  await runPrepared(client, 'delete from message_key where process_id = $1', [processId]);
  await runPrepared(client, 'delete from start_collection where process_id = $1', [processId]);
  await runPrepared(client, 'delete from timer where process_id = $1 and instance_id is null', [processId]);
  const starts = [
    ...entry.messageStarts.map((start) => ({ ...start, kind: 'message' })),
    ...entry.signalStarts.map((start) => ({ ...start, kind: 'signal' })),
    ...entry.conditionStarts.map((start) => ({ ...start, kind: 'condition' })),
  ];
  for (const { kind, elementId, name, index } of starts) {
    await runPrepared(
      client,
      'insert into start_subscription (definition_id, process_id, element_id, kind, name, definition_index) values ($1, $2, $3, $4, $5, $6)',
      [definitionId, processId, elementId, kind, name, index],
    );
  }
  for (const { name, expression } of entry.messageKeys) {
    await runPrepared(client, 'insert into message_key (definition_id, process_id, name, expression) values ($1, $2, $3, $4)', [
      definitionId,
      processId,
      name,
      JSON.stringify(expression),
    ]);
  }
  for (const timer of entry.timerStarts) {
    await runPrepared(
      client,
      `insert into timer (id, definition_id, process_id, element_id, definition_index, due_at, cycle, repetitions_left)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        `${definitionId}.${timer.elementId}${timer.index === 0 ? '' : `.${timer.index}`}`,
        definitionId,
        processId,
        timer.elementId,
        timer.index,
        timer.dueAt,
        timer.cycle,
        timer.repetitionsLeft,
      ],
    );
  }
}
