import { expect } from 'chai';
import { MAX_BODY_BYTES, MAX_BODY_DEPTH } from '../../../engine/http/input.ts';
import { call, type Call, DRAFT_ID, INSTANCE_ID, startServer, TASK_ID, type TestServer } from './http-fixture.ts';

/** [what is wrong, method, path, request, expected status, expected code] */
type Case = readonly [string, string, string, Call, number, string];

const as = 'ada';
const start = (body: unknown): Call => ({ as, body });
const nested = (depth: number): unknown => Array.from({ length: depth }).reduce<unknown>((inner) => ({ a: inner }), 1);
const LONG = 'x'.repeat(201);
const complete = `/tasks/${TASK_ID}/complete`;
const claim = `/tasks/${TASK_ID}/claim`;

const BODIES: readonly Case[] = [
  ['broken JSON', 'POST', '/process-instances', { as, raw: '{"processId":' }, 400, 'MALFORMED_JSON'],
  ['text that is not JSON', 'POST', '/process-instances', { as, raw: 'processId=a' }, 400, 'MALFORMED_JSON'],
  ['JSON with a comment', 'POST', '/process-instances', { as, raw: '{} // yes' }, 400, 'MALFORMED_JSON'],
  ['an empty body', 'POST', '/process-instances', { as, raw: '' }, 400, 'INPUT_INVALID'],
  ['no body', 'POST', '/process-instances', { as }, 400, 'INPUT_INVALID'],
  ['null as body', 'POST', '/process-instances', { as, raw: 'null' }, 400, 'INPUT_INVALID'],
  ['a number as body', 'POST', '/process-instances', { as, raw: '12' }, 400, 'INPUT_INVALID'],
  ['a text as body', 'POST', '/process-instances', { as, raw: '"a"' }, 400, 'INPUT_INVALID'],
  ['an array as body', 'POST', '/process-instances', { as, raw: '[]' }, 400, 'INPUT_INVALID'],
  [
    'a form as body',
    'POST',
    '/process-instances',
    { as, raw: 'a=b', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ],
  [
    'plain text as body',
    'POST',
    '/process-instances',
    { as, raw: '{}', headers: { 'Content-Type': 'text/plain' } },
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ],
  [
    'an unknown charset',
    'POST',
    '/process-instances',
    { as, raw: '{}', headers: { 'Content-Type': 'application/json; charset=klingon' } },
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ],
  [
    'an unknown encoding',
    'POST',
    '/process-instances',
    { as, raw: '{}', headers: { 'Content-Encoding': 'zip' } },
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ],
  [
    'a body that says gzip and is not',
    'POST',
    '/process-instances',
    { as, raw: '{}', headers: { 'Content-Encoding': 'gzip' } },
    400,
    'REQUEST_REFUSED',
  ],
  [
    'a body over the limit',
    'POST',
    '/process-instances',
    { as, raw: `{"processId":"a","variables":{"a":"${'x'.repeat(MAX_BODY_BYTES)}"}}` },
    413,
    'BODY_TOO_LARGE',
  ],
  [
    'nesting over the limit',
    'POST',
    '/process-instances',
    start({ processId: 'a', variables: nested(MAX_BODY_DEPTH) }),
    400,
    'BODY_TOO_DEEP',
  ],
  [
    'nesting of 100,000 levels',
    'POST',
    '/process-instances',
    { as, raw: `{"processId":"a","variables":{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}}` },
    400,
    'BODY_TOO_DEEP',
  ],
  ['a NUL in a value', 'POST', '/process-instances', { as, raw: '{"processId":"a","variables":{"a":"\\u0000"}}' }, 400, 'INPUT_INVALID'],
  ['a NUL in a name', 'POST', '/process-instances', { as, raw: '{"processId":"a","variables":{"\\u0000":1}}' }, 400, 'INPUT_INVALID'],
  [
    'a lone surrogate in a value',
    'POST',
    '/process-instances',
    { as, raw: '{"processId":"a","variables":{"a":"\\ud800"}}' },
    400,
    'INPUT_INVALID',
  ],
  [
    'a lone surrogate in a name',
    'POST',
    '/process-instances',
    { as, raw: '{"processId":"a","variables":{"\\udfff":1}}' },
    400,
    'INPUT_INVALID',
  ],
  [
    '__proto__ as a variable',
    'POST',
    '/process-instances',
    { as, raw: '{"processId":"a","variables":{"__proto__":{"admin":true}}}' },
    400,
    'INPUT_INVALID',
  ],
  [
    '__proto__ as a member',
    'POST',
    '/process-instances',
    { as, raw: '{"processId":"a","__proto__":{"variables":{}}}' },
    400,
    'INPUT_INVALID',
  ],
  ['__proto__ deep inside', 'POST', complete, { as, raw: '{"variables":{"a":[{"b":{"__proto__":1}}]}}' }, 400, 'INPUT_INVALID'],
  ['an unknown member', 'POST', '/process-instances', start({ processId: 'a', variables: {}, admin: true }), 400, 'INPUT_INVALID'],
  ['a missing member', 'POST', '/process-instances', start({ variables: {} }), 400, 'INPUT_INVALID'],
  ['a member of the wrong type', 'POST', '/process-instances', start({ processId: 7, variables: {} }), 400, 'INPUT_INVALID'],
  ['an empty process id', 'POST', '/process-instances', start({ processId: '', variables: {} }), 400, 'INPUT_INVALID'],
  ['a process id that is too long', 'POST', '/process-instances', start({ processId: LONG, variables: {} }), 400, 'INPUT_INVALID'],
  [
    'a version that is not whole',
    'POST',
    '/process-instances',
    start({ processId: 'a', version: 1.5, variables: {} }),
    400,
    'INPUT_INVALID',
  ],
  ['version 0', 'POST', '/process-instances', start({ processId: 'a', version: 0, variables: {} }), 400, 'INPUT_INVALID'],
  [
    'a version beyond integers',
    'POST',
    '/process-instances',
    start({ processId: 'a', version: 1e300, variables: {} }),
    400,
    'INPUT_INVALID',
  ],
  ['variables that are an array', 'POST', '/process-instances', start({ processId: 'a', variables: [] }), 400, 'INPUT_INVALID'],
  ['variables that are null', 'POST', '/process-instances', start({ processId: 'a', variables: null }), 400, 'INPUT_INVALID'],
  ['an empty business key', 'POST', '/process-instances', start({ processId: 'a', businessKey: '', variables: {} }), 400, 'INPUT_INVALID'],
  [
    'an idempotency key with spaces',
    'POST',
    '/process-instances',
    { ...start({ processId: 'a', variables: {} }), headers: { 'Idempotency-Key': 'a b' } },
    400,
    'INPUT_INVALID',
  ],
  [
    'an idempotency key that is too long',
    'POST',
    '/process-instances',
    { ...start({ processId: 'a', variables: {} }), headers: { 'Idempotency-Key': LONG } },
    400,
    'INPUT_INVALID',
  ],
  ['no assignee at all', 'POST', `/tasks/${TASK_ID}/assign`, start({}), 400, 'INPUT_INVALID'],
  ['an assignee nobody knows', 'POST', `/tasks/${TASK_ID}/assign`, start({ userId: 'nobody' }), 422, 'USER_UNKNOWN'],
  ['a file without a known ending', 'POST', '/deployments', start({ resources: [{ name: 'a.exe', content: 'x' }] }), 400, 'INPUT_INVALID'],
  [
    'a file with a path in its name',
    'POST',
    '/deployments',
    start({ resources: [{ name: '../a.bpmn', content: 'x' }] }),
    400,
    'INPUT_INVALID',
  ],
  ['a deployment without files', 'POST', '/deployments', start({ resources: [] }), 400, 'INPUT_INVALID'],
  [
    'a deployment of too many files',
    'POST',
    '/deployments',
    start({ resources: Array.from({ length: 101 }, (_, index) => ({ name: `${index}.bpmn`, content: 'x' })) }),
    400,
    'INPUT_INVALID',
  ],
  ['an empty file', 'POST', '/deployments', start({ resources: [{ name: 'a.bpmn', content: '' }] }), 400, 'INPUT_INVALID'],
  ['a draft without a name', 'POST', '/drafts', start({ name: '  ', resources: [] }), 400, 'INPUT_INVALID'],
  ['a draft revision that is text', 'PUT', `/drafts/${DRAFT_ID}`, start({ name: 'a', resources: [], revision: '3' }), 400, 'INPUT_INVALID'],
  [
    'a login in capitals',
    'POST',
    '/users',
    start({ login: 'Eva', name: 'Eva', email: 'eva@example.com', password: 'long enough' }),
    400,
    'INPUT_INVALID',
  ],
  [
    'a password that is too short',
    'POST',
    '/users',
    start({ login: 'eva', name: 'Eva', email: 'eva@example.com', password: 'short' }),
    400,
    'INPUT_INVALID',
  ],
  [
    'an e-mail address that is none',
    'POST',
    '/users',
    start({ login: 'eva', name: 'Eva', email: 'eva', password: 'long enough' }),
    400,
    'INPUT_INVALID',
  ],
  ['a role that does not exist', 'PATCH', '/users/eva', start({ roles: ['root'] }), 400, 'INPUT_INVALID'],
  ['a language that does not exist', 'PATCH', '/session/user', start({ locale: 'tlh' }), 400, 'INPUT_INVALID'],
  ['roles of his own', 'PATCH', '/session/user', { as: 'eva', body: { roles: ['admin'] } }, 400, 'INPUT_INVALID'],
  ['a token without scopes', 'POST', '/api-tokens', start({ name: 'a', scopes: [] }), 400, 'INPUT_INVALID'],
  ['a token scope that does not exist', 'POST', '/api-tokens', start({ name: 'a', scopes: ['all'] }), 400, 'INPUT_INVALID'],
  [
    'a token that expires some day',
    'POST',
    '/api-tokens',
    start({ name: 'a', scopes: ['read'], expiresAt: 'some day' }),
    400,
    'INPUT_INVALID',
  ],
  ['0 retries', 'POST', `/incidents/${TASK_ID}/retry`, start({ retries: 0 }), 400, 'INPUT_INVALID'],
  ['a message without a name', 'POST', '/messages', start({ variables: {} }), 400, 'INPUT_INVALID'],
  ['a negative time to live', 'POST', '/messages', start({ name: 'a', timeToLiveMs: -1 }), 400, 'INPUT_INVALID'],
  ['too many jobs at once', 'POST', '/jobs/activate', start({ type: 'a', worker: 'w', maxJobs: 1_000 }), 400, 'INPUT_INVALID'],
  ['a lease of no time', 'POST', '/jobs/activate', start({ type: 'a', worker: 'w', leaseMs: 0 }), 400, 'INPUT_INVALID'],
  ['a wait without end', 'POST', '/jobs/activate', start({ type: 'a', worker: 'w', waitMs: 1e9 }), 400, 'INPUT_INVALID'],
  ['a job result without its lease', 'POST', `/jobs/${TASK_ID}/complete`, start({ variables: {} }), 400, 'INPUT_INVALID'],
  ['a password that is an object', 'POST', '/session', { body: { login: 'eva', password: { $ne: '' } } }, 400, 'INPUT_INVALID'],
  ['a password that is too long', 'POST', '/session', { body: { login: 'eva', password: 'x'.repeat(257) } }, 400, 'INPUT_INVALID'],
  [
    'a scope that is no number',
    'PUT',
    `/process-instances/${INSTANCE_ID}/variables`,
    start({ scopeId: '1; drop', variables: {} }),
    400,
    'INPUT_INVALID',
  ],
];

const ADDRESSES: readonly Case[] = [
  ['a task id that is none', 'GET', '/tasks/7', { as }, 400, 'INPUT_INVALID'],
  ['a task id with SQL in it', 'GET', `/tasks/${encodeURIComponent("' or 1=1 --")}`, { as }, 400, 'INPUT_INVALID'],
  ['a NUL in the path', 'GET', '/process-definitions/%00', { as }, 400, 'INPUT_INVALID'],
  ['broken percent-encoding', 'GET', '/process-definitions/%E0%A4%A', { as }, 400, 'INPUT_INVALID'],
  ['an instance id that is none', 'GET', '/process-instances/abc', { as }, 400, 'INPUT_INVALID'],
  ['an instance id in capitals', 'GET', `/process-instances/${INSTANCE_ID.toUpperCase()}`, { as }, 400, 'INPUT_INVALID'],
  ['a draft id that is none', 'GET', '/drafts/1', { as }, 400, 'INPUT_INVALID'],
  ['a login that cannot be', 'PATCH', '/users/..%2Fadmin', start({ name: 'a' }), 400, 'INPUT_INVALID'],
  ['a limit of 0', 'GET', '/tasks?limit=0', { as }, 400, 'INPUT_INVALID'],
  ['a limit beyond the most', 'GET', '/tasks?limit=201', { as }, 400, 'INPUT_INVALID'],
  ['a limit that is no number', 'GET', '/tasks?limit=many', { as }, 400, 'INPUT_INVALID'],
  ['a limit given twice', 'GET', '/tasks?limit=1&limit=2', { as }, 400, 'INPUT_INVALID'],
  ['a filter that does not exist', 'GET', '/tasks?filter=hers', { as }, 400, 'INPUT_INVALID'],
  ['a sort field that does not exist', 'GET', '/tasks?sort=password', { as }, 400, 'INPUT_INVALID'],
  ['SQL as a sort field', 'GET', `/tasks?sort=${encodeURIComponent('name; drop table task')}`, { as }, 400, 'INPUT_INVALID'],
  ['an unknown parameter', 'GET', '/tasks?assignee=bob', { as }, 400, 'INPUT_INVALID'],
  ['__proto__ as a parameter', 'GET', '/tasks?__proto__=1', { as }, 400, 'INPUT_INVALID'],
  ['a NUL in a parameter', 'GET', '/tasks?search=%00', { as }, 400, 'INPUT_INVALID'],
  ['a flag that is neither true nor false', 'GET', '/process-instances?hasIncidents=1', { as }, 400, 'INPUT_INVALID'],
  ['a status that does not exist', 'GET', '/process-instances?status=lost', { as }, 400, 'INPUT_INVALID'],
  ['a search that is too long', 'GET', `/tasks?search=${LONG}`, { as }, 400, 'INPUT_INVALID'],
  ['a path that does not exist', 'GET', '/secrets', { as }, 404, 'NOT_FOUND'],
  ['a path in capitals', 'GET', '/TASKS', { as }, 404, 'NOT_FOUND'],
  ['a method that the path does not have', 'DELETE', '/tasks', { as }, 405, 'METHOD_NOT_ALLOWED'],
  ['a change without the header of our own', 'POST', claim, { as, headers: { 'X-Requested-With': '' } }, 403, 'CSRF_HEADER_MISSING'],
  [
    'a change with the header of another library',
    'POST',
    claim,
    { as, headers: { 'X-Requested-With': 'XMLHttpRequest' } },
    403,
    'CSRF_HEADER_MISSING',
  ],
  [
    'a sign-in without the header of our own',
    'POST',
    '/session',
    { body: { login: 'a', password: 'b' }, headers: { 'X-Requested-With': '' } },
    403,
    'CSRF_HEADER_MISSING',
  ],
  ['a session nobody has', 'GET', '/tasks', { as: 'mallory' }, 401, 'UNAUTHENTICATED'],
  ['a bearer token nobody has', 'GET', '/tasks', { token: 'mallory' }, 401, 'UNAUTHENTICATED'],
  ['a wrong bearer token beside a good session', 'GET', '/tasks', { as, token: 'mallory' }, 401, 'UNAUTHENTICATED'],
  ['a cookie that is too long', 'GET', '/tasks', { as: 'x'.repeat(2_000) }, 401, 'UNAUTHENTICATED'],
];

const CASES = [...BODIES, ...ADDRESSES];

describe('Bad input', () => {
  let server: TestServer;
  before(async () => {
    server = await startServer();
  });
  after(() => server.close());

  it('is tried in at least 60 ways', () => {
    expect(CASES.length).to.be.at.least(60);
  });

  for (const [what, method, path, request, status, code] of CASES) {
    it(`answers ${status} ${code} to ${what}: ${method} ${path.slice(0, 60)}`, async () => {
      const answer = await call(server, method, path, request);
      expect({ status: answer.status, code: answer.body['code'] }, answer.text).to.deep.equal({ status, code });
      expect(answer.headers.get('content-type')).to.match(/^application\/problem\+json/u);
      expect(answer.body).to.include.keys('type', 'title', 'status', 'detail');
      expect(answer.text).not.to.match(/node_modules|\.ts:\d|at \w+ \(/u);
    });
  }

  it('names the wrong field', async () => {
    const { body } = await call(server, 'POST', '/process-instances', start({ processId: 'a', version: 'two', variables: {} }));
    expect(body['errors']).to.deep.equal([{ path: 'version', message: 'Invalid input: expected number, received string' }]);
  });

  it('takes bodies at the limit of depth', async () => {
    expect(
      (await call(server, 'POST', '/process-instances', start({ processId: 'a', variables: nested(MAX_BODY_DEPTH - 2) }))).status,
    ).to.equal(201);
  });

  it('never answers with an error of its own, and logs nothing', () => {
    expect(server.logged).to.deep.equal([]);
  });
});
