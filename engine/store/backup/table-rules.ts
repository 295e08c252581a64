import type { ClientBase } from 'pg';

/** Statements that put the rules of tables in force again. */
export interface LoosenedRules {
  readonly restore: readonly string[];
}

/**
 * Takes foreign keys and triggers out of force while rows are copied: they come in any order, and what triggers would derive is in the
 * backup. Needs no right but that of the owner. Foreign keys are looked at anew when they come back.
 */
export async function loosenRules(client: ClientBase, schemas: readonly string[]): Promise<LoosenedRules> {
  const keys = await client.query<{ name: string; key: string; definition: string }>(
    `select c.conrelid::regclass::text as name, quote_ident(c.conname) as key, pg_get_constraintdef(c.oid) as definition
     from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_namespace n on n.oid = t.relnamespace
     where n.nspname = any($1) and c.contype = 'f' and c.conparentid = 0 order by 1, 2`,
    [schemas],
  );
  const triggered = await client.query<{ name: string }>(
    `select distinct t.oid::regclass::text as name from pg_trigger g join pg_class t on t.oid = g.tgrelid join pg_namespace n on n.oid = t.relnamespace
     where n.nspname = any($1) and not g.tgisinternal and not t.relispartition order by 1`,
    [schemas],
  );
  for (const { name, key } of keys.rows) await client.query(`alter table ${name} drop constraint ${key}`);
  for (const { name } of triggered.rows) await client.query(`alter table ${name} disable trigger user`);
  return {
    restore: [
      ...keys.rows.map(({ name, key, definition }) => `alter table ${name} add constraint ${key} ${definition}`),
      ...triggered.rows.map(({ name }) => `alter table ${name} enable trigger user`),
    ],
  };
}

/** Puts them in force again; fails when a row breaks a foreign key. */
export async function restoreRules(client: ClientBase, rules: LoosenedRules): Promise<void> {
  for (const statement of rules.restore) await client.query(statement);
}
