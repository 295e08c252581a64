import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Config } from './config.ts';

/** Longest that requests in hand may take once no more are accepted, in milliseconds; then their connections are cut. */
const MAX_FINISH_MS = 5_000;

/** Longest that a client may take to send the headers of a request, and all of it, in milliseconds. */
const MAX_HEADERS_MS = 15_000;
const MAX_REQUEST_MS = 60_000;

/** An HTTP server that can be taken away from its clients without one of their requests failing. */
export interface HttpServer {
  readonly url: string;
  /**
   * Goes on serving for `LANEWORK_DRAIN_MS` while somebody is connected, so that load balancers see that it is not ready, and asks clients
   * to close their connections; then accepts no more, finishes what is in hand and ends the rest.
   */
  close(): Promise<void>;
}

/** Listens as the settings say. `closing` has to be aborted before `close`. */
export async function listenHttp(config: Config, app: RequestListener, closing: AbortSignal): Promise<HttpServer> {
  const server = createServer({ headersTimeout: MAX_HEADERS_MS, requestTimeout: MAX_REQUEST_MS });
  server.maxConnections = config.maxConnections;
  askToCloseWhile(closing, server);
  server.on('request', app);
  await listen(config, server);
  return { url: addressOf(server, config), close: () => close(server, config.drainMs) };
}

function listen(config: Config, server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const isTaken = 'code' in error && error.code === 'EADDRINUSE';
      reject(
        isTaken
          ? new Error(
              `Expected port ${config.port} of ${config.host} to be free, but another program listens there. Stop it, or set PORT.`,
              { cause: error },
            )
          : error,
      );
    });
    server.listen(config.port, config.host, () => {
      resolve();
    });
  });
}

function addressOf(server: Server, config: Config): string {
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : config.port;
  return `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`;
}

/** Every answer that begins while the server closes is the last one of its connection, also that of a request which came before. */
function askToCloseWhile(closing: AbortSignal, server: Server): void {
  const inHand = new Set<ServerResponse>();
  const askToClose = (response: ServerResponse): void => {
    if (!response.headersSent) response.setHeader('Connection', 'close');
  };
  server.on('request', (_request, response) => {
    if (closing.aborted) askToClose(response);
    inHand.add(response);
    response.once('close', () => inHand.delete(response));
  });
  closing.addEventListener('abort', () => {
    for (const response of inHand) askToClose(response);
  });
}

async function close(server: Server, drainMs: number): Promise<void> {
  if (await isSomebodyConnected(server)) await new Promise((resolve) => setTimeout(resolve, drainMs));
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  server.closeIdleConnections();
  const timer = setTimeout(() => {
    server.closeAllConnections();
  }, MAX_FINISH_MS);
  await closed;
  clearTimeout(timer);
}

function isSomebodyConnected(server: Server): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => {
      if (error === null) resolve(count > 0);
      else reject(error);
    });
  });
}
