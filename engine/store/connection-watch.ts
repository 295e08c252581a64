import pg, { type Pool, type PoolClient } from 'pg';

/**
 * How connections to PostgreSQL notice that the other side is gone: a connection that cannot be made is given up, an idle one is tried by the
 * operating system. In milliseconds. Waiting for a free connection of a pool is bounded by the first as well.
 */
export const CONNECTION_SETTINGS = { connectionTimeoutMillis: 4_000, keepAlive: true, keepAliveInitialDelayMillis: 10_000 } as const;

/** Between two looks at the connections, and longest time for the question about them, in milliseconds. */
const LOOK_EVERY_MS = 500;
const QUESTION_TIMEOUT_MS = 2_000;
/** Looks during which a connection must have been silent before the server is asked about it, and asked again before it is given up. */
const SILENT_LOOKS = 3;
const CONFIRMATIONS = 2;

/** What the watch needs of a client beyond the types of node-postgres. */
interface WatchedClient {
  readonly processID: number | null;
  /** False while an answer is waited for. */
  readonly readyForQuery: boolean;
  readonly connection: { readonly stream: { readonly bytesRead: number; destroy(error?: Error): void } };
}

interface Watched {
  readonly client: WatchedClient;
  isInUse: boolean;
  bytesRead: number;
  silentLooks: number;
  confirmations: number;
}

export interface ConnectionWatch {
  add(pool: Pool): void;
  stop(): void;
}

/**
 * Ends connections whose answers are lost: a firewall that forgot them, a network that swallowed a packet for good. Nothing on the socket
 * tells; so for a connection that has been silent the server is asked, over a new one, whether it still works on something for it. When it does not,
 * twice, then nothing will ever come: its session is ended and so is the socket, and whoever waits is told that the connection is gone.
 * Slow statements are safe, and so is everything while the server itself does not answer.
 */
export function watchConnections(databaseUrl: string, onError: (error: Error) => void): ConnectionWatch {
  const watched = new Map<PoolClient, Watched>();
  let isAsking = false;

  async function look(): Promise<void> {
    for (const each of watched.values()) noteSilence(each);
    const silent = [...watched.values()].filter((each) => isWaiting(each) && each.silentLooks >= SILENT_LOOKS);
    if (silent.length === 0 || isAsking) return;
    isAsking = true;
    try {
      const working = await askWhoWorks(databaseUrl, silent);
      const lost = silent.filter((each) => confirmLoss(each, working));
      if (lost.length > 0) endLost(lost, [...watched.values()]);
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
        const inside = client as unknown as WatchedClient;
        watched.set(client, { client: inside, isInUse: false, bytesRead: 0, silentLooks: 0, confirmations: 0 });
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

const isWaiting = ({ client, isInUse }: Watched): boolean => isInUse && !client.readyForQuery;

function noteSilence(each: Watched): void {
  const { bytesRead } = each.client.connection.stream;
  if (bytesRead === each.bytesRead) each.silentLooks += 1;
  else {
    each.silentLooks = 0;
    each.confirmations = 0;
  }
  each.bytesRead = bytesRead;
}

/** True when the server has nothing in hand for it, for the second time, and nothing came meanwhile. */
function confirmLoss(each: Watched, working: ReadonlySet<number>): boolean {
  const isSilent = each.client.connection.stream.bytesRead === each.bytesRead && isWaiting(each);
  each.confirmations = isSilent && !working.has(each.client.processID ?? 0) ? each.confirmations + 1 : 0;
  return each.confirmations >= CONFIRMATIONS;
}

/** Process ids of the sessions that work on a statement; those that are confirmed to wait for the next one are ended, with their locks. */
async function askWhoWorks(databaseUrl: string, silent: readonly Watched[]): Promise<ReadonlySet<number>> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'lanework-watch',
    connectionTimeoutMillis: QUESTION_TIMEOUT_MS,
    query_timeout: QUESTION_TIMEOUT_MS,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const pids = silent.map((each) => each.client.processID);
    const doubted = silent.filter((each) => each.confirmations === CONFIRMATIONS - 1).map((each) => each.client.processID);
    const { rows } = await client.query<{ pid: number; works: boolean }>(
      `select pid, state = 'active' as works, case when state <> 'active' and pid = any($2) then pg_terminate_backend(pid) end
       from pg_stat_activity where pid = any($1) and usename = current_user`,
      [pids, doubted],
    );
    return new Set(rows.filter((row) => row.works).map((row) => row.pid));
  } finally {
    await client.end();
  }
}

/** Whatever lay idle since before the loss has most likely gone the same way, and is cheap to make again. */
function endLost(lost: readonly Watched[], all: readonly Watched[]): void {
  for (const { client } of lost) client.connection.stream.destroy(new Error('Connection terminated: its answer was lost on the way'));
  for (const each of all) if (!each.isInUse && each.silentLooks >= SILENT_LOOKS) each.client.connection.stream.destroy();
}
