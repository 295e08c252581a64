import { expect } from 'chai';
import { verifyTree } from '../../engine/runtime/verify-tree.ts';
import { readTree, treesAfter } from '../../engine/store/audit-rows.ts';
import { FaultStage } from './fault-stage.ts';

/** An answer of the API; `tookMs` is the time until its body was read. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly tookMs: number;
}

const TOO_MANY_REQUESTS = 429;
/** Times that a refusal of that kind is taken for an answer to come later. */
const MAX_ATTEMPTS = 20;

/** One who asks one server, with a token of his own, and asks again only when he is told to. */
export class Caller {
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** `tookMs` is that of the answer; a server that has too much to do says when to come again. */
  async send(method: string, path: string, body?: unknown): Promise<Answer> {
    for (let attempt = 1; ; attempt += 1) {
      const begun = performance.now();
      const response = await fetch(`${this.#url}/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${this.#token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(120_000),
      });
      const text = await response.text();
      const json = text === '' ? {} : (JSON.parse(text) as Answer['body']); // Every answer of the API is an object.
      if (response.status !== TOO_MANY_REQUESTS || attempt >= MAX_ATTEMPTS)
        return { status: response.status, body: json, tookMs: performance.now() - begun };
      await new Promise((resolve) => setTimeout(resolve, Number(response.headers.get('retry-after') ?? '1') * 1_000));
    }
  }

  post(path: string, body: unknown = {}): Promise<Answer> {
    return this.send('POST', path, body);
  }

  /** Opens a stream, reads it for so long, and goes away. */
  async listen(path: string, forMs: number): Promise<void> {
    const stream = await fetch(`${this.#url}/api/v1${path}`, {
      headers: { authorization: `Bearer ${this.#token}` },
      signal: AbortSignal.timeout(forMs),
    });
    expect(stream.status).to.equal(200);
    await stream.text().catch((error: unknown) => {
      if (!(error instanceof DOMException)) throw error;
    });
  }

  /** Starts an instance and returns its id. */
  async start(processId: string, variables: Readonly<Record<string, unknown>> = {}, businessKey?: string): Promise<string> {
    const answer = await this.post('/process-instances', { processId, variables, ...(businessKey === undefined ? {} : { businessKey }) });
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    return String(answer.body['instanceId']);
  }
}

/** A new token of the product, so that whoever uses it is somebody of his own. */
export async function createToken(stage: FaultStage, name: string): Promise<string> {
  const made = await stage.client.post('/api-tokens', { name, scopes: ['read', 'write', 'deploy', 'admin', 'jobs'] });
  expect(made?.status, JSON.stringify(made?.body)).to.equal(201);
  return String(made?.body['token']);
}

/** A stage with further diagrams, and a caller for each of its servers. */
export async function openWorkStage(options: {
  readonly servers: number;
  readonly diagrams: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
}): Promise<{ readonly stage: FaultStage; readonly callers: readonly Caller[] }> {
  const stage = await FaultStage.open({ servers: options.servers, failpoints: null, environment: options.environment ?? {} });
  const resources = Object.entries(options.diagrams).map(([name, content]) => ({ name: `${name}.bpmn`, content }));
  try {
    if (resources.length > 0) {
      const deployed = await stage.client.post('/deployments', { resources });
      expect(deployed?.status, JSON.stringify(deployed?.body)).to.equal(201);
    }
    const token = await createToken(stage, 'caller');
    return { stage, callers: stage.servers.map((server) => new Caller(server.url, token)) };
  } catch (error) {
    // Servers that nobody stops would keep the test process.
    await stage.close();
    throw error;
  }
}

/** Runs `work` for 0 to `count - 1`, so many at a time. */
export async function inParallel(count: number, atATime: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: Math.min(count, atATime) }, async () => {
      for (let index = next++; index < count; index = next++) await work(index);
    }),
  );
}

/** Nothing is left to do, and every journal tells the state that is stored. */
export async function expectWhole(stage: FaultStage, except: { readonly openWork?: readonly string[] } = {}): Promise<void> {
  for (const table of ['job', 'timer', 'due_work'])
    if (!(except.openWork ?? []).includes(table))
      expect(await stage.count(`select count(*) as n from ${table}`), `rows left in ${table}`).to.equal(0);
  const problems: string[] = [];
  for await (const id of treesAfter(stage.database.pool)) problems.push(...verifyTree(await readTree(stage.database.pool, id)));
  expect(problems).to.deep.equal([]);
}

/** No key has had a second effect. */
export async function expectNoDoubleEffects(stage: FaultStage): Promise<number> {
  const effects = await stage.count('select count(*) as n from work_effect');
  expect(await stage.count('select count(distinct key) as n from work_effect'), 'different effects').to.equal(effects);
  return effects;
}
