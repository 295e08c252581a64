import { expect } from 'chai';
import { ENGINE_ACTOR } from '../../engine/runtime/engine-parts.ts';
import type { ServerRole } from '../../engine/main.ts';
import { openOrm } from '../../engine/store/orm.ts';
import { createIdentity, module as identityModule } from '../../modules/identity/index.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/engine.ts';
import { freePort } from '../support/redis.ts';
import { EFFECTS_PER_INSTANCE, FAULT_PROCESS, faultModule } from './fault-module.ts';
import { StubbornClient } from './load.ts';
import { expectJournalsWhole, expectNobodyStuck } from './promises.ts';
import { startMortalServer, type MortalServer } from './server-process.ts';
import { workModule } from './work-module.ts';

export interface FaultStageOptions {
  /** Roles of the servers; a number: so many that serve and work. */
  readonly servers: number | readonly ServerRole[];
  readonly failpoints: string | null;
  readonly environment?: Readonly<Record<string, string>>;
  /** Default: one on the cluster that the tests share. The stage closes it. */
  readonly database?: TestDatabase;
  /** How the servers reach the database, for example through a proxy; default: directly. */
  readonly databaseUrl?: string;
  /** How wrong the clock of each server is, in milliseconds; default 0. */
  readonly clockShiftsMs?: readonly number[];
}

/** Tables of the stage's own modules, for a database that is not made by `createTestDatabase`. */
export const FAULT_MIGRATIONS = [...identityModule.migrations, ...faultModule.migrations, ...workModule.migrations];

/** Servers, a client that never gives up, and what the client was told was done. */
export class FaultStage {
  readonly database: TestDatabase;
  readonly servers: readonly MortalServer[];
  readonly client: StubbornClient;
  readonly started = new Set<string>();
  readonly completed = new Set<string>();
  #cases = 0;

  constructor(database: TestDatabase, servers: readonly MortalServer[], client: StubbornClient) {
    this.database = database;
    this.servers = servers;
    this.client = client;
  }

  static async open(options: FaultStageOptions): Promise<FaultStage> {
    const database = options.database ?? (await createTestDatabase(FAULT_MIGRATIONS));
    const token = await makeToken(database);
    const roles = typeof options.servers === 'number' ? Array.from({ length: options.servers }, () => 'all' as const) : options.servers;
    const ports = await Promise.all(roles.map(() => freePort()));
    const { failpoints, environment = {}, databaseUrl = database.url, clockShiftsMs = [] } = options;
    const servers = await Promise.all(
      roles.map((role, index) =>
        startMortalServer({
          role,
          databaseUrl,
          port: ports[index] ?? 0,
          failpoints,
          environment,
          clockShiftMs: clockShiftsMs[index] ?? 0,
        }),
      ),
    );
    const client = new StubbornClient(
      servers.filter((server) => server.role !== 'worker').map((server) => server.url),
      token,
    );
    const deployed = await client.post('/deployments', { resources: [{ name: 'fault.bpmn', content: FAULT_PROCESS }] });
    expect(deployed?.status, JSON.stringify(deployed?.body)).to.equal(201);
    return new FaultStage(database, servers, client);
  }

  async close(): Promise<void> {
    this.client.stop();
    await Promise.all(this.servers.map((server) => server.stop()));
    await this.database.close();
  }

  get deaths(): number {
    return this.servers.reduce((sum, server) => sum + server.deaths(), 0);
  }

  async count(sql: string): Promise<number> {
    return Number((await this.database.pool.query<{ n: string }>(sql)).rows[0]?.n);
  }

  /** Cases one after another on each of so many clients, while `goesOn`. */
  async load(clients: number, goesOn: () => boolean): Promise<void> {
    await Promise.all(
      Array.from({ length: clients }, async () => {
        while (goesOn() && !this.client.isStopped) await this.#oneCase(`case-${this.#cases++}`);
      }),
    );
  }

  async #oneCase(businessKey: string): Promise<void> {
    const started = await this.client.post('/process-instances', { processId: 'fault', businessKey, variables: {} });
    if (started === null) return;
    expect(started.status, JSON.stringify(started.body)).to.equal(201);
    this.started.add(businessKey);
    const completed = await this.client.post(`/tasks/${await this.#taskOf(businessKey)}/complete`, { variables: {} });
    if (completed === null) return;
    expect(completed.status, JSON.stringify(completed.body)).to.equal(200);
    this.completed.add(businessKey);
  }

  /** Asked again while PostgreSQL is away. */
  async #taskOf(businessKey: string): Promise<string> {
    const found = await eventually(
      () => this.database.pool.query<{ id: string }>('select id from task where business_key = $1', [businessKey]).catch(() => null),
      'an answer of PostgreSQL',
      60_000,
    );
    return found.rows[0]?.id ?? 'none';
  }

  /** What lost its workers three times rests as an incident, by design; a person tries it again. */
  async finish(timeoutMs: number): Promise<void> {
    await eventually(
      async () => {
        const incidents = await this.database.pool.query<{ id: string }>(
          `select id from incident where status = 'open' and code = 'JOB_FAILED'`,
        );
        for (const { id } of incidents.rows) await this.client.post(`/incidents/${id}/retry`, {});
        return (await this.count('select count(*) as n from process_instance where ended_at is null')) === 0 ? true : null;
      },
      'every instance to end',
      timeoutMs,
    );
  }

  /** Every acknowledged command once, every effect once, nothing stuck, journal whole. Returns the number of instances. */
  async expectNothingLostOrDoubled(): Promise<number> {
    const instances = await this.count('select count(*) as n from process_instance');
    expect(instances, 'each acknowledged start is there once').to.equal(this.started.size);
    expect(await this.count('select count(distinct business_key) as n from process_instance')).to.equal(instances);
    expect(await this.count(`select count(*) as n from task where status = 'completed'`), 'each acknowledged completion').to.equal(
      this.completed.size,
    );
    expect(await this.count(`select count(*) as n from process_instance where status <> 'completed'`), 'instances not completed').to.equal(
      0,
    );
    const effects = instances * EFFECTS_PER_INSTANCE;
    expect(await this.count('select count(*) as n from fault_effect'), 'effects').to.equal(effects);
    expect(await this.count('select count(distinct key) as n from fault_effect'), 'different effects').to.equal(effects);
    expect(await this.count('select count(*) as n from op_log'), 'operations logged').to.equal(effects);
    expect(
      await this.count(
        `select count(*) as n from journal, jsonb_path_query(command::jsonb, 'strict $.**.kind ? (@ == "completeJob")') as completed`,
      ),
      'operations in the journal',
    ).to.equal(effects);
    for (const table of ['job', 'timer', 'due_work'])
      expect(await this.count(`select count(*) as n from ${table}`), `rows left in ${table}`).to.equal(0);
    await expectNobodyStuck(this.database);
    expect(await expectJournalsWhole(this.database), 'call trees with a journal').to.equal(instances);
    return instances;
  }
}

/** A token for everything that the tests ask for. */
export async function makeToken(database: TestDatabase): Promise<string> {
  const orm = await openOrm(database.url, identityModule.entities);
  const identity = createIdentity({ orm, pool: database.pool }, { demo: false });
  await identity.createFirstAdmin('fault-test');
  const { token } = await identity.createApiToken(
    { name: 'load', scopes: ['read', 'write', 'deploy', 'admin', 'jobs'], expiresAt: null },
    { ...ENGINE_ACTOR, id: 'admin', roles: ['admin'] },
  );
  await orm.close(true);
  return token;
}
