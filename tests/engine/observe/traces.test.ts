import { expect } from 'chai';
import { readConfig } from '../../../engine/config.ts';
import { startServer, type RunningServer } from '../../../engine/main.ts';
import { statementName } from '../../../engine/observe/traced.ts';
import { module as identity } from '../../../modules/identity/index.ts';
import { bpmn, path } from '../../support/bpmn.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ANNA, eventually } from '../../support/engine.ts';
import { startCollector, type Collector, type ReceivedSpan } from './collector.ts';
import { depot } from './depot.ts';

const PASSWORD = 'long enough for a test';
const SECRET = 'geheim-4711';
const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const CALLER = 'b7ad6b7169203331';
const DELIVERY = bpmn(
  'delivery',
  `<bpmn:startEvent id="start" />
  <bpmn:serviceTask id="ship"><bpmn:extensionElements><zeebe:taskDefinition type="depot.ship" /></bpmn:extensionElements></bpmn:serviceTask>
  <bpmn:intermediateCatchEvent id="pause"><bpmn:timerEventDefinition><bpmn:timeDuration>PT1S</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
  <bpmn:endEvent id="end" />
  ${path('start', 'ship', 'pause', 'end')}`,
);

describe('A trace', function () {
  this.timeout(120_000);
  let database: TestDatabase;
  let collector: Collector;
  let server: RunningServer;

  async function serve(settings: Readonly<Record<string, string>>): Promise<void> {
    database = await createTestDatabase();
    collector = await startCollector();
    const config = readConfig({
      DATABASE_URL: database.url,
      PORT: '0',
      LANEWORK_DEMO: 'off',
      LANEWORK_ADMIN_PASSWORD: PASSWORD,
      LANEWORK_LOG_LEVEL: 'error',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      ...settings,
    });
    server = await startServer(config, 'all', [identity, depot]);
    await server.host.engine.deploy([{ name: 'delivery.bpmn', content: DELIVERY }], null, ANNA);
  }
  afterEach(async () => {
    await server.close();
    await collector.close();
    await database.close();
  });

  async function startByApi(flags: string): Promise<void> {
    const send = (route: string, headers: Readonly<Record<string, string>>, body: object): Promise<Response> =>
      fetch(`${server.url}/api/v1${route}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-requested-with': 'lanework', ...headers },
        body: JSON.stringify(body),
      });
    const session = await send('/session', {}, { login: 'admin', password: PASSWORD });
    const cookie = (session.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const headers = { cookie, traceparent: `00-${TRACE_ID}-${CALLER}-${flags}` };
    const started = await send('/process-instances', headers, { processId: 'delivery', variables: { customer: SECRET } });
    expect(started.status, await started.text()).to.equal(201);
  }

  const spanOf = (name: string, traceId = TRACE_ID): Promise<ReceivedSpan> =>
    eventually(
      () => Promise.resolve(collector.spans.find((span) => span.name === name && span.traceId === traceId)),
      `a span "${name}"; there are ${collector.spans.map((span) => span.name).join(', ')}`,
      20_000,
    );

  it("goes on from the caller's, from the request over command, kernel and operation to the statements, and never tells a value", async () => {
    await serve({ OTEL_SERVICE_NAME: 'shop', OTEL_EXPORTER_OTLP_HEADERS: 'x-team=blue' });
    await startByApi('01');
    const request = await spanOf('POST');
    expect(request.parentSpanId).to.equal(CALLER);
    expect(request.attributes).to.include({ 'http.route': '/process-instances', 'http.response.status_code': 201 });
    const command = await spanOf('command startProcess');
    expect(command.parentSpanId).to.equal(request.spanId);
    expect(command.attributes['lanework.process.id']).to.equal('delivery');
    expect(command.attributes['lanework.element.ids']).to.deep.equal(['ship']);
    const instanceId = String(command.attributes['lanework.instance.id']);
    const { rows } = await database.pool.query<{ id: string }>('select id from process_instance');
    expect(rows.map((row) => row.id)).to.deep.equal([instanceId]);
    const decided = await spanOf('kernel decide');
    expect(decided.attributes['lanework.element.ids']).to.include('ship');
    expect((await spanOf('operation depot.ship')).attributes['lanework.instance.id']).to.equal(instanceId);
    await spanOf('sql begin');
    await spanOf('sql commit');
    expect([...collector.services]).to.deep.equal(['shop']);
    expect(collector.headers['x-team']).to.equal('blue');
    expect(collector.text).not.to.contain(SECRET);
  });

  it('links the work of a timer to the step that left it', async () => {
    await serve({});
    await startByApi('01');
    const work = await eventually(
      () => Promise.resolve(collector.spans.find((span) => span.name === 'work timer')),
      'the work of a timer',
      20_000,
    );
    expect(work.traceId).not.to.equal(TRACE_ID);
    expect(work.links.map((link) => link.traceId)).to.deep.equal([TRACE_ID]);
    const fired = await spanOf('kernel decide', work.traceId);
    expect(fired.attributes['lanework.command']).to.equal('fireTimer');
  });

  it('is not recorded when the caller does not record his, or when the sampler leaves it out', async () => {
    await serve({ OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' });
    await startByApi('00');
    await startByApi('01');
    await spanOf('command startProcess');
    expect(new Set(collector.spans.map((span) => span.traceId))).to.deep.equal(new Set([TRACE_ID]));
    expect(collector.spans.filter((span) => span.name === 'POST')).to.have.lengthOf(1);
  });
});

describe('A statement', () => {
  it('is named by what it does, without its values', () => {
    expect(
      [
        'begin',
        '  select id, status from task where id = $1',
        'select set_config($1, $2, true)',
        'insert into outbox (kind) values ($1)',
        'with new_instances as (insert into process_instance ...) select 1',
        "update timer as w set attempts = 1 where name = 'geheim'",
        'rollback to savepoint s1',
      ].map((text) => statementName(text)),
    ).to.deep.equal(['begin', 'select task', 'select', 'insert into outbox', 'with new_instances', 'update timer', 'rollback']);
  });
});
