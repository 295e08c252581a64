import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Logger } from 'pino';
import { v7 } from 'uuid';
import { createIdentity } from '../modules/identity/index.ts';
import type { Config } from './config.ts';
import { loadDemo } from './demo-loader.ts';
import { createLogger, openHost, type Host } from './host.ts';
import { listenHttp } from './http-server.ts';
import { createHttpApp } from './http/index.ts';
import type { Exposition } from './observe/exposition.ts';
import { startMetricsServer } from './observe/metrics-server.ts';
import { NodeHealth } from './observe/node-health.ts';
import { NodeReporter } from './observe/node-reporter.ts';
import { exposeNode } from './observe/node-metrics.ts';
import { createTracer, type ExportingTracer } from './observe/tracer.ts';
import type { Health } from './port/health.ts';
import type { ModuleContract } from './port/module.ts';
import type { MetricsSource } from './port/telemetry.ts';
import { NO_TRACER, type Tracer } from './port/tracer.ts';
import { ENGINE_ACTOR } from './runtime/engine-parts.ts';
import { createFeelValue } from './runtime/feel-value.ts';
import { createDraftStore } from './store/draft-store.ts';
import { PostgresRequestLog } from './store/postgres-request-log.ts';
import { PostgresRetentionStore } from './store/history/postgres-retention-store.ts';
import { createQueries } from './store/query/index.ts';
import { productVersion } from './product-version.ts';

/** `all` serves HTTP and does due work; `api` and `worker` do one of the two. Any number of each may run on one database. */
export const ROLES = ['all', 'api', 'worker'] as const;
export type ServerRole = (typeof ROLES)[number];

/** A running server. */
export interface RunningServer {
  /** Address of the HTTP server; null for a worker. */
  readonly url: string | null;
  /** Port of the metrics server; null without one. */
  readonly metricsPort: number | null;
  readonly host: Host;
  /** Says that it is not ready, finishes requests and work in hand, ends event streams, gives up all resources. */
  close(): Promise<void>;
}

/** Starts a server: database, migrations, demo data, worker, HTTP. Resolves when it is ready. `modules` default to the product's. */
export async function startServer(config: Config, role: ServerRole = 'all', modules?: readonly ModuleContract[]): Promise<RunningServer> {
  const watch = await openWatch(config);
  const logger = createLogger(config, watch.tracer);
  try {
    const { tracer } = watch;
    const host = await openHost(config, logger, { beside: role === 'worker', tracer, ...(modules === undefined ? {} : { modules }) });
    return await serveHost(host, role, watch);
  } catch (error) {
    await watch.close();
    throw error;
  }
}

/** Who watches the node from outside, from its first moment to its last. */
interface Watch {
  readonly health: NodeHealth;
  readonly metricsPort: number | null;
  readonly tracer: Tracer;
  /** Set when there is something to count. */
  metrics: Exposition | null;
  close(): Promise<void>;
}

async function openWatch(config: Config): Promise<Watch> {
  const health = new NodeHealth();
  const tracer = openTracer(config);
  const server =
    config.metricsPort === null
      ? null
      : await startMetricsServer({ host: config.host, port: config.metricsPort }, health, () => watch.metrics);
  const watch: Watch = {
    health,
    metricsPort: server?.port ?? null,
    tracer: tracer ?? NO_TRACER,
    metrics: null,
    async close() {
      health.close();
      await Promise.all([server?.close(), tracer?.close()]);
    },
  };
  return watch;
}

function openTracer(config: Config): ExportingTracer | null {
  if (config.traceEndpoint === null) return null;
  return createTracer({
    endpoint: config.traceEndpoint,
    headers: config.traceHeaders,
    serviceName: config.traceService,
    serviceVersion: productVersion(),
    sampler: config.traceSampler,
    ratio: config.traceRatio,
  });
}

async function serveHost(host: Host, role: ServerRole, watch: Watch): Promise<RunningServer> {
  const { meter, gauges, health, nodes } = host.observed;
  const node = { id: v7(), role, version: productVersion(), host: hostname(), pid: process.pid };
  const reporter = new NodeReporter(nodes, node, meter, gauges.inHand, (error) => {
    host.logger.warn({ err: error }, 'report of this node');
  });
  const metrics = exposeNode(meter, { ...gauges, load: () => reporter.load });
  watch.metrics = metrics;
  try {
    await prepareData(host);
    if (role !== 'api') await host.startWorker();
    const closing = new AbortController();
    const app = role === 'worker' ? null : await composeHttp(host, metrics, watch.health, closing.signal);
    const http = app === null ? null : await listenHttp(host.config, app, closing.signal);
    await reporter.start();
    watch.health.started(health);
    return {
      url: http?.url ?? null,
      metricsPort: watch.metricsPort,
      host,
      async close() {
        watch.health.drain();
        closing.abort();
        await Promise.all([host.stopWorker(), http?.close()]);
        await reporter.stop();
        await host.close();
        await watch.close();
      },
    };
  } catch (error) {
    await host.close();
    throw error;
  }
}

/** The demo is the default only where the database is ours. */
export function isDemo(config: Config): boolean {
  return config.demo ?? config.databaseUrl === null;
}

async function prepareData(host: Host): Promise<void> {
  const identity = createIdentity(host, { demo: isDemo(host.config) });
  if (isDemo(host.config)) await loadDemo(host.pool, host.modules, host.services, { ...ENGINE_ACTOR, roles: ['admin'] });
  else {
    const first = await identity.createFirstAdmin(host.config.adminPassword);
    if (first !== null && host.config.adminPassword === null)
      host.logger.warn({ login: first.login, initialPassword: first.password }, 'first account made; change its password');
  }
}

async function composeHttp(
  host: Host,
  metrics: MetricsSource,
  health: Health,
  closing: AbortSignal,
): Promise<ReturnType<typeof createHttpApp>> {
  const { config, parts, pool } = host;
  const demo = isDemo(config);
  return createHttpApp({
    engine: host.engine,
    queries: createQueries(pool),
    drafts: createDraftStore(pool),
    calendars: parts.calendars,
    retention: new PostgresRetentionStore(pool),
    identity: createIdentity(host, { demo }),
    requests: new PostgresRequestLog(pool),
    pressure: host.pressure,
    modules: host.modules,
    changeFeed: host.changes,
    moduleServices: host.services,
    designerDist: await builtDesigner(host.logger),
    logger: host.logger,
    nodes: host.observed.nodes,
    health,
    metrics,
    meter: host.observed.meter,
    tracer: parts.tracer,
    config: {
      version: productVersion(),
      demo,
      trustedProxies: config.trustedProxies,
      signInAttemptsPerMinute: config.signInAttemptsPerMinute,
      maxWrites: config.maxWrites,
    },
    evaluateFeel: createFeelValue(parts),
    importDiagram: parts.files.importBpmn,
    closing,
  });
}

/** `npm ci` builds the browser application; a checkout where it did not is built now. */
async function builtDesigner(logger: Logger): Promise<string> {
  const dist = fileURLToPath(new URL('../designer/dist', import.meta.url));
  if (existsSync(`${dist}/index.html`)) return dist;
  logger.warn('building the browser application, which takes a minute once');
  // In a process of its own: what the bundler takes, a gigabyte, would never be given back.
  const config = fileURLToPath(new URL('../designer/vite.config.ts', import.meta.url));
  const script = `const { build } = await import('vite'); await build({ configFile: ${JSON.stringify(config)}, logLevel: 'silent' });`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { cwd: dirname(config) });
  return dist;
}
