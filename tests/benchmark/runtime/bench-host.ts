import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { readConfig } from '../../../engine/config.ts';
import { openHost, type Host, type HostMode } from '../../../engine/host.ts';
import { ENGINE_ACTOR } from '../../../engine/runtime/engine-parts.ts';

/** The engine as a server composes it, on a database of its own, with what benchmarks change. */
export async function openBenchHost(
  databaseUrl: string,
  mode: Omit<HostMode, 'beside'>,
  environment: Readonly<Record<string, string>> = {},
): Promise<Host> {
  const config = readConfig({ DATABASE_URL: databaseUrl, LANEWORK_DEMO: 'off', ...environment });
  return openHost(config, pino({ level: 'fatal' }, pino.destination({ fd: 2, sync: true })), { beside: false, ...mode });
}

/** Deploys files; fails with the findings when they are refused. */
export async function deployFiles(host: Pick<Host, 'engine'>, files: readonly URL[]): Promise<void> {
  const resources = await Promise.all(
    files.map(async (file) => ({ name: basename(fileURLToPath(file)), content: await readFile(file, 'utf8') })),
  );
  const result = await host.engine.deploy(resources, null, ENGINE_ACTOR);
  if (result.kind === 'refused')
    throw new Error(`Expected the files to be deployed, but: ${result.findings.map(({ message }) => message).join('; ')}`);
}
