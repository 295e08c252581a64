import type { Config } from '../config.ts';
import { ROLES, startServer, type ServerRole } from '../main.ts';
import type { CommandOutput } from './output.ts';

/** Longest that closing may take after requests are no longer accepted, in milliseconds; then the process ends all the same. */
const CLOSE_TIMEOUT_MS = 8_500;

/** `lanework serve [--role all|api|worker]`: serves until SIGINT or SIGTERM, then finishes what is in hand. */
export async function serve(args: readonly string[], output: CommandOutput, config: Config): Promise<number> {
  const role = readRole(args);
  if (role === null) {
    output.err(`Expected lanework serve [--role ${ROLES.join('|')}], but found: ${args.join(' ')}`);
    return 2;
  }
  const ended = firstSignal();
  const server = await startServer(config, role);
  output.out(server.url === null ? 'Lanework worker is ready' : `Lanework is ready at ${server.url}`);
  await ended;
  const timeoutMs = config.drainMs + CLOSE_TIMEOUT_MS;
  const timer = setTimeout(() => {
    output.err(`Expected to close within ${timeoutMs} ms, but something did not end. Nothing is lost: what was begun is rolled back.`);
    process.exit(1);
  }, timeoutMs);
  await server.close();
  clearTimeout(timer);
  return 0;
}

function readRole(args: readonly string[]): ServerRole | null {
  if (args.length === 0) return 'all';
  const [flag, value] = args;
  return flag === '--role' && args.length === 2 ? (ROLES.find((role) => role === value) ?? null) : null;
}

function firstSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => {
        resolve();
      });
  });
}
