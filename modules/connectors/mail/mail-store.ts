import type { ModuleServices } from '../../../engine/port/module.ts';

/** Mails of one page. */
const MAILS_PER_PAGE = 100;

/** What the outbox knows of mails without their texts. `sent_at` is null until a server has taken it; `kept`: there was none to take it. */
const COLUMNS = `outbox.id::text AS id, payload->>'to' AS "to", payload->>'subject' AS subject, state, created_at AS "createdAt",
  sent_at AS "sentAt", CASE WHEN state IN ('pending', 'failed') THEN last_error END AS "lastError", instance_id AS "processInstanceId"`;

/** Mails that processes have sent or are about to send, newest first; `before` is the last id of the page before. */
export async function listMails(
  { pool }: ModuleServices,
  before: string | null,
): Promise<{ readonly items: readonly object[]; readonly nextCursor: string | null }> {
  const { rows } = await pool.query<{ readonly id: string }>(
    `SELECT ${COLUMNS} FROM outbox WHERE kind = 'mail' AND ($1::bigint IS NULL
       OR (created_at, id) < (SELECT created_at, id FROM outbox WHERE id = $1::bigint))
      ORDER BY created_at DESC, id DESC LIMIT ${MAILS_PER_PAGE + 1}`,
    [before],
  );
  const items = rows.slice(0, MAILS_PER_PAGE);
  return { items, nextCursor: rows.length > MAILS_PER_PAGE ? (items.at(-1)?.id ?? null) : null };
}

/** One mail with its text and the names of what is attached; null when there is none. */
export async function findMail({ pool }: ModuleServices, id: string): Promise<object | null> {
  const { rows } = await pool.query<object>(
    `SELECT ${COLUMNS}, payload->>'body' AS body,
            coalesce(jsonb_path_query_array(payload, '$.attachments[*].name'), '[]') AS attachments
       FROM outbox WHERE kind = 'mail' AND id = $1::bigint`,
    [id],
  );
  return rows[0] ?? null;
}

/** Puts a mail that was kept or has failed into the outbox again, under the key that it had. False when it is neither. */
export function sendAgain(services: ModuleServices, id: string): Promise<boolean> {
  return services.transaction(async (sql) => {
    const { rowCount } = await sql.query(
      `UPDATE outbox SET state = 'pending', attempts = 0, failures = 0, last_error = NULL, due_at = clock_timestamp(), leased_until = NULL
        WHERE kind = 'mail' AND id = $1::bigint AND state IN ('kept', 'failed')`,
      [id],
    );
    return rowCount === 1;
  });
}
