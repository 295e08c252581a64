import { setImmediate as nextTurn } from 'node:timers/promises';
import pg, { type Client, type Pool, type PoolClient } from 'pg';
import { ConnectionSilence, LOOK_EVERY_MS, type ConnectionView, type SessionSight } from './connection-silence.ts';

/**
 * How connections to PostgreSQL notice that the other side is gone: a connection that cannot be made is given up, an idle one is tried by the
 * operating system. In milliseconds. Waiting for a free connection of a pool is bounded by the first as well.
 */
export const CONNECTION_SETTINGS = { connectionTimeoutMillis: 4_000, keepAlive: true, keepAliveInitialDelayMillis: 10_000 } as const;

/** Longest time for the question about connections, in milliseconds. */
const QUESTION_TIMEOUT_MS = 2_000;

/** What the watch needs of a client beyond the types of node-postgres. */
interface WatchedClient {
  readonly processID: number | null;
  /** False while an answer is waited for. */
  readonly readyForQuery: boolean;
  readonly connection: { readonly stream: { readonly bytesRead: number; destroy(error?: Error): void } };
}

interface Watched {
  readonly client: WatchedClient;
  readonly silence: ConnectionSilence;
  isInUse: boolean;
}

/** A connection of which the server says that nothing will come on it. */
interface Lost {
  readonly each: Watched;
  readonly sight: SessionSight;
}

export interface ConnectionWatch {
  add(pool: Pool): void;
  stop(): void;
}

/**
 * Ends connections whose answers are lost: a firewall that forgot them, a network that swallowed a packet for good. Nothing on the socket
 * tells; so for a connection that has been silent the server is asked, over a new one, whether it still works on something for it. When it does not,
 * twice, and has done nothing in between, then nothing will ever come: its session is ended and so is the socket, and whoever waits is told that the
 * connection is gone. Slow statements are safe, and so is everything while the server itself does not answer, while it answers slowly, and while this
 * process got no turn in which it could have read an answer.
 */
export function watchConnections(databaseUrl: string, onError: (error: Error) => void): ConnectionWatch {
  const watched = new Map<PoolClient, Watched>();
  let isAsking = false;
  let lookedAtMs = performance.now();

  async function look(): Promise<void> {
    const elapsedMs = performance.now() - lookedAtMs;
    lookedAtMs += elapsedMs;
    // What lies in the sockets already is read in this turn, after the timers.
    await nextTurn();
    for (const each of watched.values()) each.silence.look(viewOf(each), elapsedMs);
    const doubtful = [...watched.values()].filter(({ silence }) => silence.isDoubtful);
    if (doubtful.length === 0 || isAsking) return;
    isAsking = true;
    try {
      if (await endLost(databaseUrl, doubtful)) endSilent([...watched.values()]);
    } finally {
      isAsking = false;
    }
  }

  const timer = setInterval(() => {
    // A server that cannot be asked tells nothing about single connections.
    look().catch(onError);
  }, LOOK_EVERY_MS).unref();

  return {
    add(pool) {
      pool.on('connect', (client) => {
        // These members are there at run time, only not in the types.
        watched.set(client, { client: client as unknown as WatchedClient, silence: new ConnectionSilence(), isInUse: false });
      });
      pool.on('acquire', (client) => {
        const each = watched.get(client);
        if (each !== undefined) each.isInUse = true;
      });
      pool.on('release', (_error, client) => {
        const each = watched.get(client);
        if (each !== undefined) each.isInUse = false;
      });
      pool.on('remove', (client) => {
        watched.delete(client);
      });
    },
    stop() {
      clearInterval(timer);
    },
  };
}

const viewOf = ({ client, isInUse }: Watched): ConnectionView => ({
  bytesRead: client.connection.stream.bytesRead,
  isWaiting: isInUse && !client.readyForQuery,
});

/** Asks the server about connections and ends those whose answers are lost; true when there are any. */
async function endLost(databaseUrl: string, doubtful: readonly Watched[]): Promise<boolean> {
  const begunMs = performance.now();
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'lanework-watch',
    connectionTimeoutMillis: QUESTION_TIMEOUT_MS,
    query_timeout: QUESTION_TIMEOUT_MS,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const sights = await seeSessions(client, doubtful);
    const questionMs = performance.now() - begunMs;
    // Answers that came together with this one are read before it is judged.
    await nextTurn();
    const lost = doubtful.flatMap((each): readonly Lost[] => {
      const sight = sights.get(each.client.processID ?? 0) ?? { kind: 'gone' };
      return each.silence.hear(sight, viewOf(each), questionMs) ? [{ each, sight }] : [];
    });
    const ended = await endSessions(client, lost);
    for (const { each } of ended) each.client.connection.stream.destroy(new Error('Connection terminated: its answer was lost on the way'));
    return ended.length > 0;
  } finally {
    await client.end();
  }
}

async function seeSessions(client: Client, doubtful: readonly Watched[]): Promise<ReadonlyMap<number, SessionSight>> {
  const { rows } = await client.query<{ pid: number; works: boolean; since: string }>(
    `select pid, state = 'active' as works, state_change::text as since from pg_stat_activity where pid = any($1) and usename = current_user`,
    [doubtful.map((each) => each.client.processID)],
  );
  return new Map(rows.map(({ pid, works, since }) => [pid, works ? { kind: 'works' } : { kind: 'rests', since }]));
}

/** Ends the sessions, which gives back their locks, but none that has moved meanwhile; returns what is left of the lost connections. */
async function endSessions(client: Client, lost: readonly Lost[]): Promise<readonly Lost[]> {
  if (lost.length === 0) return lost;
  const resting = lost.flatMap(({ each, sight }) => (sight.kind === 'rests' ? [{ pid: each.client.processID, since: sight.since }] : []));
  const { rows } = await client.query<{ pid: number }>(
    `select pid, pg_terminate_backend(pid) from pg_stat_activity join unnest($1::integer[], $2::timestamptz[]) as lost (pid, since) using (pid)
     where usename = current_user and state <> 'active' and state_change = since`,
    [resting.map(({ pid }) => pid), resting.map(({ since }) => since)],
  );
  const ended = new Set<number | null>(rows.map(({ pid }) => pid));
  return lost.filter(({ each, sight }) => sight.kind === 'gone' || ended.has(each.client.processID));
}

/** Whatever lay idle since before a loss has most likely gone the same way, and is cheap to make again. */
function endSilent(all: readonly Watched[]): void {
  for (const { client, silence, isInUse } of all) if (!isInUse && silence.isSilent) client.connection.stream.destroy();
}
