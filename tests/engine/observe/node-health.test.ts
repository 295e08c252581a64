import { expect } from 'chai';
import { NodeHealth, type HealthSources } from '../../../engine/observe/node-health.ts';
import { startMetricsServer, type MetricsServer } from '../../../engine/observe/metrics-server.ts';

const WELL: HealthSources = {
  ping: async () => undefined,
  missingMigrations: async () => [],
  queue: () => ({ inFlight: 0, lost: 0, isDegraded: false }),
};

describe('The health of a node', () => {
  const opened: NodeHealth[] = [];
  const healthOf = (sources: HealthSources): NodeHealth => {
    const health = new NodeHealth();
    opened.push(health);
    health.started(sources);
    return health;
  };
  const statusOf = async (health: NodeHealth, name: string): Promise<string | undefined> =>
    (await health.look()).checks.find((check) => check.name === name)?.status;
  afterEach(() => {
    for (const health of opened.splice(0)) health.close();
  });

  it('is failing until the start is over, then ok, and failing again while it drains', async () => {
    const health = new NodeHealth();
    opened.push(health);
    expect([health.hasStarted(), (await health.look()).status]).to.deep.equal([false, 'failing']);
    health.started(WELL);
    const report = await health.look();
    // A busy machine may hold up the event loop, which is a remark and no failure.
    expect(report.checks.filter((check) => check.name !== 'eventLoop').map((check) => check.status)).to.deep.equal([
      'ok',
      'ok',
      'ok',
      'ok',
    ]);
    expect([health.hasStarted(), report.status]).to.deep.equal([true, report.checks.find((check) => check.name === 'eventLoop')?.status]);
    health.drain();
    expect((await health.look()).status).to.equal('failing');
    expect(await statusOf(health, 'shutdown')).to.equal('failing');
  });

  it('is failing without its database, and without a migration of this program, which it names', async () => {
    const away = healthOf({ ...WELL, ping: () => Promise.reject(new Error('gone')) });
    expect([(await away.look()).status, await statusOf(away, 'database')]).to.deep.equal(['failing', 'failing']);
    const old = healthOf({ ...WELL, missingMigrations: async () => ['20991231_01_next'] });
    expect((await old.look()).status).to.equal('failing');
    expect((await old.look()).checks.find((check) => check.name === 'schema')?.detail).to.contain('20991231_01_next');
  });

  it('is degraded, not failing, without its queue: work is found by polling', async () => {
    const health = healthOf({ ...WELL, queue: () => ({ inFlight: 3, lost: 9, isDegraded: true }) });
    expect([(await health.look()).status, await statusOf(health, 'queue')]).to.deep.equal(['degraded', 'degraded']);
  });

  it('answers also when the database never does', async () => {
    const health = healthOf({ ...WELL, ping: () => new Promise(() => undefined) });
    expect((await health.look()).checks[0]?.detail).to.contain('Expected an answer within 2000 ms');
  });

  it('asks the database once for probes that come together', async () => {
    let pings = 0;
    const health = healthOf({
      ...WELL,
      ping: async () => {
        pings += 1;
      },
    });
    await Promise.all(Array.from({ length: 20 }, () => health.look()));
    expect(pings).to.equal(1);
  });

  it('says that the event loop was held up', async () => {
    const health = healthOf(WELL);
    await health.look();
    // The sampler has to have begun before the loop is held.
    await new Promise((resolve) => setTimeout(resolve, 60));
    const until = performance.now() + 700;
    while (performance.now() < until);
    await new Promise((resolve) => setTimeout(resolve, 60));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await statusOf(health, 'eventLoop')).to.equal('degraded');
  });
});

describe('The port for metrics', () => {
  let server: MetricsServer | null = null;
  afterEach(() => server?.close());

  it('answers probes from the first moment, and metrics when there are some', async () => {
    const health = new NodeHealth();
    let metrics: { contentType: string; text(): Promise<string> } | null = null;
    const opened = (server = await startMetricsServer({ host: '127.0.0.1', port: 0 }, health, () => metrics));
    const get = async (path: string) => {
      const answer = await fetch(`http://127.0.0.1:${opened.port}${path}`);
      return [answer.status, await answer.text()];
    };
    expect((await get('/health/live'))[0]).to.equal(200);
    expect((await get('/health/startup'))[0]).to.equal(503);
    expect((await get('/health/ready'))[0]).to.equal(503);
    expect((await get('/metrics'))[0]).to.equal(503);
    health.started(WELL);
    metrics = { contentType: 'text/plain', text: async () => 'a 1\n' };
    expect((await get('/health/startup'))[0]).to.equal(200);
    expect((await get('/health/ready'))[0]).to.equal(200);
    expect(await get('/metrics')).to.deep.equal([200, 'a 1\n']);
    expect((await get('/secret'))[0]).to.equal(404);
    health.close();
  });

  it('says which setting to change when the port is taken', async () => {
    const health = new NodeHealth();
    const first = (server = await startMetricsServer({ host: '127.0.0.1', port: 0 }, health, () => null));
    const second = await startMetricsServer({ host: '127.0.0.1', port: first.port }, health, () => null).catch((error: unknown) => error);
    expect(String(second)).to.contain('LANEWORK_METRICS_PORT');
    health.close();
  });
});
