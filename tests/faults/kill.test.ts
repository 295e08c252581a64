import { expect } from 'chai';
import { createIdentity } from '../../modules/identity/index.ts';
import { module as identityModule } from '../../modules/identity/index.ts';
import { verifyTree } from '../../engine/runtime/verify-tree.ts';
import { ENGINE_ACTOR } from '../../engine/runtime/engine-parts.ts';
import { openOrm } from '../../engine/store/orm.ts';
import { readTree, treesAfter } from '../../engine/store/audit-rows.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/engine.ts';
import { freePort } from '../support/redis.ts';
import { EFFECTS_PER_INSTANCE, FAULT_PROCESS, faultModule } from './fault-module.ts';
import { StubbornClient } from './load.ts';
import { startMortalServer, type MortalServer } from './server-process.ts';

/** Deaths to reach; `FAULT_KILLS=1000` for a long night. */
const KILLS = Number(process.env['FAULT_KILLS'] ?? '50');
const CLIENTS = 6;
const FAILPOINTS = 'after-effect=1%,before-commit=1%,after-commit=1%';

describe(`A product whose processes are killed ${KILLS} times under load`, function () {
  this.timeout(Math.max(300_000, KILLS * 10_000));
  let database: TestDatabase;
  let servers: MortalServer[];
  let client: StubbornClient;
  const acknowledged = { started: new Set<string>(), completed: new Set<string>() };
  const count = async (sql: string): Promise<number> => Number((await database.pool.query<{ n: string }>(sql)).rows[0]?.n);

  before(async () => {
    database = await createTestDatabase([...identityModule.migrations, ...faultModule.migrations]);
    const orm = await openOrm(database.url, identityModule.entities);
    const identity = createIdentity({ orm, pool: database.pool }, { demo: false });
    await identity.createFirstAdmin('fault-test');
    const { token } = await identity.createApiToken({ name: 'load', scopes: ['read', 'write', 'deploy', 'admin'], expiresAt: null }, { ...ENGINE_ACTOR, id: 'admin', roles: ['admin'] });
    await orm.close(true);
    servers = await Promise.all([0, 1].map(async () => startMortalServer({ databaseUrl: database.url, port: await freePort(), failpoints: FAILPOINTS })));
    client = new StubbornClient(servers.map((server) => server.url), token);
    const deployed = await client.post('/deployments', { resources: [{ name: 'fault.bpmn', content: FAULT_PROCESS }] });
    expect(deployed?.status, JSON.stringify(deployed?.body)).to.equal(201);
  });
  after(async () => {
    client.stop();
    await Promise.all(servers.map((server) => server.stop()));
    await database.close();
  });

  const deaths = (): number => servers.reduce((sum, server) => sum + server.deaths(), 0);

  async function oneCase(number: number): Promise<void> {
    const businessKey = `case-${number}`;
    const started = await client.post('/process-instances', { processId: 'fault', businessKey, variables: {} });
    if (started === null) return;
    expect(started.status, JSON.stringify(started.body)).to.equal(201);
    acknowledged.started.add(businessKey);
    const [task] = started.body['nextTasks'] as readonly { readonly id: string }[];
    const other = await database.pool.query<{ id: string }>(`select id from task where business_key = $1`, [businessKey]);
    const taskId = task?.id ?? other.rows[0]?.id ?? '';
    const completed = await client.post(`/tasks/${taskId}/complete`, { variables: {} });
    if (completed === null) return;
    expect(completed.status, JSON.stringify(completed.body)).to.equal(200);
    acknowledged.completed.add(businessKey);
  }

  it('loses nothing, doubles nothing and leaves nothing stuck', async () => {
    let cases = 0;
    await Promise.all(Array.from({ length: CLIENTS }, async () => { while (deaths() < KILLS) await oneCase(cases++); }));
    const killed = deaths();
    for (const server of servers) server.disarm();
    // What lost its worker three times rests as an incident, by design; a person tries it again.
    await eventually(async () => {
      for (const { id } of (await database.pool.query<{ id: string }>(`select id from incident where status = 'open' and code = 'JOB_FAILED'`)).rows) await client.post(`/incidents/${id}/retry`, {});
      return (await count(`select count(*) as n from process_instance where ended_at is null`)) === 0 ? true : null;
    }, 'every instance to end', 90_000);
    const instances = await count('select count(*) as n from process_instance');
    process.stdout.write(`      ${killed} kills, ${instances} instances, ${acknowledged.completed.size} completed cases, ${client.retries} requests repeated\n`);

    expect(killed).to.be.at.least(KILLS);
    expect(acknowledged.started.size).to.equal(cases);
    expect(await count('select count(*) as n from (select business_key from process_instance group by 1 having count(*) <> 1) as doubled')).to.equal(0);
    expect(instances, 'each acknowledged start is there once').to.equal(acknowledged.started.size);
    expect(await count(`select count(*) as n from task where status = 'completed'`), 'each acknowledged completion').to.equal(acknowledged.completed.size);
    expect(await count(`select count(*) as n from process_instance where status <> 'completed'`)).to.equal(0);
    expect(await count('select count(*) as n from (select key from fault_effect group by key having count(*) > 1) as doubled'), 'effects done twice').to.equal(0);
    expect(await count('select count(*) as n from fault_effect'), 'effects').to.equal(instances * EFFECTS_PER_INSTANCE);
    expect(await count('select count(*) as n from op_log'), 'operations logged').to.equal(instances * EFFECTS_PER_INSTANCE);
    expect(await count(`select count(*) as n from journal where command->>'kind' = 'completeJob'`), 'operations in the journal').to.equal(instances * EFFECTS_PER_INSTANCE);
    for (const table of ['job', 'timer', 'due_work']) expect(await count(`select count(*) as n from ${table}`), `rows left in ${table}`).to.equal(0);
    const problems: string[] = [];
    for await (const id of treesAfter(database.pool)) problems.push(...verifyTree(await readTree(database.pool, id)));
    expect(problems).to.deep.equal([]);
  });
});
