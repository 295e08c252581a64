import type { Pressure } from './admission.ts';
import type { JsonObject, JsonValue } from '../model/index.ts';
import type { ImportResult } from '../parse/index.ts';
import type { Authenticator } from '../port/authenticator.ts';
import type { CalendarStore } from '../port/calendar-store.ts';
import type { ChangeFeed } from '../port/change-feed.ts';
import type { DraftStore } from '../port/draft-store.ts';
import type { Engine } from '../port/engine.ts';
import type { Health } from '../port/health.ts';
import type { ModuleContract, ModuleServices } from '../port/module.ts';
import type { NodeStore } from '../port/node-store.ts';
import type { Queries } from '../port/queries.ts';
import type { RequestLog } from '../port/request-log.ts';
import type { RetentionStore } from '../port/retention-store.ts';
import type { Meter, MetricsSource } from '../port/telemetry.ts';
import type { Tracer } from '../port/tracer.ts';

/** Settings of the HTTP layer; read from the environment by the composition root. */
export interface HttpConfig {
  /** Version of the product, shown on the sign-in page. */
  readonly version: string;
  /** True: the demo company is there and its people may be listed before sign-in. */
  readonly demo: boolean;
  /** Number of reverse proxies in front whose `X-Forwarded-*` headers are believed. 0 believes none. */
  readonly trustedProxies: number;
  /** Sign-in attempts of one client address per minute, right or wrong. Default 30. */
  readonly signInAttemptsPerMinute?: number;
  /** Milliseconds between comments that keep an event stream open. Default 15,000. */
  readonly heartbeatMs?: number;
  /** Writes in hand at a time; further ones are refused with TOO_BUSY. Default 500. */
  readonly maxWrites?: number;
  /** Checks every answer against its schema and answers 500 when it does not fit. For tests. Default false. */
  readonly checksAnswers?: boolean;
}

/** Receives what went wrong inside, once per failed request; never shown to the client. */
export interface HttpLogger {
  /** Told of every request that was answered, with its ids, status and duration. */
  info(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** Value of a FEEL expression (without `=`); undefined when it has none. Conditions in forms decide with it which fields are shown. */
export type EvaluateFeel = (source: string, variables: JsonObject) => Promise<JsonValue | undefined>;

/** What the route handlers work with: ports only, so that every test may put a fake in place of the real thing. */
export interface HttpServices {
  readonly engine: Engine;
  readonly queries: Queries;
  readonly drafts: DraftStore;
  readonly calendars: CalendarStore;
  readonly identity: Authenticator;
  readonly requests: RequestLog;
  readonly pressure: Pressure;
  readonly retention: RetentionStore;
  readonly modules: readonly ModuleContract[];
  readonly changeFeed: ChangeFeed;
  readonly nodes: Pick<NodeStore, 'system'>;
  readonly health: Health;
  readonly metrics: MetricsSource;
  readonly meter: Meter;
  readonly tracer: Tracer;
  readonly config: HttpConfig;
  readonly logger: HttpLogger;
  readonly evaluateFeel: EvaluateFeel;
  /** Translates a diagram of another engine, away from the event loop. */
  readonly importDiagram: (content: string, name: string) => Promise<ImportResult>;
  /** Aborted when the server is about to end: it is not ready any more, and what waits for something to come is answered. Default: never. */
  readonly closing?: AbortSignal;
}

/** Arguments of `createHttpApp`. */
export interface HttpAppOptions extends Omit<HttpServices, 'logger'> {
  /** What module routes are built with; null mounts no module routes (tests of the core alone). */
  readonly moduleServices: ModuleServices | null;
  /** Folder of the built browser application; null serves the API alone. */
  readonly designerDist: string | null;
  /** Default: pino on standard output. */
  readonly logger?: HttpLogger;
}
