import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Health } from '../port/health.ts';
import type { MetricsSource } from '../port/telemetry.ts';

/** A server of its own for whoever watches the node: Prometheus and the probes of an orchestrator. It knows no sign-in, so it belongs on an inner network. */
export interface MetricsServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves `/metrics` and `/health/{live,ready,startup}`. Rejects when the port is taken. */
export async function startMetricsServer(
  address: { readonly host: string; readonly port: number },
  health: Health,
  metrics: () => MetricsSource | null,
): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    answer(request.method ?? '', request.url ?? '', response, health, metrics()).catch((error: unknown) => {
      sendJson(response, 500, { status: 'failing', detail: error instanceof Error ? error.message : String(error) });
    });
  });
  const port = await listen(server, address);
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function answer(method: string, url: string, response: ServerResponse, health: Health, metrics: MetricsSource | null): Promise<void> {
  if (method !== 'GET' && method !== 'HEAD') {
    sendJson(response, 405, { detail: 'Expected GET or HEAD.' });
    return;
  }
  switch (url.split('?')[0]) {
    case '/metrics':
      if (metrics === null) sendJson(response, 503, { status: 'starting' });
      else {
        const text = await metrics.text();
        response.writeHead(200, { 'Content-Type': metrics.contentType }).end(text);
      }
      return;
    case '/health/live':
      sendJson(response, 200, { status: 'ok' });
      return;
    case '/health/startup':
      sendJson(response, health.hasStarted() ? 200 : 503, { status: health.hasStarted() ? 'ok' : 'starting' });
      return;
    case '/health/ready': {
      const report = await health.look();
      sendJson(response, report.status === 'failing' ? 503 : 200, report);
      return;
    }
    default:
      sendJson(response, 404, { detail: 'Expected /metrics, /health/live, /health/ready or /health/startup.' });
  }
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }).end(JSON.stringify(body));
}

function listen(server: Server, { host, port }: { readonly host: string; readonly port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      reject(new Error(`Expected port ${port} of ${host} to be free for metrics, but: ${error.message}. Set LANEWORK_METRICS_PORT.`));
    });
    server.listen(port, host, () => {
      const bound = server.address();
      resolve(typeof bound === 'object' && bound !== null ? bound.port : port);
    });
  });
}
