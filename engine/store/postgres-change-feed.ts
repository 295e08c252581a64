import { randomUUID } from 'node:crypto';
import pg, { type Pool } from 'pg';
import { NO_METER, type Meter } from '../port/telemetry.ts';
import { CONNECTION_SETTINGS } from './connection-watch.ts';
import { createLocalChangeFeed, type ChangeEvent, type ChangeFeed } from '../port/change-feed.ts';

const CHANNEL = 'lanework_change';
/** Changes gathered into one notification, in milliseconds; other nodes see them that much later. */
const GATHER_MS = 50;
/** PostgreSQL takes less than 8,000 bytes per notification. */
const MAX_PAYLOAD = 7_000;
/** Changes kept for other nodes while the database does not answer; older ones are dropped. */
const MAX_PENDING = 5_000;
const RECONNECT_MS = 1_000;
/** How often the listening connection is tried, which nothing else would notice to be dead, and how long an answer may take, in milliseconds. */
const HEARTBEAT_MS = 5_000;
const HEARTBEAT_TIMEOUT_MS = 4_000;

interface Notification {
  readonly node: string;
  readonly events: readonly ChangeEvent[];
  /** Clock of the sender; nodes of the version before do not send it. */
  readonly atMs?: number;
}

/** A feed over all nodes on one database: at once on this node, by LISTEN and NOTIFY on the others. */
export interface DistributedChangeFeed extends ChangeFeed {
  close(): Promise<void>;
}

/** `pool` sends; one connection of its own listens and is made again when it breaks. */
export function createPostgresChangeFeed(
  pool: Pool,
  databaseUrl: string,
  onError: (error: Error) => void,
  meter: Meter = NO_METER,
): DistributedChangeFeed {
  const local = createLocalChangeFeed();
  const node = randomUUID();
  let pending: ChangeEvent[] = [];
  let timer: NodeJS.Timeout | null = null;
  let isClosed = false;
  let sending: Promise<void> = Promise.resolve();
  const listener = listen(
    databaseUrl,
    (payload) => {
      receive(payload);
    },
    onError,
  );

  const own = openingOf(node);

  function receive(payload: string): void {
    // Listeners here have heard of it. It is not even read: a node that does much would spend a good part of its time on it.
    if (payload.startsWith(own)) return;
    // Sent by `flush` of a node of this product.
    const message = JSON.parse(payload) as Notification;
    if (message.atMs !== undefined) meter.changesReceived(Math.max(0, Date.now() - message.atMs) / 1_000);
    for (const event of message.events) local.publish(event);
  }

  async function flush(): Promise<void> {
    timer = null;
    const events = pending;
    pending = [];
    const payloads = inPayloads(node, events);
    if (payloads.length > 0) await pool.query(`select pg_notify($1, payload) from unnest($2::text[]) as payload`, [CHANNEL, payloads]);
  }

  return {
    subscribe: (each) => local.subscribe(each),
    publish(event) {
      local.publish(event);
      if (isClosed) return;
      if (pending.length < MAX_PENDING) pending.push(event);
      timer ??= setTimeout(() => {
        sending = flush().catch((error: unknown) => {
          onError(asError(error));
        });
      }, GATHER_MS).unref();
    },
    async close() {
      isClosed = true;
      if (timer !== null) clearTimeout(timer);
      await sending;
      await listener.close();
    },
  };
}

/** The events as texts of a `Notification`, each of a size that PostgreSQL takes. */
function inPayloads(node: string, events: readonly ChangeEvent[]): readonly string[] {
  const payloads: string[] = [];
  let batch: string[] = [];
  let size = 0;
  const close = (): void => {
    if (batch.length > 0) payloads.push(`${openingOf(node)}"events":[${batch.join()}],"atMs":${Date.now()}}`);
    batch = [];
    size = 0;
  };
  for (const event of events) {
    const text = JSON.stringify(event);
    // Bytes, not letters: ids of processes may be in any script.
    const bytes = Buffer.byteLength(text) + 1;
    if (size + bytes > MAX_PAYLOAD) close();
    batch.push(text);
    size += bytes;
  }
  close();
  return payloads;
}

/** How every notification of a node begins. */
const openingOf = (node: string): string => `{"node":${JSON.stringify(node)},`;

function listen(databaseUrl: string, onPayload: (payload: string) => void, onError: (error: Error) => void): { close(): Promise<void> } {
  let client: pg.Client | null = null;
  let isClosed = false;
  let retry: NodeJS.Timeout | null = null;

  async function connect(): Promise<void> {
    const next = new pg.Client({
      ...CONNECTION_SETTINGS,
      connectionString: databaseUrl,
      query_timeout: HEARTBEAT_TIMEOUT_MS,
      // A client that has waited in vain for an answer is ended as a whole.
      pipeline: true,
      application_name: 'lanework-changes',
    });
    next.on('error', (error) => {
      again(error);
    });
    next.on('end', () => {
      if (client === next) again(null);
    });
    next.on('notification', (notification) => {
      if (notification.payload !== undefined) onPayload(notification.payload);
    });
    await next.connect();
    await next.query(`listen ${CHANNEL}`);
    client = next;
    if (isClosed) await next.end();
  }

  function again(error: Error | null): void {
    client = null;
    if (isClosed || retry !== null) return;
    if (error !== null) onError(error);
    retry = setTimeout(() => {
      retry = null;
      connect().catch((failure: unknown) => {
        again(asError(failure));
      });
    }, RECONNECT_MS).unref();
  }

  const heartbeat = setInterval(() => {
    client?.query('select 1').catch((error: unknown) => {
      again(asError(error));
    });
  }, HEARTBEAT_MS).unref();

  const first = connect().catch((error: unknown) => {
    again(asError(error));
  });
  return {
    async close() {
      isClosed = true;
      clearInterval(heartbeat);
      if (retry !== null) clearTimeout(retry);
      await first;
      const open = client;
      client = null;
      await open?.end();
    },
  };
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
