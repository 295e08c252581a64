import { randomBytes } from 'node:crypto';
import type { Actor, SqlExecutor } from '../../../engine/port/module-contract.ts';
import type { ModuleServices } from '../../../engine/port/module.ts';
import { createSecret } from './proof.ts';
import type { Delivery, StoredWebhook, WebhookSettings } from './webhook.ts';

/** Webhooks there may be, and deliveries kept of each. */
export const MAX_WEBHOOKS = 500;
const MAX_DELIVERIES = 100;
/** Bytes of an id, which is a part of the address: nobody guesses it. */
const ID_BYTES = 18;

const COLUMNS = `id, name, is_active AS "isActive", target, target_name AS "targetName", correlation_key AS "correlationKey", variables, proof`;

/** A webhook as people see it. */
export type ShownWebhook = Omit<StoredWebhook, 'secret'>;

export async function listWebhooks({ pool }: ModuleServices): Promise<readonly object[]> {
  const { rows } = await pool.query<object>(
    `SELECT ${COLUMNS}, last.received_at AS "lastReceivedAt", last.outcome AS "lastOutcome" FROM connectors.webhook
       LEFT JOIN LATERAL (SELECT received_at, outcome FROM connectors.webhook_delivery WHERE webhook_id = webhook.id ORDER BY id DESC LIMIT 1) AS last ON true
      ORDER BY lower(name), id LIMIT ${MAX_WEBHOOKS}`,
  );
  return rows;
}

export async function findWebhook({ pool }: ModuleServices, id: string): Promise<StoredWebhook | null> {
  const { rows } = await pool.query<StoredWebhook>(`SELECT ${COLUMNS}, secret FROM connectors.webhook WHERE id = $1`, [id]);
  return rows[0] ?? null;
}

/** Null when there are as many as there may be. */
export function createWebhook(
  services: ModuleServices,
  settings: WebhookSettings,
  actor: Actor,
): Promise<{ readonly id: string; readonly secret: string } | null> {
  const id = randomBytes(ID_BYTES).toString('base64url');
  const { shown, kept } = createSecret(settings.proof);
  return services.transaction(async (sql) => {
    const { rowCount } = await sql.query(
      `INSERT INTO connectors.webhook (id, name, is_active, target, target_name, correlation_key, variables, proof, secret)
       SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9 WHERE (SELECT count(*) FROM connectors.webhook) < ${MAX_WEBHOOKS}`,
      [...valuesOf(id, settings), settings.proof, kept],
    );
    if (rowCount === 0) return null;
    await note(sql, id, 'created', actor, settings);
    return { id, secret: shown };
  });
}

/** False when there is none. Another way of proof needs another secret: it is not changed here. */
export function changeWebhook(services: ModuleServices, id: string, settings: WebhookSettings, actor: Actor): Promise<boolean> {
  return services.transaction(async (sql) => {
    const { rowCount } = await sql.query(
      `UPDATE connectors.webhook SET name = $2, is_active = $3, target = $4, target_name = $5, correlation_key = $6, variables = $7, updated_at = now()
        WHERE id = $1`,
      [...valuesOf(id, settings)],
    );
    if (rowCount === 1) await note(sql, id, 'changed', actor, settings);
    return rowCount === 1;
  });
}

/** The new secret, shown once; the old one is worth nothing from now on. Null when there is no such webhook. */
export function renewSecret(services: ModuleServices, webhook: StoredWebhook, actor: Actor): Promise<string | null> {
  const { shown, kept } = createSecret(webhook.proof);
  return services.transaction(async (sql) => {
    const { rowCount } = await sql.query('UPDATE connectors.webhook SET secret = $2, updated_at = now() WHERE id = $1', [webhook.id, kept]);
    if (rowCount === 0) return null;
    await note(sql, webhook.id, 'secretRenewed', actor, {});
    return shown;
  });
}

export function removeWebhook(services: ModuleServices, id: string, actor: Actor): Promise<boolean> {
  return services.transaction(async (sql) => {
    const { rowCount } = await sql.query('DELETE FROM connectors.webhook WHERE id = $1', [id]);
    if (rowCount === 1) await note(sql, id, 'removed', actor, {});
    return rowCount === 1;
  });
}

export async function listDeliveries({ pool }: ModuleServices, id: string): Promise<readonly object[]> {
  const { rows } = await pool.query<object>(
    `SELECT id::text, delivery_id AS "deliveryId", received_at AS "receivedAt", outcome, message, process_instance_id AS "processInstanceId",
            body_bytes AS "bodyBytes" FROM connectors.webhook_delivery WHERE webhook_id = $1 ORDER BY id DESC LIMIT ${MAX_DELIVERIES}`,
    [id],
  );
  return rows;
}

/** Keeps what became of a call, and the last hundred of each webhook. */
export async function recordDelivery({ pool }: ModuleServices, webhookId: string, delivery: Delivery): Promise<void> {
  const { deliveryId, outcome, message, processInstanceId, bodyBytes } = delivery;
  await pool.query(
    `INSERT INTO connectors.webhook_delivery (webhook_id, delivery_id, outcome, message, process_instance_id, body_bytes)
     SELECT id, $2, $3, $4, $5, $6 FROM connectors.webhook WHERE id = $1`,
    [webhookId, deliveryId, outcome, message, processInstanceId, bodyBytes],
  );
  await pool.query(
    `DELETE FROM connectors.webhook_delivery WHERE webhook_id = $1 AND id <= (
       SELECT id FROM connectors.webhook_delivery WHERE webhook_id = $1 ORDER BY id DESC OFFSET ${MAX_DELIVERIES} LIMIT 1)`,
    [webhookId],
  );
}

function valuesOf(id: string, settings: WebhookSettings): readonly unknown[] {
  const { name, isActive, target, targetName, correlationKey, variables } = settings;
  return [id, name, isActive, target, targetName, correlationKey, variables];
}

async function note(sql: SqlExecutor, id: string, action: string, actor: Actor, settings: object): Promise<void> {
  await sql.query(
    'INSERT INTO connectors.webhook_change (webhook_id, actor_id, actor_name, action, settings) VALUES ($1, $2, $3, $4, $5)',
    [id, actor.id, actor.name, action, JSON.stringify(settings)],
  );
}
