import type { ClientBase, Pool } from 'pg';
import type { BusinessCalendar } from '../model/index.ts';
import type { CalendarStore, StoredCalendar } from '../port/calendar-store.ts';
import type { Actor } from '../port/module-contract.ts';
import { runPrepared } from './sql.ts';

interface CalendarRow {
  readonly name: string;
  readonly title: string;
  readonly zone: string;
  readonly hours: BusinessCalendar['hours'];
  readonly holidays: BusinessCalendar['holidays'];
  readonly isDefault: boolean;
  readonly teams: readonly string[];
  readonly updatedAt: Date;
  readonly updatedBy: string;
  readonly updatedByName: string;
}

const COLUMNS = `name, title, zone, hours, holidays, is_default as "isDefault", teams, updated_at as "updatedAt", updated_by as "updatedBy",
  updated_by_name as "updatedByName"`;

const storedOf = ({
  name,
  title,
  zone,
  hours,
  holidays,
  isDefault,
  teams,
  updatedAt,
  updatedBy,
  updatedByName,
}: CalendarRow): StoredCalendar => ({
  name,
  title,
  calendar: { zone, hours, holidays },
  isDefault,
  teams,
  updatedAt: updatedAt.toISOString(),
  updatedBy: { id: updatedBy, name: updatedByName },
});

/** All calendars, read on a connection that the caller has. */
export async function readCalendars(client: ClientBase): Promise<readonly StoredCalendar[]> {
  return (await runPrepared<CalendarRow>(client, `select ${COLUMNS} from business_calendar order by name`, [])).map(storedOf);
}

/** Keeps business calendars in PostgreSQL. */
export class PostgresCalendarStore implements CalendarStore {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  all(): Promise<readonly StoredCalendar[]> {
    return this.#inTransaction(readCalendars);
  }

  save(entry: Pick<StoredCalendar, 'name' | 'title' | 'calendar' | 'isDefault' | 'teams'>, actor: Actor): Promise<StoredCalendar> {
    const { name, title, calendar, isDefault, teams } = entry;
    return this.#inTransaction(async (client) => {
      if (isDefault) await runPrepared(client, 'update business_calendar set is_default = false where is_default and name <> $1', [name]);
      await runPrepared(
        client,
        `update business_calendar set teams = array(select team from unnest(teams) as team where team <> all($2))
         where name <> $1 and teams && $2`,
        [name, teams],
      );
      const [row] = await runPrepared<CalendarRow>(
        client,
        `insert into business_calendar (name, title, zone, hours, holidays, is_default, teams, updated_by, updated_by_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (name) do update set title = excluded.title, zone = excluded.zone, hours = excluded.hours, holidays = excluded.holidays,
           is_default = excluded.is_default, teams = excluded.teams, updated_at = now(), updated_by = excluded.updated_by, updated_by_name = excluded.updated_by_name
         returning ${COLUMNS}`,
        [
          name,
          title,
          calendar.zone,
          JSON.stringify(calendar.hours),
          JSON.stringify(calendar.holidays),
          isDefault,
          teams,
          actor.id,
          actor.name,
        ],
      );
      if (row === undefined) throw new Error(`Expected calendar ${name} to be stored, but found no row.`);
      return storedOf(row);
    });
  }

  remove(name: string): Promise<'removed' | 'absent' | 'inUse'> {
    return this.#inTransaction(async (client) => {
      const [used] = await runPrepared<{ isUsed: boolean }>(
        client,
        `select exists (select 1 from process_definition d, business_calendar c where c.name = $1 and d.is_latest
           and jsonb_path_exists(d.model::jsonb,
             '$.nodes.*.**.calendar ? (@ == $name || ($isDefault == true && @ == "default") || ($isOfTeam == true && @ == "team"))',
             jsonb_build_object('name', c.name, 'isDefault', c.is_default, 'isOfTeam', c.is_default or cardinality(c.teams) > 0))) as "isUsed"`,
        [name],
      );
      if (used?.isUsed === true) return 'inUse';
      const removed = await runPrepared(client, 'delete from business_calendar where name = $1 returning name', [name]);
      return removed.length === 1 ? 'removed' : 'absent';
    });
  }

  async #inTransaction<Result>(work: (client: ClientBase) => Promise<Result>): Promise<Result> {
    const client = await this.#pool.connect();
    try {
      await client.query('begin');
      const result = await work(client);
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }
}
