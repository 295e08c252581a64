import type { CalendarStore } from '../../../engine/port/calendar-store.ts';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttpApp, type HttpAppOptions, type HttpConfig } from '../../../engine/http/index.ts';
import { importBpmn } from '../../../engine/parse/index.ts';
import type { Authentication, Authenticator, Role, TokenScope, User } from '../../../engine/port/authenticator.ts';
import { createLocalChangeFeed } from '../../../engine/port/change-feed.ts';
import type { DraftStore, DraftWithResources } from '../../../engine/port/draft-store.ts';
import type { Engine, StepResult } from '../../../engine/port/engine.ts';
import type { RequestLog } from '../../../engine/port/request-log.ts';
import type { SystemState } from '../../../engine/port/node-store.ts';
import { NO_METER } from '../../../engine/port/telemetry.ts';
import { NO_TRACER } from '../../../engine/port/tracer.ts';
import type { DefinitionRow, InstanceDetailRow, IncidentRow, Queries, TaskDetailRow } from '../../../engine/port/queries.ts';
import type { RetentionStore } from '../../../engine/port/retention-store.ts';

export const INSTANCE_ID = '0199aaaa-0000-7000-8000-000000000001';
export const TASK_ID = `${INSTANCE_ID}.7`;
export const DRAFT_ID = '0199bbbb-0000-7000-8000-000000000002';
export const DEFINITION_ID = 'order-to-cash:1';

/** People of the tests by login; the session token of each is his login. */
export const PEOPLE: Readonly<Record<string, User>> = Object.fromEntries(
  (
    [
      ['ada', ['admin'], []],
      ['ana', ['analyst'], ['sales']],
      ['max', ['manager'], []],
      ['eva', ['employee'], ['sales']],
      ['bob', ['employee'], ['warehouse']],
    ] as const
  ).map(([id, roles, groups]): [string, User] => [
    id,
    { id, login: id, name: `Name of ${id}`, email: `${id}@example.com`, roles, groups, locale: 'en', active: true },
  ]),
);

/** One person for each role. */
export const PERSON_BY_ROLE: Readonly<Record<Role, string>> = { admin: 'ada', analyst: 'ana', manager: 'max', employee: 'eva' };

export function authenticationOf(user: User): Authentication {
  return { actor: { kind: 'user', id: user.id, name: user.name, roles: user.roles, groups: user.groups }, user, scopes: null };
}

/** The API token `<scope>+<scope>` has these scopes. */
function tokenAuthentication(text: string): Authentication | null {
  const scopes = text.split('+').filter((scope): scope is TokenScope => ['read', 'write', 'jobs', 'deploy', 'admin'].includes(scope));
  return scopes.length === 0
    ? null
    : { actor: { kind: 'token', id: 'token:1', name: 'Machine', roles: ['manager'], groups: [] }, user: null, scopes };
}

export const TASK: TaskDetailRow = {
  id: TASK_ID,
  name: 'Approve discount',
  elementId: 'approve',
  processInstanceId: INSTANCE_ID,
  rootInstanceId: INSTANCE_ID,
  processId: 'order-to-cash',
  processName: 'Order to cash',
  definitionId: DEFINITION_ID,
  businessKey: 'SO-1',
  assignee: null,
  candidateGroups: ['sales'],
  candidateUsers: [],
  createdAt: '2026-11-21T10:00:00.000Z',
  dueAt: null,
  priority: 50,
  status: 'open',
  completedAt: null,
  completedBy: null,
  formId: null,
  instructions: 'Look at the margin.',
  form: null,
  variables: { total: '12.50' },
  draft: null,
};
export const DEFINITION: DefinitionRow = {
  id: DEFINITION_ID,
  processId: 'order-to-cash',
  name: 'Order to cash',
  version: 1,
  versionTag: null,
  deployedAt: '2026-11-21T09:00:00.000Z',
  deployedBy: { id: 'ana', name: 'Name of ana' },
  note: null,
  active: 1,
  incidents: 0,
  documentation: null,
  startFormId: null,
  candidateStarterGroups: [],
};
export const INSTANCE: InstanceDetailRow = {
  id: INSTANCE_ID,
  definitionId: DEFINITION_ID,
  processId: 'order-to-cash',
  processName: 'Order to cash',
  version: 1,
  businessKey: 'SO-1',
  status: 'active',
  startedAt: '2026-11-21T10:00:00.000Z',
  endedAt: null,
  startedBy: { id: 'eva', name: 'Name of eva' },
  rootInstanceId: INSTANCE_ID,
  callerInstanceId: null,
  incidents: 0,
  elements: { approve: { active: 1, completed: 0, cancelled: 0, incidents: 0 } },
  flows: { flow1: 1 },
  children: [],
  caller: null,
};
export const INCIDENT: IncidentRow = {
  id: TASK_ID,
  instanceId: INSTANCE_ID,
  processId: 'order-to-cash',
  processName: 'Order to cash',
  elementId: 'approve',
  elementName: 'Approve',
  code: 'JOB_FAILED',
  message: 'Expected a reply, but there was none.',
  raisedAt: '2026-11-21T10:00:00.000Z',
  resolvedAt: null,
  jobId: null,
};
export const DRAFT: DraftWithResources = {
  id: DRAFT_ID,
  name: 'Draft',
  processId: null,
  basedOnDefinitionId: null,
  updatedAt: '2026-11-21T10:00:00.000Z',
  updatedBy: { id: 'ana', name: 'Name of ana' },
  revision: 3,
  resources: [],
};
export const STEP: StepResult = {
  instanceId: INSTANCE_ID,
  status: 'active',
  rootStatus: 'active',
  performed: [],
  openedTaskIds: [],
  incidentIds: [],
};

