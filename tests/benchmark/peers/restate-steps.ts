import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { freePort } from '../../support/redis.ts';
import { IN_FLIGHT } from '../runtime/lanework-runtime.ts';
import type { Stage } from '../stage.ts';
import { NotInstalledError, type OpenSubject } from '../workload.ts';
import { STEPS, subjectOf } from './chain.ts';
import { HOW_TO_INSTALL, loadPeer, peerFile } from './peer-package.ts';

const READY_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 200;

interface Restate {
  service(definition: {
    readonly name: string;
    readonly handlers: Readonly<
      Record<string, (context: { run(name: string, step: () => Promise<null>): Promise<null> }) => Promise<number>>
    >;
  }): object;
  createEndpointHandler(options: { readonly services: readonly object[]; readonly logger: () => void }): Parameters<typeof createServer>[1];
}

/** Answers once the address does. */
async function untilOk(address: string, options: RequestInit = {}): Promise<void> {
  for (const end = Date.now() + READY_WITHIN_MS; ;) {
    const answer = await fetch(address, options).catch(() => null);
    if (answer?.ok === true) return;
    if (Date.now() > end)
      throw new Error(`Expected ${address} to answer, but: ${answer === null ? 'nobody listens' : await answer.text()}`);
    await sleep(LOOK_EVERY_MS);
  }
}

async function startServer(): Promise<{ readonly ingress: string; readonly admin: string; stop(): Promise<void> }> {
  const binary = peerFile('@restatedev/restate-server', '..', 'restate-server-linux-x64', 'bin', 'restate-server');
  if (!existsSync(binary)) throw new NotInstalledError('@restatedev/restate-server-linux-x64', HOW_TO_INSTALL);
  const directory = await mkdtemp(join(tmpdir(), 'lanework-bench-restate-'));
  const [ingress, admin, node] = [await freePort(), await freePort(), await freePort()];
  const local = (port: number): string => `127.0.0.1:${port}`;
  const server = spawn(binary, ['--base-dir', directory, '--node-name', 'bench'], {
    stdio: 'ignore',
    env: {
      ...process.env,
      DO_NOT_TRACK: '1',
      RESTATE_LOG_FILTER: 'error',
      RESTATE_LISTEN_MODE: 'tcp',
      RESTATE_BIND_ADDRESS: local(node),
      RESTATE_ADVERTISED_ADDRESS: `http://${local(node)}`,
      RESTATE_INGRESS__BIND_ADDRESS: local(ingress),
      RESTATE_ADMIN__BIND_ADDRESS: local(admin),
    },
  });
  await untilOk(`http://${local(admin)}/health`);
  await untilOk(`http://${local(ingress)}/restate/health`);
  return {
    ingress: `http://${local(ingress)}`,
    admin: `http://${local(admin)}`,
    async stop() {
      const ended = once(server, 'exit');
      server.kill('SIGKILL');
      await ended;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Restate with its own log: a handler of five durable steps, called over its ingress. Counted when the call is answered. */
export async function openRestate(stage: Stage): Promise<OpenSubject> {
  const restate = await loadPeer<Restate>('@restatedev/restate-sdk');
  const seq5 = restate.service({
    name: 'seq5',
    handlers: {
      async run(context) {
        for (let step = 1; step <= STEPS; step += 1) await context.run(`step${step}`, () => Promise.resolve(null));
        return STEPS;
      },
    },
  });
  const server = await startServer();
  const port = await freePort();
  const endpoint = createServer(restate.createEndpointHandler({ services: [seq5], logger: () => undefined }));
  await new Promise<void>((resolve) => endpoint.listen(port, '127.0.0.1', resolve));
  await untilOk(`${server.admin}/deployments`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ uri: `http://127.0.0.1:${port}` }),
  });
  const pool = new Pool(server.ingress, { connections: IN_FLIGHT });
  return subjectOf(
    stage.isQuick,
    async () => {
      const { statusCode, body } = await pool.request({ method: 'POST', path: '/seq5/run' });
      const answer = await body.text();
      if (statusCode !== 200 || answer !== String(STEPS))
        throw new Error(`Expected ${STEPS} steps, but the answer was ${statusCode}: ${answer}`);
    },
    async () => {
      await pool.close();
      await server.stop();
      endpoint.close();
    },
  );
}
