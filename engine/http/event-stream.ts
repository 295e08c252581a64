import type { Request, Response } from 'express';
import type { ChangeEvent } from '../port/change-feed.ts';
import { HttpProblem } from '../port/http-problem.ts';
import type { Actor } from '../port/module-contract.ts';
import { authenticate } from './credentials.ts';
import type { HttpServices } from './http-services.ts';
import { DESIGNERS, hasRole, OVERSEERS, viewerOf } from './rights.ts';

const DEFAULT_HEARTBEAT_MS = 15_000;
/** Events gathered into one check of rights and one write. */
const BATCH_MS = 100;
/** Events waiting for one slow check; more are thinned to one per topic, since listeners only refresh what they show. */
const MAX_BATCH = 200;
/** What waits for a client who does not read, in bytes. Beyond it his stream is cut: he reads his lists anew when he comes back. */
const MAX_UNREAD_BYTES = 1_048_576;
/** Open streams of one person; the oldest browser tabs win. */
export const MAX_STREAMS_PER_ACTOR = 20;

const streamsByActor = new WeakMap<object, Map<string, number>>();

/**
 * Opens the stream and keeps it open until the client goes away: `event: change` for what the actor may see, comments as heartbeat. With
 * every heartbeat the credential is looked at again, so that a stream does not outlive its session, its token or a lost right.
 */
export function openEventStream(services: HttpServices, signedIn: Actor, request: Request, response: Response): void {
  let actor = signedIn;
  const release = reserveStream(services, actor.id);
  services.meter.streamOpened();
  response
    .status(200)
    .set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', Connection: 'keep-alive', 'X-Accel-Buffering': 'no' });
  response.flushHeaders();
  response.write(': connected\n\n');
  const batch = createBatch((events) => writeVisible(services, actor, response, events));
  const unsubscribe = services.changeFeed.subscribe(batch.add);
  const beat = async (): Promise<void> => {
    const authentication = await authenticate(request, services.identity).catch(() => null);
    if (authentication === null) {
      response.end();
      return;
    }
    actor = authentication.actor;
    response.write(': heartbeat\n\n');
  };
  const heartbeat = setInterval(() => {
    void beat();
  }, services.config.heartbeatMs ?? DEFAULT_HEARTBEAT_MS);
  // The browser comes again, and gets another server.
  const end = (): void => {
    response.end();
  };
  services.closing?.addEventListener('abort', end, { once: true });
  response.on('close', () => {
    services.closing?.removeEventListener('abort', end);
    clearInterval(heartbeat);
    unsubscribe();
    batch.close();
    release();
    services.meter.streamClosed();
  });
}

async function writeVisible(services: HttpServices, actor: Actor, response: Response, events: readonly ChangeEvent[]): Promise<void> {
  try {
    for (const event of await visibleEvents(services, actor, events)) {
      if (response.writableLength > MAX_UNREAD_BYTES) {
        response.destroy();
        return;
      }
      response.write(`event: change\ndata: ${JSON.stringify(event)}\n\n`);
    }
  } catch (error) {
    // The rights could not be read: nothing is shown, and the client, which reconnects, reads its lists anew.
    services.logger.error({ err: error }, 'Events could not be checked; the stream ends.');
    response.end();
  }
}

/** Those events that tell the actor of something he may see. */
export async function visibleEvents(
  services: Pick<HttpServices, 'queries' | 'modules'>,
  actor: Actor,
  events: readonly ChangeEvent[],
): Promise<readonly ChangeEvent[]> {
  const viewer = viewerOf(actor);
  const idsOf = (topic: ChangeEvent['topic']): readonly string[] =>
    events.flatMap((event) => (event.topic === topic && event.id !== undefined ? [event.id] : []));
  const visible = await services.queries.visibleAmong(viewer, {
    taskIds: viewer.seesAllTasks ? [] : idsOf('task'),
    instanceIds: viewer.seesAllInstances ? [] : idsOf('instance'),
  });
  return events.filter((event) => {
    switch (event.topic) {
      case 'task':
        return viewer.seesAllTasks || (event.id !== undefined && visible.taskIds.has(event.id));
      case 'instance':
        return viewer.seesAllInstances || (event.id !== undefined && visible.instanceIds.has(event.id));
      case 'incident':
        return hasRole(actor, OVERSEERS);
      case 'draft':
        return hasRole(actor, DESIGNERS);
      case 'deployment':
        return true;
      case 'identity':
        return false;
      case 'record':
        return mayReadRecords(services, actor, event.recordType);
      // News for workers, which no page shows.
      case 'job':
        return false;
    }
  });
}

function mayReadRecords({ modules }: Pick<HttpServices, 'modules'>, actor: Actor, recordType: string | undefined): boolean {
  const type = modules.flatMap((module) => module.recordTypes).find((candidate) => candidate.name === recordType);
  return type !== undefined && type.permissions.read.some((allowed) => actor.roles.includes(allowed) || actor.groups.includes(allowed));
}

/** Gathers events and flushes them one batch after another: while the database is slow, they are thinned instead of asked for. */
function createBatch(flush: (events: readonly ChangeEvent[]) => Promise<void>) {
  let waiting = new Map<string, ChangeEvent>();
  let timer: NodeJS.Timeout | null = null;
  let isFlushing = false;
  let isClosed = false;
  const schedule = (): void => {
    if (isFlushing || isClosed || waiting.size === 0) return;
    timer ??= setTimeout(() => {
      void send();
    }, BATCH_MS);
  };
  const send = async (): Promise<void> => {
    timer = null;
    const events = [...waiting.values()];
    waiting = new Map();
    isFlushing = true;
    await flush(events);
    isFlushing = false;
    schedule();
  };
  return {
    add(event: ChangeEvent): void {
      const key = waiting.size < MAX_BATCH ? JSON.stringify(event) : `${event.topic} ${event.recordType ?? ''}`;
      waiting.set(key, event);
      schedule();
    },
    close(): void {
      isClosed = true;
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}

function reserveStream(services: HttpServices, actorId: string): () => void {
  const counts = streamsByActor.get(services) ?? new Map<string, number>();
  streamsByActor.set(services, counts);
  const open = counts.get(actorId) ?? 0;
  if (open >= MAX_STREAMS_PER_ACTOR)
    throw new HttpProblem(
      429,
      'TOO_MANY_STREAMS',
      `Expected at most ${MAX_STREAMS_PER_ACTOR} open event streams, but one more was asked for.`,
    );
  counts.set(actorId, open + 1);
  return () => {
    const left = (counts.get(actorId) ?? 1) - 1;
    if (left === 0) counts.delete(actorId);
    else counts.set(actorId, left);
  };
}