/** An engine that does nothing and says it did. */
export function fakeEngine(change: Partial<Engine> = {}): Engine {
  const step = async (): Promise<StepResult> => STEP;
  return {
    deploy: async () => ({ kind: 'deployed', deploymentId: DRAFT_ID, definitions: [], findings: [] }),
    check: async () => [],
    startProcess: step,
    completeTask: step,
    assignTask: step,
    correlateMessage: async () => ({ result: 'buffered', step: null }),
    startByConditions: async () => [],
    broadcastSignal: async () => ({ instances: 0 }),
    setVariables: step,
    resolveIncident: step,
    cancelInstance: step,
    suspendInstance: step,
    resumeInstance: step,
    modifyInstance: step,
    previewModification: async () => ({ problems: [], entered: [], cancelled: [], status: 'active' }),
    migrateInstance: step,
    previewMigration: async () => ({ mapping: {}, problems: [], changes: [] }),
    migrateInstances: async () => [],
    previewMigrations: async () => [],
    activateJobs: async () => [],
    giveBackJobs: async () => undefined,
    completeJob: step,
    failJob: step,
    throwJobError: step,
    extendJob: async () => ({ leasedUntil: '2026-11-21T10:00:00.000Z' }),
    ...change,
  };
}

/** A read side with one of everything, visible to everybody. */
export function fakeQueries(change: Partial<Queries> = {}): Queries {
  const page = { items: [], nextCursor: null };
  return {
    tasks: async () => ({ items: [TASK], nextCursor: null, total: 1 }),
    taskCounts: async () => ({ mine: 0, groups: 1, unassigned: 1, overdue: 0, all: 1, countedUpTo: 1_000 }),
    task: async () => TASK,
    taskRow: async () => TASK,
    tasksByIds: async () => [{ ...TASK, isVisible: true }],
    saveTaskDraft: async () => undefined,
    definitions: async () => [DEFINITION],
    definition: async () => DEFINITION,
    definitionToStart: async () => DEFINITION,
    definitionXml: async () => '<definitions/>',
    form: async () => ({ components: [] }),
    statistics: async () => ({ elements: {}, flows: {}, sample: { instances: 0, isComplete: true } }),
    instances: async () => page,
    instance: async () => INSTANCE,
    variables: async () => [],
    activities: async () => [],
    tokens: async () => ({ elementInstances: [], tokens: [] }),
    journal: async () => page,
    incidents: async () => page,
    incidentsByIds: async () => [INCIDENT],
    incident: async () => ({ ...INCIDENT, resolvedBy: null, job: null, failures: [], variables: {} }),
    overview: async () => ({ processes: [], totals: { running: 0, incidents: 0, overdueTasks: 0, finishedToday: 0 }, perDay: [] }),
    visibleAmong: async (_viewer, ids) => ({ taskIds: new Set(ids.taskIds), instanceIds: new Set(ids.instanceIds) }),
    ...change,
  };
}

export function fakeDrafts(change: Partial<DraftStore> = {}): DraftStore {
  return {
    list: async () => [DRAFT],
    get: async () => DRAFT,
    create: async () => DRAFT,
    save: async () => ({ kind: 'saved', draft: DRAFT }),
    remove: async () => true,
    ...change,
  };
}

