import type { PoolClient } from 'pg';

/** What the hash of a record covers beside the hash before; `r` is the row. */
const HASHED = `convert_to(concat_ws(' ', r.sequence, to_char(r.removed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), r.month, r.trees, r.journal_rows, r.kept, encode(r.digest, 'hex')), 'UTF8')`;

/**
 * Marks call trees, whose rows may leave the journal from now on, and records it, chained to the record before. `roots` is SQL that gives
 * their ids, with `values` for its parameters; `month` is the first day of the month whose partitions go, null where rows are deleted;
 * `kept` counts instances of the month that stay. The caller holds the lock of history. Returns the number of trees; none leaves no record.
 */
export async function recordRemoval(
  client: PoolClient,
  roots: { readonly sql: string; readonly values: readonly unknown[] },
  month: string | null,
  kept: number,
): Promise<number> {
  const { rows: next } = await client.query<{ sequence: string }>('select coalesce(max(sequence), 0) + 1 as sequence from history_removal');
  const sequence = next[0]?.sequence ?? '1';
  const marked = await client.query(
    `insert into history_removing (root_instance_id, sequence) select id, ${sequence} from (${roots.sql}) as root`,
    [...roots.values],
  );
  if (marked.rowCount === 0) return 0;
  // The digest stands for a line per tree with its id, the number of its journal rows and its last hash, in the order of the ids.
  await client.query(
    `insert into history_removal (sequence, removed_at, month, trees, journal_rows, kept, digest, prev_hash, hash)
     select r.sequence, r.removed_at, r.month, r.trees, r.journal_rows, r.kept, r.digest, last.hash, sha256(coalesce(last.hash, ''::bytea) || ${HASHED})
     from (select $1::bigint as sequence, now() as removed_at, $2::date as month, count(*)::int as trees, sum(i.journal_count)::bigint as journal_rows, $3::int as kept,
         sha256(convert_to(string_agg(i.id || ' ' || i.journal_count || ' ' || coalesce(encode(i.journal_hash, 'hex'), ''), E'\\n' order by i.id), 'UTF8')) as digest
       from history_removing as going join process_instance as i on i.id = going.root_instance_id where going.sequence = $1) as r
     left join history_removal as last on last.sequence = r.sequence - 1`,
    [sequence, month, kept],
  );
  return marked.rowCount ?? 0;
}

/** Records that are not as they were written, or do not follow the one before. Any row is a fault of the record with its number. */
export const BROKEN_REMOVALS = `select r.sequence from (select *, lag(hash) over (order by sequence) as before, lag(sequence, 1, 0::bigint) over (order by sequence) as previous from history_removal) as r
  where r.prev_hash is distinct from r.before or r.previous <> r.sequence - 1 or r.hash <> sha256(coalesce(r.prev_hash, ''::bytea) || ${HASHED}) order by 1`;
