import { z } from 'zod';
import { INSTANCE_SORT_FIELDS, TASK_FILTERS, TASK_SORT_FIELDS } from '../../port/queries.ts';
import {
  businessKey,
  flag,
  instant,
  jsonObject,
  jsonValue,
  name,
  nullableInstant,
  nullablePerson,
  pageQuery,
  person,
  searchText,
  sortParameter,
  strings,
  uuid,
} from './common.ts';
import { elementCount } from './definition.ts';

const definitionId = z.string().min(1).max(400);
const instanceStatus = z.enum(['active', 'suspended', 'completed', 'terminated', 'cancelled']);
const count = z.number().int();

export const task = z
  .object({
    id: z.string(),
    name: z.string(),
    elementId: z.string(),
    processInstanceId: z.string(),
    rootInstanceId: z.string(),
    processId: z.string(),
    processName: z.string().nullable(),
    definitionId: z.string(),
    businessKey: z.string().nullable(),
    assignee: nullablePerson,
    candidateGroups: strings,
    candidateUsers: strings,
    createdAt: instant,
    dueAt: nullableInstant,
    priority: count,
    status: z.enum(['open', 'completed', 'cancelled']),
    completedAt: nullableInstant,
    completedBy: nullablePerson,
    formId: z.string().nullable(),
    canClaim: z.boolean(),
    canComplete: z.boolean(),
  })
  .readonly()
  .meta({ id: 'Task' });
export const taskDetail = z
  .object({
    ...task.unwrap().shape,
    instructions: z.string().nullable(),
    form: jsonObject.nullable(),
    variables: jsonObject,
    draft: jsonObject.nullable(),
  })
  .readonly()
  .meta({ id: 'TaskDetail' });
export const taskQuery = z.strictObject({
  ...pageQuery,
  filter: z.enum(TASK_FILTERS).default('all'),
  status: z.enum(['open', 'completed', 'cancelled']).default('open'),
  processId: name.optional(),
  processInstanceId: uuid.optional(),
  businessKey: businessKey.optional(),
  search: searchText.optional(),
  sort: sortParameter(TASK_SORT_FIELDS, 'dueAt'),
});
export const taskCounts = z
  .object({
    mine: count,
    groups: count,
    unassigned: count,
    overdue: count,
    all: count,
    countedUpTo: count.describe('A count that is this high stands for as many or more.'),
  })
  .readonly();
export const variablesBody = z.strictObject({ variables: jsonObject });
export const completeBody = z.strictObject({ variables: jsonObject.default({}) });
export const assignBody = z.strictObject({ userId: z.string().min(1).max(64).nullable() });

const localized = z
  .object({
    en: z.string(),
    es: z.string().exactOptional(),
    cs: z.string().exactOptional(),
    ru: z.string().exactOptional(),
    ka: z.string().exactOptional(),
  })
  .readonly();
export const outcome = z
  .object({
    instanceId: z.string(),
    status: instanceStatus,
    rootStatus: instanceStatus,
    performed: z
      .array(
        z
          .object({
            instanceId: z.string(),
            elementId: z.string(),
            elementName: z.string().nullable(),
            work: z.string(),
            title: localized.nullable(),
            outcome: z.enum(['completed', 'error', 'failed']),
            output: jsonObject,
            errorCode: z.string().nullable(),
            message: z.string().nullable(),
          })
          .readonly(),
      )
      .readonly(),
    nextTasks: z.array(task).readonly(),
    otherTasks: z.array(z.object({ name: z.string(), assignee: nullablePerson, candidateGroups: strings }).readonly()).readonly(),
    incidents: z
      .array(
        z
          .object({ id: z.string(), elementId: z.string(), elementName: z.string().nullable(), code: z.string(), message: z.string() })
          .readonly(),
      )
      .readonly(),
  })
  .readonly()
  .meta({ id: 'Outcome' });

export const instance = z
  .object({
    id: z.string(),
    definitionId: z.string(),
    processId: z.string(),
    processName: z.string().nullable(),
    version: count,
    businessKey: z.string().nullable(),
    status: instanceStatus,
    startedAt: instant,
    endedAt: nullableInstant,
    startedBy: nullablePerson,
    rootInstanceId: z.string(),
    callerInstanceId: z.string().nullable(),
    incidents: count,
  })
  .readonly()
  .meta({ id: 'ProcessInstance' });
export const instanceDetail = z
  .object({
    ...instance.unwrap().shape,
    elements: z.record(z.string(), elementCount).readonly(),
    flows: z.record(z.string(), count).readonly(),
    children: z.array(instance).readonly(),
    caller: instance.nullable(),
  })
  .readonly()
  .meta({ id: 'ProcessInstanceDetail' });
export const instanceQuery = z.strictObject({
  ...pageQuery,
  processId: name.optional(),
  definitionId: definitionId.optional(),
  status: instanceStatus.optional(),
  businessKey: businessKey.optional(),
  elementId: name.optional(),
  hasIncidents: flag.optional(),
  search: searchText.optional(),
  sort: sortParameter(INSTANCE_SORT_FIELDS, '-startedAt'),
});
export const startBody = z.strictObject({
  processId: name,
  version: z.number().int().min(1).max(1_000_000).exactOptional(),
  businessKey: businessKey.exactOptional(),
  variables: jsonObject.default({}),
});
export const variable = z.object({ scopeId: z.string(), scopeElementId: z.string(), name: z.string(), value: jsonValue }).readonly();
export const setVariablesBody = z.strictObject({
  scopeId: z
    .string()
    .regex(/^\d{1,12}$/u)
    .optional(),
  variables: jsonObject,
});
export const activity = z
  .object({
    elementInstanceId: z.string(),
    elementId: z.string(),
    elementName: z.string().nullable(),
    kind: z.string(),
    startedAt: instant,
    endedAt: nullableInstant,
    status: z.enum(['active', 'completed', 'cancelled']),
    by: nullablePerson,
  })
  .readonly();
