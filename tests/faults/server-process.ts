import { spawn, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A server process that dies at failpoints and is started again each time, on the same port. */
export interface MortalServer {
  readonly url: string;
  /** How often it died so far. */
  deaths(): number;
  /** Kills it now; it starts again. */
  kill(): void;
  /** From now on it is started without failpoints. */
  disarm(): void;
  stop(): Promise<void>;
}

const ENTRY = fileURLToPath(new URL('./fault-server.ts', import.meta.url));

export interface MortalServerOptions {
  readonly databaseUrl: string;
  readonly port: number;
  readonly failpoints: string | null;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Starts the server and keeps starting it. Resolves when it is ready for the first time. */
export async function startMortalServer(options: MortalServerOptions): Promise<MortalServer> {
  let deaths = 0;
  let isStopped = false;
  let failpoints = options.failpoints;
  let child: ChildProcess;
  let onReady: (() => void) | null = null;
  const ready = new Promise<void>((resolve) => {
    onReady = resolve;
  });

  function start(): void {
    child = spawn(process.execPath, [ENTRY], {
      stdio: ['ignore', 'pipe', process.env['FAULT_LOG'] === undefined ? 'ignore' : 'inherit'],
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        NODE_ENV: 'test',
        DATABASE_URL: options.databaseUrl,
        PORT: String(options.port),
        LANEWORK_DEMO: 'off',
        NODE_COMPILE_CACHE: join(tmpdir(), 'lanework-compile-cache'),
        LANEWORK_ADMIN_PASSWORD: 'fault-test',
        LANEWORK_POLL_MS: '200',
        LANEWORK_LEASE_MS: '1500',
        ...options.environment,
        ...(failpoints === null ? {} : { LANEWORK_FAILPOINT: failpoints }),
      },
    });
    child.stdout?.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('ready')) onReady?.();
    });
    child.once('exit', () => {
      if (isStopped) return;
      deaths += 1;
      start();
    });
  }

  start();
  await ready;
  return {
    url: `http://127.0.0.1:${options.port}`,
    deaths: () => deaths,
    kill: () => {
      child.kill('SIGKILL');
    },
    disarm() {
      failpoints = null;
      child.kill('SIGKILL');
    },
    stop() {
      isStopped = true;
      return new Promise((resolve) => {
        child.once('exit', () => {
          resolve();
        });
        child.kill('SIGKILL');
      });
    },
  };
}
