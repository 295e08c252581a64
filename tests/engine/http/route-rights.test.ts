import { expect } from 'chai';
import { ROLES, TOKEN_SCOPES } from '../../../engine/port/authenticator.ts';
import { coreRoutes } from '../../../engine/http/index.ts';
import type { Route } from '../../../engine/http/route.ts';
import {
  call,
  DEFINITION_ID,
  DRAFT_ID,
  fakeIdentity,
  INSTANCE_ID,
  PEOPLE,
  PERSON_BY_ROLE,
  startServer,
  TASK_ID,
  type TestServer,
} from './http-fixture.ts';

/** Valid bodies by route, so that a call that is let in gets as far as its handler. */
const BODIES: Readonly<Record<string, unknown>> = {
  'post /session': { login: 'eva', password: 'wrong' },
  'patch /session/user': { locale: 'es' },
  'post /session/password': { currentPassword: 'old password', newPassword: 'new password' },
  'post /users': { login: 'new', name: 'New', email: 'new@example.com', password: 'long enough' },
  'patch /users/:id': { name: 'Changed' },
  'post /groups': { id: 'night-shift', name: 'Night shift' },
  'post /api-tokens': { name: 'scanner', scopes: ['jobs'] },
  'post /deployments': { resources: [{ name: 'a.bpmn', content: '<a/>' }] },
  'post /deployments/check': { resources: [{ name: 'a.bpmn', content: '<a/>' }] },
  'post /imports': { resources: [{ name: 'a.bpmn', content: '<a/>' }] },
  'put /calendars/:name': { title: 'Office', zone: 'Europe/Prague', hours: { monday: ['09:00-17:00'] } },
  'put /retention/:processId': { days: 365 },
  'put /process-instances/:id/legal-hold': { reason: 'Lawsuit' },
  'post /drafts': { name: 'Draft', resources: [] },
  'put /drafts/:id': { name: 'Draft', resources: [], revision: 1 },
  'post /process-instances': { processId: 'order-to-cash', variables: {} },
  'put /process-instances/:id/variables': { variables: { a: 1 } },
  'post /process-instances/:id/modify': { instructions: [{ kind: 'cancel', from: { elementId: 'Check' } }] },
  'post /process-instances/:id/modify/preview': { instructions: [{ kind: 'add', place: { before: 'Check' } }] },
  'post /process-instances/:id/migrate': { definitionId: DEFINITION_ID },
  'post /process-instances/:id/migrate/preview': { definitionId: DEFINITION_ID },
  'post /migrations': { definitionId: DEFINITION_ID, instanceIds: [INSTANCE_ID] },
  'post /migrations/preview': { definitionId: DEFINITION_ID, instanceIds: [INSTANCE_ID] },
  'post /tasks/:id/assign': { userId: 'eva' },
  'put /tasks/:id/draft': { variables: {} },
  'post /tasks/:id/complete': { variables: {} },
  'post /incidents/:id/retry': {},
  'post /incidents/retry': { raisedUntil: '2026-11-26T12:00:00.000Z' },
  'post /messages': { name: 'paid' },
  'post /signals': { name: 'closing' },
  'post /conditions': { variables: { temperature: 31 } },
  'post /jobs/activate': { type: 'mail', worker: 'w1' },
  'post /jobs/:id/complete': { leaseEpoch: 1 },
  'post /jobs/:id/fail': { leaseEpoch: 1, message: 'no' },
  'post /jobs/:id/error': { leaseEpoch: 1, code: 'E' },
  'post /jobs/:id/extend': { leaseEpoch: 1, leaseMs: 5_000 },
};

const IDS_BY_RESOURCE: Readonly<Record<string, string>> = {
  users: 'eva',
  'api-tokens': DRAFT_ID,
  'process-definitions': encodeURIComponent(DEFINITION_ID),
  drafts: DRAFT_ID,
  'process-instances': INSTANCE_ID,
  tasks: TASK_ID,
  incidents: TASK_ID,
  jobs: TASK_ID,
};

function addressOf(route: Route): string {
  return route.path
    .replace(':id', IDS_BY_RESOURCE[route.tag] ?? 'x')
    .replace(':formId', 'form')
    .replace(':name', 'office')
    .replace(':processId', 'order-to-cash');
}

/** Routes whose answer never ends or that sign the caller in are checked elsewhere. */
const table = coreRoutes.filter((route) => route.path !== '/events');

describe('Rights on every route', () => {
  let server: TestServer;
  before(async () => {
    const identity = fakeIdentity();
    // Whoever sends a password that ends in these words is signed in; the row of POST /session does not.
    const signIn: typeof identity.signIn = async (login, password) => {
      const user = PEOPLE[login];
      return user === undefined || !password.endsWith(' password')
        ? { kind: 'refused' }
        : { kind: 'signedIn', sessionToken: login, expiresAt: '2999-01-01T00:00:00Z', user };
    };
    server = await startServer({ identity: { ...identity, signIn }, config: { signInAttemptsPerMinute: 1_000 } });
  });
  after(() => server.close());

  const send = (route: Route, who: { readonly as?: string; readonly token?: string }): ReturnType<typeof call> =>
    call(server, route.method.toUpperCase(), addressOf(route), {
      ...who,
      ...(route.body === null ? {} : { body: BODIES[`${route.method} ${route.path}`] ?? {} }),
    });

  it('covers a table that is not empty and has a body for every route with one', () => {
    expect(table.length).to.be.greaterThan(50);
    const without = table.filter(
      (route) => route.body !== null && !route.bodyOptional && BODIES[`${route.method} ${route.path}`] === undefined,
    );
    expect(without.map((route) => `${route.method} ${route.path}`)).to.deep.equal([]);
  });

  for (const route of table) {
    const title = `${route.method.toUpperCase()} ${route.path}`;

    it(`${title} asks for sign-in unless it is public`, async () => {
      const { status, body } = await send(route, {});
      if (route.access !== 'public') expect({ status, code: body['code'] }).to.deep.equal({ status: 401, code: 'UNAUTHENTICATED' });
      else if (route.path === '/session') expect(body['code']).to.equal('SIGN_IN_FAILED');
      else expect(status).to.equal(200);
    });

    for (const role of ROLES) {
      const { access } = route;
      if (access === 'public') continue;
      const isAllowed = access === 'signedIn' || access.includes(role);
      it(`${title} ${isAllowed ? 'lets' : 'does not let'} the role ${role} in`, async () => {
        const { status, body, text } = await send(route, { as: PERSON_BY_ROLE[role] });
        if (isAllowed) expect(status, text).to.be.within(200, 299);
        else expect({ status, code: body['code'] }).to.deep.equal({ status: 403, code: 'FORBIDDEN' });
      });
    }

    it(`${title} is open to API tokens with the scope ${route.scope} alone`, async () => {
      if (route.access === 'public') return;
      for (const scope of TOKEN_SCOPES) {
        const { status, body, text } = await send(route, { token: scope });
        if (scope !== route.scope) expect({ scope, status, code: body['code'] }).to.deep.equal({ scope, status: 403, code: 'FORBIDDEN' });
        else if (route.path.startsWith('/session')) expect(status).to.be.oneOf([204, 403]);
        else expect(status, text).to.be.within(200, 299);
      }
    });
  }

  it('logs nothing, because nothing went wrong inside', () => {
    expect(server.logged).to.deep.equal([]);
  });
});
