import type { Pool } from 'pg';
import type { JsonObject } from '../../engine/model/index.ts';
import { fullCommand } from '../../engine/state/index.ts';

/** A command that the journal has, and the transaction that wrote it. */
export interface JournalCommand {
  readonly kind: unknown;
  readonly transaction: string;
}

/** All commands of an instance, or of all of them, with those that led to others and those that followed from them. */
export async function journalCommands(pool: Pool, instanceId: string | null = null): Promise<readonly JournalCommand[]> {
  const { rows } = await pool.query<{ command: JsonObject; transaction: string }>(
    'select command, xmin::text as transaction from journal where $1::uuid is null or instance_id = $1 order by root_instance_id, sequence',
    [instanceId],
  );
  return rows.flatMap(({ command, transaction }) => {
    const { kind, then } = fullCommand(command);
    const led = Array.isArray(then) ? (then as readonly { readonly command: JsonObject }[]) : []; // As `writeCommands` writes them.
    return [kind, ...led.map((each) => each.command['kind'])].map((each) => ({ kind: each, transaction }));
  });
}
