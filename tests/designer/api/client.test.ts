import { expect } from 'chai';
import { apiUrl, createClient } from '../../../designer/kit/api/client.ts';
import { ApiError, hasCode, OFFLINE } from '../../../designer/kit/api/problem.ts';

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
}

function clientThatGets(response: () => Response): {
  readonly client: ReturnType<typeof createClient>;
  readonly sent: Sent[];
  readonly signedOut: () => number;
} {
  const sent: Sent[] = [];
  let signedOut = 0;
  const client = createClient({
    fetch: (url, init) => {
      sent.push({ url, init });
      return Promise.resolve(response());
    },
    onSignedOut: () => {
      signedOut += 1;
    },
  });
  return { client, sent, signedOut: () => signedOut };
}

const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

async function failureOf(work: Promise<unknown>): Promise<ApiError> {
  const outcome = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(outcome instanceof ApiError)) throw new Error(`Expected an ApiError, but got ${String(outcome)}`);
  return outcome;
}

describe('the API client', () => {
  it('leaves empty members out of the query and repeats lists', () => {
    expect(apiUrl('/tasks', { filter: 'mine', search: '', cursor: null, sort: undefined, tag: ['a', 'b&c'] })).to.equal(
      '/api/v1/tasks?filter=mine&tag=a&tag=b%26c',
    );
    expect(apiUrl('/tasks')).to.equal('/api/v1/tasks');
  });

  it('proves with a header that a writing request is its own, and only then', async () => {
    const { client, sent } = clientThatGets(() => json(200, {}));
    await client.get('/tasks');
    await client.post('/tasks/1/claim', {});
    await client.delete('/session');
    expect(sent.map(({ init }) => new Headers(init.headers).get('x-requested-with'))).to.deep.equal([null, 'lanework', 'lanework']);
  });

  it('sends a body as JSON and an idempotency key as a header', async () => {
    const { client, sent } = clientThatGets(() => json(201, { id: '1' }));
    expect(await client.post('/process-instances', { processId: 'p' }, { idempotencyKey: 'k1' })).to.deep.equal({ id: '1' });
    expect(sent[0]?.init.body).to.equal('{"processId":"p"}');
    expect(new Headers(sent[0]?.init.headers).get('idempotency-key')).to.equal('k1');
  });

  it('sends a write again under the same key when a busy server says when, and gives up after some attempts', async () => {
    const sent: Sent[] = [];
    const slept: number[] = [];
    let busy = 2;
    const client = createClient({
      fetch: (url, init) => {
        sent.push({ url, init });
        busy -= 1;
        return Promise.resolve(
          busy >= 0
            ? new Response('{"code":"TOO_BUSY"}', { status: 429, headers: { 'retry-after': '2' } })
            : new Response('{"id":"1"}', { status: 201 }),
        );
      },
      sleep: (ms) => {
        slept.push(ms);
        return Promise.resolve();
      },
    });
    expect(await client.post('/process-instances', {})).to.deep.equal({ id: '1' });
    expect(slept).to.deep.equal([2_000, 2_000]);
    const keys = sent.map(({ init }) => new Headers(init.headers).get('idempotency-key'));
    expect(keys[0]).to.match(/^[\w-]{8,}$/);
    expect(new Set(keys).size).to.equal(1);
    busy = 100;
    expect((await failureOf(client.post('/process-instances', {}))).code).to.equal('TOO_BUSY');
    expect(sent).to.have.lengthOf(7);
  });

  it('gives nothing for an answer without a body', async () => {
    const { client } = clientThatGets(() => new Response(null, { status: 204 }));
    expect(await client.put('/tasks/1/draft', { variables: {} })).to.equal(undefined);
  });

  it('throws problem details as an error with a code and the refused fields', async () => {
    const { client } = clientThatGets(() =>
      json(422, {
        title: 'Invalid',
        status: 422,
        code: 'FORM_INVALID',
        detail: 'The form is wrong.',
        errors: [{ path: 'picked', message: 'Too many.' }, 'junk'],
      }),
    );
    const error = await failureOf(client.post('/tasks/1/complete', {}));
    expect(error.code).to.equal('FORM_INVALID');
    expect(error.status).to.equal(422);
    expect(error.message).to.equal('The form is wrong.');
    expect(error.problem.errors).to.deep.equal([{ path: 'picked', message: 'Too many.' }]);
    expect(hasCode(error, 'TASK_NOT_OPEN', 'FORM_INVALID')).to.equal(true);
  });

  it('keeps the members that extend a problem', async () => {
    const { client } = clientThatGets(() => json(409, { code: 'TASK_ALREADY_CLAIMED', assignee: { id: '2', name: 'Carmen' } }));
    const error = await failureOf(client.post('/tasks/1/claim', {}));
    expect(error.problem.members['assignee']).to.deep.equal({ id: '2', name: 'Carmen' });
  });

  it('makes a problem of an answer that is none', async () => {
    const { client } = clientThatGets(() => new Response('<h1>Bad gateway</h1>', { status: 502, statusText: 'Bad Gateway' }));
    const error = await failureOf(client.get('/tasks'));
    expect([error.code, error.problem.title]).to.deep.equal(['HTTP_502', 'Bad Gateway']);
  });

  it('tells of the end of a session, but not of a wrong password', async () => {
    const ended = clientThatGets(() => json(401, { code: 'UNAUTHENTICATED' }));
    await failureOf(ended.client.get('/tasks'));
    expect(ended.signedOut()).to.equal(1);
    const wrong = clientThatGets(() => json(401, { code: 'SIGN_IN_FAILED' }));
    await failureOf(wrong.client.post('/session', {}));
    expect(wrong.signedOut()).to.equal(0);
  });

  it('tells that the server was not reached', async () => {
    const client = createClient({ fetch: () => Promise.reject(new TypeError('fetch failed')) });
    const error = await failureOf(client.get('/tasks'));
    expect([error.code, error.status]).to.deep.equal([OFFLINE, 0]);
  });

  it('lets the end of a request that nobody waits for pass as it is', async () => {
    const abort = new DOMException('stopped', 'AbortError');
    const client = createClient({ fetch: () => Promise.reject(abort) });
    expect(await client.get('/tasks').catch((error: unknown) => error)).to.equal(abort);
  });
});
