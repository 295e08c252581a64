import { expect } from 'chai';
import { visibleEvents } from '../../../engine/http/event-stream.ts';
import { createLocalChangeFeed, type ChangeEvent } from '../../../engine/port/change-feed.ts';
import type { ModuleContract } from '../../../engine/port/module.ts';
import { authenticationOf, fakeIdentity, fakeQueries, INSTANCE_ID, PEOPLE, startServer, TASK_ID, type TestServer } from './http-fixture.ts';

const OTHER_TASK_ID = `${INSTANCE_ID}.99`;
const EVENTS: readonly ChangeEvent[] = [
  { topic: 'task', id: TASK_ID, instanceId: INSTANCE_ID },
  { topic: 'task', id: OTHER_TASK_ID, instanceId: INSTANCE_ID },
  { topic: 'instance', id: INSTANCE_ID },
  { topic: 'incident', id: TASK_ID },
  { topic: 'deployment', id: 'd1' },
  { topic: 'identity' },
  { topic: 'draft', id: 'd2' },
  { topic: 'record', id: 'r1', recordType: 'crm.customer' },
  { topic: 'record', id: 'r2', recordType: 'erp.invoice' },
  { topic: 'record', id: 'r3', recordType: 'unknown' },
];
// Only what the filter reads of a module.
const module = {
  operations: [],
  recordTypes: [
    { name: 'crm.customer', permissions: { read: ['sales', 'admin'] } },
    { name: 'erp.invoice', permissions: { read: ['finance', 'manager'] } },
  ],
} as unknown as ModuleContract;
const queries = fakeQueries({
  visibleAmong: async (_viewer, ids) => ({ taskIds: new Set(ids.taskIds.filter((id) => id === TASK_ID)), instanceIds: new Set() }),
});

describe('The event stream', () => {
  let server: TestServer | null = null;
  const serve = async (...options: Parameters<typeof startServer>): Promise<TestServer> => (server = await startServer(...options));
  afterEach(async () => {
    await server?.close();
    server = null;
  });

  for (const [login, expected] of [
    ['eva', ['task 1', 'deployment', 'crm.customer']],
    ['bob', ['task 1', 'deployment']],
    ['ana', ['task 1', 'instance', 'incident', 'deployment', 'draft', 'crm.customer']],
    ['max', ['task 1', 'task 2', 'instance', 'incident', 'deployment', 'erp.invoice']],
    ['ada', ['task 1', 'task 2', 'instance', 'incident', 'deployment', 'draft', 'crm.customer']],
  ] as const) {
    it(`tells ${login} only of what he may see`, async () => {
      const user = PEOPLE[login];
      if (user === undefined) throw new Error(`Expected ${login} among the people.`);
      const seen = await visibleEvents({ queries, modules: [module] }, authenticationOf(user).actor, EVENTS);
      const named = seen.map(
        (event) => event.recordType ?? (event.topic === 'task' ? `task ${event.id === TASK_ID ? 1 : 2}` : event.topic),
      );
      expect(named).to.deep.equal(expected);
    });
  }

  it('sends changes as they happen, keeps the line open, and lets go of it', async () => {
    const feed = createLocalChangeFeed();
    let listeners = 0;
    const changeFeed = {
      ...feed,
      subscribe(listener: (event: ChangeEvent) => void) {
        listeners += 1;
        const unsubscribe = feed.subscribe(listener);
        return () => {
          listeners -= 1;
          unsubscribe();
        };
      },
    };
    const { url } = await serve({ changeFeed, config: { heartbeatMs: 20 } });
    const abort = new AbortController();
    const answer = await fetch(`${url}/api/v1/events`, {
      headers: { Cookie: 'lanework=max', 'Accept-Encoding': 'gzip' },
      signal: abort.signal,
    });
    expect(answer.headers.get('content-type')).to.match(/^text\/event-stream/u);
    expect(answer.headers.get('content-encoding')).to.equal(null);
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const readUntil = async (wanted: string): Promise<void> => {
      while (!text.includes(wanted)) text += (await reader?.read())?.value ?? '';
    };
    await readUntil(': connected');
    changeFeed.publish({ topic: 'instance', id: INSTANCE_ID, processId: 'p' });
    changeFeed.publish({ topic: 'instance', id: INSTANCE_ID, processId: 'p' });
    changeFeed.publish({ topic: 'draft', id: 'hidden' });
    await readUntil('event: change');
    await readUntil(': heartbeat');
    expect(text).to.include(`event: change\ndata: {"topic":"instance","id":"${INSTANCE_ID}","processId":"p"}\n\n`);
    expect(text.split('event: change')).to.have.lengthOf(2);
    expect(text).not.to.include('hidden');
    abort.abort();
    while (listeners > 0) await new Promise((resolve) => setImmediate(resolve));
  });

  it('ends with the session', async () => {
    let isSignedIn = true;
    const identity = fakeIdentity();
    const { url } = await serve({
      identity: { ...identity, authenticateSession: (token) => (isSignedIn ? identity.authenticateSession(token) : Promise.resolve(null)) },
      config: { heartbeatMs: 10 },
    });
    const answer = await fetch(`${url}/api/v1/events`, { headers: { Cookie: 'lanework=eva' } });
    isSignedIn = false;
    // Resolves when the server ends the stream.
    expect(await answer.text()).to.include(': connected');
  });

  it('bounds the streams of one person', async () => {
    const { url } = await serve();
    const abort = new AbortController();
    const statuses: number[] = [];
    for (let stream = 0; stream < 21; stream += 1) {
      statuses.push((await fetch(`${url}/api/v1/events`, { headers: { Cookie: 'lanework=eva' }, signal: abort.signal })).status);
    }
    const other = await fetch(`${url}/api/v1/events`, { headers: { Cookie: 'lanework=bob' }, signal: abort.signal });
    abort.abort();
    expect(statuses.filter((status) => status === 200)).to.have.lengthOf(20);
    expect(statuses.at(-1)).to.equal(429);
    expect(other.status).to.equal(200);
  });
});
