import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';

/** A Redis server of a test, in memory alone. */
export interface TestRedis {
  readonly url: string;
  stop(): Promise<void>;
}

/** Path of `redis-server`, or null when it is not installed. */
export function findRedisServer(): string | null {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    try {
      accessSync(join(folder, 'redis-server'), constants.X_OK);
      return join(folder, 'redis-server');
    } catch {
      // Not in this folder.
    }
  }
  return null;
}

/** Starts Redis on a free port of 127.0.0.1 and waits until it takes connections. */
export async function startTestRedis(binary: string, port?: number): Promise<TestRedis & { readonly port: number }> {
  const chosen = port ?? (await freePort());
  const server = spawn(
    binary,
    ['--port', String(chosen), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--loglevel', 'notice'],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  await new Promise<void>((resolve, reject) => {
    server.once('exit', () => {
      reject(new Error('Expected redis-server to start, but it ended.'));
    });
    server.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('Ready to accept connections')) resolve();
    });
  });
  return { url: `redis://127.0.0.1:${chosen}`, port: chosen, stop: () => stopProcess(server) };
}

function stopProcess(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    server.removeAllListeners('exit');
    server.once('exit', () => {
      resolve();
    });
    server.kill('SIGKILL');
  });
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('Expected a port number, but the probe had none.'));
      });
    });
  });
}