/** Identity of the people above. */
export function fakeIdentity(change: Partial<Authenticator> = {}): Authenticator {
  const somebody = PEOPLE['eva'];
  if (somebody === undefined) throw new Error('Expected eva among the people.');
  return {
    signIn: async () => ({ kind: 'refused' }),
    signOut: async () => undefined,
    signOutEverywhere: async () => undefined,
    authenticateSession: async (token) => {
      const user = PEOPLE[token];
      return user === undefined ? null : authenticationOf(user);
    },
    authenticateToken: async (token) => tokenAuthentication(token),
    users: async () => Object.values(PEOPLE),
    groups: async () => [{ id: 'sales', name: 'Sales' }],
    namesOf: async (ids) =>
      new Map(
        ids.flatMap((id): [string, string][] => {
          const user = PEOPLE[id];
          return user === undefined ? [] : [[id, user.name]];
        }),
      ),
    createUser: async () => somebody,
    createGroup: async (group) => group,
    updateUser: async () => somebody,
    createApiToken: async () => ({ id: DRAFT_ID, token: 'lanework_x' }),
    apiTokens: async () => [],
    revokeApiToken: async () => undefined,
    demoPeople: async () => [],
    ...change,
  };
}

/** Calendars that are kept nowhere. */
export function fakeCalendars(change: Partial<CalendarStore> = {}): CalendarStore {
  return {
    all: async () => [],
    save: async (entry, actor) => ({
      ...entry,
      updatedAt: '2026-11-21T10:00:00.000Z',
      updatedBy: { id: actor.id, name: actor.name },
    }),
    remove: async () => 'removed',
    ...change,
  };
}

/** Requests that are all new. */
const NEW_REQUESTS: RequestLog = {
  begin: async () => ({ kind: 'claimed', epoch: 1 }),
  takeOver: async () => null,
  answer: async () => true,
  release: async () => undefined,
  abandon: async () => undefined,
};

/** A system of which nobody knows anything yet. */
const SYSTEM: SystemState = {
  at: '2026-11-21T10:00:00.000Z',
  load: null,
  points: [],
  nodes: [],
  database: { sizeBytes: 1, connections: 1, maxConnections: 100, oldestTransactionMs: null, tables: [] },
  slowest: [],
};
export function fakeRetention(change: Partial<RetentionStore> = {}): RetentionStore {
  return {
    every: async () => ({ isInherited: false, days: null }),
    processes: async () => [],
    changes: async () => [],
    removals: async () => [],
    set: async () => true,
    holdOf: async () => null,
    hold: async () => 'held',
    release: async () => true,
    ...change,
  };
}

export interface TestServer {
  readonly url: string;
  /** What was logged as an error, newest last. */
  readonly logged: string[];
  close(): Promise<void>;
}

export type TestOptions = Partial<Omit<HttpAppOptions, 'config'>> & { readonly config?: Partial<HttpConfig> };

/** Serves the application on a free port of this machine; every port that is not given is a fake. */
export async function startServer(options: TestOptions = {}): Promise<TestServer> {
  const logged: string[] = [];
  const app = createHttpApp({
    engine: fakeEngine(),
    queries: fakeQueries(),
    drafts: fakeDrafts(),
    calendars: fakeCalendars(),
    retention: fakeRetention(),
    identity: fakeIdentity(),
    requests: NEW_REQUESTS,
    pressure: { excess: () => null },
    modules: [],
    moduleServices: null,
    designerDist: null,
    changeFeed: createLocalChangeFeed(),
    evaluateFeel: async () => undefined,
    importDiagram: importBpmn,
    nodes: { system: async () => SYSTEM },
    health: { hasStarted: () => true, look: async () => ({ status: 'ok', checks: [] }) },
    metrics: { contentType: 'text/plain', text: async () => '' },
    meter: NO_METER,
    tracer: NO_TRACER,
    logger: { info: () => undefined, error: (details, message) => logged.push(`${message} ${JSON.stringify(details, errorsAsText)}`) },
    ...options,
    config: { version: '0.0.0-test', demo: false, trustedProxies: 0, checksAnswers: true, ...options.config },
  });
  const server = await new Promise<Server>((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  // A server that listens on a TCP port has an address with a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    logged,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function errorsAsText(_key: string, value: unknown): unknown {
  return value instanceof Error ? `${value.name}: ${value.message}` : value;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Record<string, unknown>;
}
export interface Call {
  readonly as?: string;
  readonly token?: string;
  readonly body?: unknown;
  readonly raw?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a request the way the browser application does. */
export async function call(
  server: TestServer,
  method: string,
  path: string,
  { as, token, body, raw, headers = {} }: Call = {},
): Promise<Answer> {
  const content = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: {
      'X-Requested-With': 'lanework',
      ...(as === undefined ? {} : { Cookie: `lanework=${as}` }),
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...(content === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(content === undefined ? {} : { body: content }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: parseObject(text) };
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    // Not a null and not an array: members of a JSON object.
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
