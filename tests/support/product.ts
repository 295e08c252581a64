import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from './database.ts';

/** The whole product as a user starts it: the command line in a process of its own, on a database of its own. */
export interface Product {
  readonly url: string;
  readonly pool: pg.Pool;
  readonly database: TestDatabase;
  /** Sends SIGTERM, waits for the end and returns the exit code. */
  stop(): Promise<number | null>;
}

/** A server in a process of its own. */
export interface ServedProduct {
  readonly url: string;
  readonly pid: number;
  /** Sends SIGTERM, waits for the end and returns the exit code. */
  stop(): Promise<number | null>;
}

const READY_LINE = /Lanework is ready at (http:\S+)/;
const READY_WITHIN_MS = 90_000;

let isBuilt = false;

/** Builds the browser application from the sources as they are; once per test run. */
export function buildBrowserApplication(): void {
  if (isBuilt) return;
  const built = spawnSync('node_modules/.bin/vite', ['build', 'designer', '--logLevel', 'error'], { encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`Expected the browser application to build, but: ${built.stdout}${built.stderr}`);
  isBuilt = true;
}

/** Starts `lanework serve` with the demo company and waits until it says that it is ready. `options` come after `serve`. */
export async function startProduct(environment: Readonly<Record<string, string>> = {}, options: readonly string[] = []): Promise<Product> {
  const database = await createTestDatabase();
  const settings = {
    DATABASE_URL: database.url,
    LANEWORK_DEMO: 'on',
    LANEWORK_SIGN_IN_ATTEMPTS: '1000',
    // A busy machine is no reason to turn tests away.
    LANEWORK_MAX_EVENT_LOOP_DELAY_MS: '60000',
    ...environment,
  };
  const served = await serveProduct(settings, [], options);
  return {
    url: served.url,
    pool: database.pool,
    database,
    async stop() {
      const code = await served.stop();
      await database.close();
      return code;
    },
  };
}

/** Starts `lanework serve` with these settings on a free port and waits until it says that it is ready. */
export async function serveProduct(
  environment: Readonly<Record<string, string>>,
  flags: readonly string[] = [],
  options: readonly string[] = [],
): Promise<ServedProduct> {
  const child = spawn(process.execPath, [...flags, 'engine/cli.ts', 'serve', ...options], {
    env: { ...process.env, PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const url = await readyUrl(child);
  return { url, pid: child.pid ?? 0, stop: () => stopProcess(child) };
}

async function readyUrl(child: ChildProcess): Promise<string> {
  let printed = '';
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const timer = setTimeout(
    () => reject(new Error(`Expected the product to be ready within ${READY_WITHIN_MS} ms, but it printed: ${printed}`)),
    READY_WITHIN_MS,
  );
  const read = (chunk: Buffer): void => {
    printed += chunk.toString('utf8');
    const url = READY_LINE.exec(printed)?.[1];
    if (url !== undefined) resolve(url);
  };
  child.stdout?.on('data', read);
  child.stderr?.on('data', read);
  child.once('exit', (code) => reject(new Error(`Expected the product to start, but it ended with ${code}: ${printed}`)));
  try {
    return await promise;
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function stopProcess(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  child.kill('SIGTERM');
  await once(child, 'exit');
  return child.exitCode;
}
