import { expect } from 'chai';
import { readConfig } from '../../../engine/config.ts';
import { startServer, type RunningServer } from '../../../engine/main.ts';
import { module as identity } from '../../../modules/identity/index.ts';
import { bpmn, path } from '../../support/bpmn.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ANNA, eventually } from '../../support/engine.ts';
import { depot } from './depot.ts';
import { growth, samplesOf, type Samples } from './prometheus.ts';

const PASSWORD = 'long enough for a test';
const DELIVERY = bpmn(
  'delivery',
  `<bpmn:startEvent id="start" />
  <bpmn:serviceTask id="ship"><bpmn:extensionElements><zeebe:taskDefinition type="depot.ship" /></bpmn:extensionElements></bpmn:serviceTask>
  <bpmn:userTask id="sign" />
  <bpmn:endEvent id="end" />
  ${path('start', 'ship', 'sign', 'end')}`,
);
const REMINDER = bpmn(
  'reminder',
  `<bpmn:startEvent id="start" />
  <bpmn:intermediateCatchEvent id="pause"><bpmn:timerEventDefinition><bpmn:timeDuration>PT1S</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
  <bpmn:endEvent id="end" />
  ${path('start', 'pause', 'end')}`,
);

describe('The metrics of a running server', function () {
  this.timeout(120_000);
  let database: TestDatabase;
  let server: RunningServer;
  let cookie = '';

  before(async () => {
    database = await createTestDatabase();
    const config = readConfig({
      DATABASE_URL: database.url,
      PORT: '0',
      LANEWORK_METRICS_PORT: '0',
      LANEWORK_DEMO: 'off',
      LANEWORK_ADMIN_PASSWORD: PASSWORD,
      LANEWORK_LOG_LEVEL: 'error',
    });
    server = await startServer(config, 'all', [identity, depot]);
    const answer = await api('POST', '/session', { login: 'admin', password: PASSWORD });
    expect(answer.status, await answer.clone().text()).to.equal(200);
    cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const resources = [
      { name: 'delivery.bpmn', content: DELIVERY },
      { name: 'reminder.bpmn', content: REMINDER },
    ];
    expect((await server.host.engine.deploy(resources, null, ANNA)).kind).to.equal('deployed');
  });
  after(async () => {
    await server.close();
    await database.close();
  });

  const api = (method: string, route: string, body?: unknown): Promise<Response> =>
    fetch(`${server.url}/api/v1${route}`, {
      method,
      headers: { 'content-type': 'application/json', 'x-requested-with': 'lanework', cookie },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const scrape = async (): Promise<Samples> => {
    const answer = await fetch(`http://127.0.0.1:${server.metricsPort}/metrics`);
    expect(answer.status).to.equal(200);
    return samplesOf(await answer.text());
  };

  it('grow by exactly what was done: requests, commands, jobs, refusals, instances, tasks', async () => {
    const before = await scrape();
    for (let count = 0; count < 3; count += 1) {
      const started = await api('POST', '/process-instances', { processId: 'delivery', variables: {} });
      expect(started.status, await started.clone().text()).to.equal(201);
    }
    const tasks = await database.pool.query<{ id: string }>(`select id from task where status = 'open' order by id`);
    const [taskId] = tasks.rows.map((row) => row.id);
    expect((await api('POST', `/tasks/${taskId}/complete`, { variables: {} })).status).to.equal(200);
    expect((await api('POST', `/tasks/${taskId}/complete`, { variables: {} })).status).to.be.oneOf([403, 409]);
    expect((await api('POST', '/process-instances', { processId: 'nothing', variables: {} })).status).to.equal(404);
    const refusedByOperation = await api('POST', '/process-instances', { processId: 'delivery', variables: { refuse: true } });
    expect(refusedByOperation.status).to.equal(201);
    const expected = {
      'lanework_http_request_duration_seconds_count{method="POST",route="/process-instances",status="201"}': 4,
      'lanework_http_request_duration_seconds_count{method="POST",route="/process-instances",status="404"}': 1,
      'lanework_http_request_duration_seconds_count{method="POST",route="/tasks/:id/complete",status="200"}': 1,
      'lanework_commands_total{command="start",process="delivery"}': 4,
      'lanework_commands_total{command="completeJob",process="delivery"}': 3,
      'lanework_commands_total{command="completeTask",process="delivery"}': 1,
      'lanework_commands_total{command="throwError",process="delivery"}': 1,
      'lanework_jobs_total{type="depot.ship",outcome="completed"}': 3,
      'lanework_jobs_total{type="depot.ship",outcome="error"}': 1,
      'lanework_operation_duration_seconds_count{topic="depot.ship",outcome="completed"}': 3,
      'lanework_operation_duration_seconds_count{topic="depot.ship",outcome="refused"}': 1,
      'lanework_instances_started_total{process="delivery"}': 4,
      'lanework_instances_ended_total{process="delivery",status="completed"}': 1,
      'lanework_incidents_raised_total{process="delivery"}': 1,
    };
    await eventually(async () => {
      const now = growth(before, await scrape(), Object.keys(expected));
      return JSON.stringify(now) === JSON.stringify(expected) ? true : null;
    }, 'every series to have grown by what was done').catch(() => undefined);
    expect(growth(before, await scrape(), Object.keys(expected))).to.deep.equal(expected);
    const journal = growth(before, await scrape(), ['lanework_journal_rows_total']);
    const rows = await database.pool.query<{ count: string }>(`select count(*) from journal where command->>'kind' is not null`);
    expect(journal['lanework_journal_rows_total']).to.equal(Number(rows.rows[0]?.count));
  });

  it('follow a timer from its wake-up to the end of its work', async () => {
    const before = await scrape();
    await server.host.engine.startProcess({ processId: 'reminder', variables: {} }, ANNA);
    const series = [
      'lanework_wakes_sent_total{kind="timer"}',
      'lanework_rows_claimed_total{kind="timer",losses="never"}',
      'lanework_work_duration_seconds_count{kind="timer",end="done"}',
      'lanework_commands_total{command="fireTimer",process="reminder"}',
    ];
    await eventually(async () => {
      const grown = growth(before, await scrape(), series);
      return Object.values(grown).every((value) => value === 1) ? true : null;
    }, 'one timer to be counted at every station');
  });

  it('count the open streams of events', async () => {
    const stream = new AbortController();
    const answer = await fetch(`${server.url}/api/v1/events`, { headers: { cookie }, signal: stream.signal });
    expect(answer.status).to.equal(200);
    expect((await scrape()).get('lanework_event_streams')).to.equal(1);
    stream.abort();
    await eventually(async () => ((await scrape()).get('lanework_event_streams') === 0 ? true : null), 'the stream to be counted off');
  });

  it('are there for administrators on the API as well, and for nobody else', async () => {
    const answer = await api('GET', '/metrics');
    expect([answer.status, answer.headers.get('content-type')]).to.deep.equal([200, 'text/plain; version=0.0.4; charset=utf-8']);
    expect(samplesOf(await answer.text()).get('lanework_event_streams')).to.equal(0);
    expect((await fetch(`${server.url}/api/v1/metrics`)).status).to.equal(401);
  });

  it('tell administrators what the health is made of, and others only whether it is well', async () => {
    const inside = (await (await api('GET', '/health/ready')).json()) as { status: string; checks: { name: string }[] };
    expect(inside.checks.map((check) => check.name)).to.deep.equal(['database', 'schema', 'eventLoop', 'queue', 'shutdown']);
    const outside = (await (await fetch(`${server.url}/api/v1/health/ready`)).json()) as object;
    expect(Object.keys(outside)).to.deep.equal(['status']);
    await database.pool.query(`delete from schema_migration where name = '20261126_11_engine_work_losses'`);
    await eventually(
      async () => ((await fetch(`${server.url}/api/v1/health/ready`)).status === 503 ? true : null),
      'a database that lacks a migration to be told',
    );
  });
});
