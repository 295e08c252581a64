/** A process that has no setting of its own has that of `*`; without one, history is kept for ever. */
const DAYS = `(select case when own.is_inherited is false then own.days else every.days end
  from (select 1) as one
  left join lateral (select is_inherited, days from retention_setting where process_id = root.process_id order by sequence desc limit 1) as own on true
  left join lateral (select days from retention_setting where process_id = '*' order by sequence desc limit 1) as every on true)`;

/**
 * SQL condition on `process_instance as root` whether its call tree may go: it is past its time (by `graceDays` days more), ended
 * altogether, not held, and nothing of it still waits to leave the house.
 */
export const removable = (graceDays: string): string => `root.id = root.root_instance_id and root.ended_at is not null
  and coalesce(root.ended_at < now() - make_interval(days => ${DAYS} + ${graceDays}), false)
  and not exists (select from process_instance as called where called.root_instance_id = root.id and called.caller_instance_id is not null and called.ended_at is null)
  and not exists (select from legal_hold where legal_hold.root_instance_id = root.id and released_at is null)
  and not exists (select from outbox where outbox.state = 'pending' and outbox.instance_id = root.id)
  and not exists (select from history_removing as going where going.root_instance_id = root.id)`;