export const journalEntry = z
  .object({
    sequence: count,
    at: instant,
    command: jsonObject,
    actor: person,
    records: z.array(jsonObject).readonly(),
    hash: z.string(),
  })
  .readonly();
export const journalQuery = z.strictObject(pageQuery);

export const incident = z
  .object({
    id: z.string(),
    instanceId: z.string(),
    processId: z.string(),
    processName: z.string().nullable(),
    elementId: z.string(),
    elementName: z.string().nullable(),
    code: z.string(),
    message: z.string(),
    raisedAt: instant,
    resolvedAt: nullableInstant,
    jobId: z.string().nullable(),
  })
  .readonly()
  .meta({ id: 'Incident' });
export const incidentDetail = incident
  .unwrap()
  .extend({
    resolvedBy: z.string().nullable(),
    job: z
      .object({
        work: z.string(),
        type: z.string(),
        attempts: count,
        failures: count,
        retriesLeft: z.number().int(),
        worker: z.string().nullable(),
        leasedUntil: nullableInstant,
        lastError: z.string().nullable(),
      })
      .nullable(),
    failures: z.array(z.object({ at: instant, message: z.string() })).readonly(),
    variables: jsonObject,
  })
  .readonly();
const incidentFilter = { processId: name.optional(), elementId: name.optional(), code: name.optional() };
export const incidentQuery = z.strictObject({ ...pageQuery, ...incidentFilter, status: z.enum(['open', 'resolved']).optional() });
export const retryManyBody = z.strictObject({
  ...incidentFilter,
  raisedUntil: z.iso
    .datetime()
    .describe('Incidents that were raised later stay: without it, one that fails again would be tried for ever.'),
  retries: z.number().int().min(1).max(100).default(1),
  /** Of the answer before; the next call goes on after it. */
  cursor: pageQuery.cursor,
});
export const retryManyAnswer = z
  .object({
    results: z
      .array(z.object({ incidentId: z.string(), result: z.enum(['resolved', 'failedAgain', 'refused']), message: z.string().nullable() }))
      .readonly(),
    nextCursor: z.string().nullable(),
  })
  .readonly();
export const retryBody = z.strictObject({ retries: z.number().int().min(1).max(100).default(1) });

export const messageBody = z.strictObject({
  name,
  correlationKey: name.exactOptional(),
  variables: jsonObject.default({}),
  timeToLiveMs: z.number().int().min(0).max(31_536_000_000).exactOptional(),
});
export const messageAnswer = z.object({ result: z.enum(['correlated', 'started', 'collected', 'buffered']) }).readonly();
export const conditionsBody = z.strictObject({ variables: jsonObject.default({}), businessKey: businessKey.exactOptional() });
export const conditionsAnswer = z.object({ started: z.array(outcome).readonly() }).readonly();
export const signalBody = z.strictObject({ name, variables: jsonObject.default({}) });
export const signalAnswer = z.object({ instances: count }).readonly();

const leaseMs = z.number().int().min(1_000).max(86_400_000);
const leaseEpoch = z.number().int().min(0).max(2_147_483_647);
/** Job types of one waiting call, and variables that it asks for. */
const MAX_TYPES = 50;
const MAX_FETCHED_VARIABLES = 500;
export const activateBody = z.strictObject({
  type: z.union([name, z.array(name).min(1).max(MAX_TYPES)]),
  worker: name,
  maxJobs: z.number().int().min(1).max(100).default(1),
  leaseMs: leaseMs.default(60_000),
  waitMs: z.number().int().min(0).max(30_000).default(0),
  fetchVariables: z.array(name).max(MAX_FETCHED_VARIABLES).exactOptional(),
});
export const activateAnswer = z
  .object({
    jobs: z
      .array(
        z
          .object({
            id: z.string(),
            type: z.string(),
            processInstanceId: z.string(),
            processId: z.string(),
            elementId: z.string(),
            variables: jsonObject,
            headers: z.record(z.string(), z.string()).readonly(),
            idempotencyKey: z.string(),
            attempt: count,
            retriesLeft: count,
            leaseEpoch: count,
            leasedUntil: instant,
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();
const message = z.string().max(10_000);
export const completeJobBody = z.strictObject({ leaseEpoch, variables: jsonObject.default({}) });
export const failJobBody = z.strictObject({
  leaseEpoch,
  message,
  retriesLeft: z.number().int().min(0).max(100).exactOptional(),
  retryAfterMs: z.number().int().min(0).max(86_400_000).exactOptional(),
});
export const errorJobBody = z.strictObject({ leaseEpoch, code: name, message: message.default(''), variables: jsonObject.default({}) });
export const extendJobBody = z.strictObject({ leaseEpoch, leaseMs });
export const extendAnswer = z.object({ leasedUntil: instant }).readonly();

export const overview = z
  .object({
    processes: z
      .array(
        z
          .object({
            processId: z.string(),
            name: z.string().nullable(),
            definitionId: z.string(),
            version: count,
            running: count,
            incidents: count,
            finishedToday: count,
            overdueTasks: count,
            medianMs: z.number().nullable(),
          })
          .readonly(),
      )
      .readonly(),
    totals: z.object({ running: count, incidents: count, overdueTasks: count, finishedToday: count }).readonly(),
    perDay: z.array(z.object({ date: z.string(), started: count, finished: count }).readonly()).readonly(),
  })
  .readonly()
  .meta({ id: 'Overview' });
