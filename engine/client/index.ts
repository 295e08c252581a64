import { createSend, type ClientOptions, type RequestOptions } from './request.ts';
import type {
  ActivateRequest,
  CompleteRequest,
  Deployment,
  DeploymentRequest,
  ErrorRequest,
  Extended,
  ExtendRequest,
  FailRequest,
  Incident,
  IncidentQuery,
  InstanceQuery,
  InstanceRow,
  Job,
  MessageAnswer,
  MessageRequest,
  Outcome,
  Page,
  ProcessInstance,
  SignalAnswer,
  SignalRequest,
  StartRequest,
  Task,
  TaskDetail,
  TaskQuery,
  Variables,
} from './types.ts';
import { startWorker, type RunningWorker, type WorkerOptions } from './worker.ts';

export { ApiError, BpmnError, JobFailure, NoAnswerError } from './errors.ts';
export type { ClientOptions } from './request.ts';
export type * from './types.ts';
export type { JobContext, JobHandler, RunningWorker, WorkerOptions } from './worker.ts';

type CallOptions = Pick<RequestOptions, 'idempotencyKey' | 'signal'>;

/**
 * The API as typed functions. Every write carries an idempotency key, so that it may be repeated, and is: after connection failures and
 * transient refusals, with back-off, as long as the server asks. Refusals are ApiErrors with the stable code of the API.
 */
export interface Client {
  deploy(request: DeploymentRequest, options?: CallOptions): Promise<Deployment>;
  startProcess(request: StartRequest, options?: CallOptions): Promise<Outcome>;
  getProcessInstance(id: string, options?: CallOptions): Promise<ProcessInstance>;
  listProcessInstances(query?: InstanceQuery, options?: CallOptions): Promise<Page<InstanceRow>>;
  cancelProcessInstance(id: string, options?: CallOptions): Promise<Outcome>;
  setVariables(id: string, variables: Variables, options?: CallOptions): Promise<Outcome>;
  correlateMessage(request: MessageRequest, options?: CallOptions): Promise<MessageAnswer>;
  broadcastSignal(request: SignalRequest, options?: CallOptions): Promise<SignalAnswer>;
  listTasks(query?: TaskQuery, options?: CallOptions): Promise<Page<Task>>;
  getTask(id: string, options?: CallOptions): Promise<TaskDetail>;
  completeTask(id: string, variables?: Variables, options?: CallOptions): Promise<Outcome>;
  listIncidents(query?: IncidentQuery, options?: CallOptions): Promise<Page<Incident>>;
  retryIncident(id: string, retries?: number, options?: CallOptions): Promise<Outcome>;
  activateJobs(request: ActivateRequest, options?: CallOptions): Promise<readonly Job[]>;
  completeJob(id: string, request: CompleteRequest, options?: CallOptions): Promise<Outcome>;
  failJob(id: string, request: FailRequest, options?: CallOptions): Promise<Outcome>;
  throwJobError(id: string, request: ErrorRequest, options?: CallOptions): Promise<Outcome>;
  extendJob(id: string, request: ExtendRequest, options?: CallOptions): Promise<Extended>;
  /** Takes jobs of one type or several, and performs them until it is stopped. */
  worker(options: WorkerOptions): RunningWorker;
}

export function createClient(options: ClientOptions): Client {
  const send = createSend(options);
  const get = <Answer>(path: string, query: object | undefined, call: CallOptions = {}) =>
    send<Answer>('GET', path, { ...call, ...(query === undefined ? {} : { query }) });
  const post = <Answer>(path: string, body: object | undefined, call: CallOptions = {}) =>
    send<Answer>('POST', path, { ...call, ...(body === undefined ? {} : { body }) });
  const client: Client = {
    deploy: (request, call) => post('/deployments', request, call),
    startProcess: (request, call) => post('/process-instances', request, call),
    getProcessInstance: (id, call) => get(`/process-instances/${id}`, undefined, call),
    listProcessInstances: (query, call) => get('/process-instances', query, call),
    cancelProcessInstance: (id, call) => post(`/process-instances/${id}/cancel`, undefined, call),
    setVariables: (id, variables, call) => send('PUT', `/process-instances/${id}/variables`, { ...call, body: { variables } }),
    correlateMessage: (request, call) => post('/messages', request, call),
    broadcastSignal: (request, call) => post('/signals', request, call),
    listTasks: (query, call) => get('/tasks', query, call),
    getTask: (id, call) => get(`/tasks/${id}`, undefined, call),
    completeTask: (id, variables = {}, call = {}) => post(`/tasks/${id}/complete`, { variables }, call),
    listIncidents: (query, call) => get('/incidents', query, call),
    retryIncident: (id, retries = 1, call = {}) => post(`/incidents/${id}/retry`, { retries }, call),
    activateJobs: async (request, call = {}) => {
      const wait = request.waitMs === undefined ? {} : { waitMs: request.waitMs };
      return (await send<{ readonly jobs: readonly Job[] }>('POST', '/jobs/activate', { ...call, ...wait, body: request })).jobs;
    },
    completeJob: (id, request, call) => post(`/jobs/${id}/complete`, request, call),
    failJob: (id, request, call) => post(`/jobs/${id}/fail`, request, call),
    throwJobError: (id, request, call) => post(`/jobs/${id}/error`, request, call),
    extendJob: (id, request, call) => post(`/jobs/${id}/extend`, request, call),
    worker: (worker) => startWorker(client, worker),
  };
  return client;
}
