import { spawn, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ServerRole } from '../../engine/main.ts';

/** A server process that dies at failpoints and is started again each time, on the same port. */
export interface MortalServer {
  readonly role: ServerRole;
  readonly url: string;
  /** How often it died so far. */
  deaths(): number;
  /** How often it died at each failpoint; `random` counts the deaths from outside. */
  causes(): ReadonlyMap<string, number>;
  /** True from `ready` until its death. */
  isReady(): boolean;
  /** Kills it now; it starts again. */
  kill(): void;
  /** From now on it is started without failpoints. */
  disarm(): void;
  /** Lines of its log whose message contains the text; the log reaches from the first start to now. */
  logged(text: string): readonly string[];
  stop(): Promise<void>;
}

const ENTRY = fileURLToPath(new URL('./fault-server.ts', import.meta.url));
/** Lines kept of a log. */
const MAX_LOG_LINES = 2_000;

export interface MortalServerOptions {
  /** Default `all`. */
  readonly role?: ServerRole;
  readonly databaseUrl: string;
  readonly port: number;
  readonly failpoints: string | null;
  readonly environment?: Readonly<Record<string, string>>;
  /** How wrong its clock of the day is, in milliseconds; default 0. */
  readonly clockShiftMs?: number;
}

/** Starts the server and keeps starting it. Resolves when it is ready for the first time. */
export async function startMortalServer(options: MortalServerOptions): Promise<MortalServer> {
  const server = new ServerProcess(options);
  await server.ready;
  return server;
}

class ServerProcess implements MortalServer {
  readonly role: ServerRole;
  readonly url: string;
  readonly ready: Promise<void>;
  readonly #options: MortalServerOptions;
  readonly #causes = new Map<string, number>();
  readonly #log: string[] = [];
  #failpoints: string | null;
  #deaths = 0;
  #isStopped = false;
  #isReady = false;
  #isReadyForTheFirstTime: () => void = () => undefined;
  #child: ChildProcess;

  constructor(options: MortalServerOptions) {
    this.#options = options;
    this.#failpoints = options.failpoints;
    this.role = options.role ?? 'all';
    this.url = `http://127.0.0.1:${options.port}`;
    this.ready = new Promise((resolve) => {
      this.#isReadyForTheFirstTime = resolve;
    });
    this.#child = this.#start();
  }

  deaths(): number {
    return this.#deaths;
  }

  causes(): ReadonlyMap<string, number> {
    return this.#causes;
  }

  isReady(): boolean {
    return this.#isReady;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  disarm(): void {
    this.#failpoints = null;
    this.kill();
  }

  logged(text: string): readonly string[] {
    return this.#log.filter((line) => line.includes(text));
  }

  stop(): Promise<void> {
    this.#isStopped = true;
    return new Promise((resolve) => {
      this.#child.once('exit', () => {
        resolve();
      });
      this.#child.kill('SIGKILL');
    });
  }

  #start(): ChildProcess {
    const child = spawn(process.execPath, [ENTRY, this.role], { stdio: ['ignore', 'pipe', 'pipe'], env: this.#environment() });
    let cause = 'random';
    child.stdout.on('data', (chunk: Buffer) => {
      if (!chunk.toString().includes('ready')) return;
      this.#isReady = true;
      this.#isReadyForTheFirstTime();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      const text = chunk.toString();
      if (process.env['FAULT_LOG'] !== undefined) process.stderr.write(text);
      cause = /"failpoint":"([a-z-]+)"/.exec(text)?.[1] ?? cause;
      this.#log.push(...text.split('\n').filter((line) => line !== ''));
      this.#log.splice(0, this.#log.length - MAX_LOG_LINES);
    });
    // Not `exit`: what the process wrote last comes before this.
    child.once('close', () => {
      this.#isReady = false;
      if (this.#isStopped) return;
      this.#deaths += 1;
      this.#causes.set(cause, (this.#causes.get(cause) ?? 0) + 1);
      this.#child = this.#start();
    });
    return child;
  }

  /** Nothing of the caller's own settings: the product refuses those that it does not know. */
  #environment(): NodeJS.ProcessEnv {
    return {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      NODE_ENV: 'test',
      DATABASE_URL: this.#options.databaseUrl,
      PORT: String(this.#options.port),
      LANEWORK_DEMO: 'off',
      NODE_COMPILE_CACHE: join(tmpdir(), 'lanework-compile-cache'),
      LANEWORK_ADMIN_PASSWORD: 'fault-test',
      LANEWORK_POLL_MS: '200',
      LANEWORK_LEASE_MS: '1500',
      FAULT_CLOCK_MS: String(this.#options.clockShiftMs ?? 0),
      ...this.#options.environment,
      ...(this.#failpoints === null ? {} : { LANEWORK_FAILPOINT: this.#failpoints }),
    };
  }
}
