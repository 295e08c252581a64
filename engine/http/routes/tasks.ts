import { EngineError } from '../../port/engine.ts';
import { HttpProblem } from '../../port/http-problem.ts';
import type { JsonObject } from '../../model/index.ts';
import type { Authenticator } from '../../port/authenticator.ts';
import type { Actor } from '../../port/module-contract.ts';
import type { TaskRow } from '../../port/queries.ts';
import { acceptForm } from '../form/accept-form.ts';
import { notFound } from '../not-found.ts';
import { presentOutcome } from '../present-outcome.ts';
import { personOf, presentTask, presentTasks } from '../present-task.ts';
import { mayClaim, mayComplete, mayUnclaim, SUPERVISORS, viewerOf } from '../rights.ts';
import { defineRoute, json, NO_CONTENT, type RouteContext } from '../route.ts';
import { listOf, waitParams } from '../schema/common.ts';
import { assignBody, completeBody, outcome, task, taskCounts, taskDetail, taskQuery, variablesBody } from '../schema/work.ts';

type TaskContext = RouteContext<{ readonly id: string }, unknown, unknown>;
const refusals = { NOT_FOUND: 404 };
const changeRefusals = { NOT_FOUND: 404, FORBIDDEN: 403, TASK_NOT_OPEN: 409 };

/** Work of people. */
export const taskRoutes = [
  defineRoute({
    method: 'get',
    path: '/tasks',
    summary: 'Tasks that the asking person may see',
    access: 'signedIn',
    query: taskQuery,
    answer: json(listOf(task)),
    async handle({ services, actor, query }) {
      const page = await services.queries.tasks(viewerOf(actor), {
        limit: query.limit,
        cursor: query.cursor ?? null,
        sort: query.sort,
        filter: query.filter,
        status: query.status,
        processId: query.processId ?? null,
        processInstanceId: query.processInstanceId ?? null,
        businessKey: query.businessKey ?? null,
        search: query.search ?? null,
      });
      return { ...page, items: await presentTasks(page.items, actor, services.identity) };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/tasks/counts',
    summary: 'How many open tasks each filter of the inbox shows',
    access: 'signedIn',
    answer: json(taskCounts),
    handle: ({ services, actor }) => services.queries.taskCounts(viewerOf(actor)),
  }),
  defineRoute({
    method: 'get',
    path: '/tasks/:id',
    summary: 'One task with its form and variables',
    access: 'signedIn',
    params: waitParams,
    answer: json(taskDetail),
    refusals,
    async handle(context) {
      const { services, actor, params } = context;
      const row = (await services.queries.task(viewerOf(actor), params.id)) ?? notFound('task', params.id);
      const { instructions, form, variables, draft } = row;
      return { ...(await present(context, row)), instructions, form, variables, draft };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/tasks/:id/claim',
    once: 'command',
    summary: 'Take a task that nobody has',
    access: 'signedIn',
    params: waitParams,
    answer: json(task),
    refusals: { ...changeRefusals, TASK_ALREADY_CLAIMED: 409 },
    async handle(context) {
      const row = await openTask(context);
      const { actor, services } = context;
      if (row.assignee !== null && row.assignee !== actor.id) throw await alreadyClaimed(context, row.assignee);
      if (row.assignee === null && !mayClaim(actor, row)) throw forbidden('a candidate of the task', actor.name);
      await refuseLostRace(context, () => services.engine.assignTask(row.id, actor.id, true, actor, context.commandId));
      return present(context, { ...row, assignee: actor.id });
    },
  }),
  defineRoute({
    method: 'post',
    path: '/tasks/:id/unclaim',
    once: 'command',
    summary: 'Give a task back to its candidates',
    access: 'signedIn',
    params: waitParams,
    answer: json(task),
    refusals: changeRefusals,
    async handle(context) {
      const row = await openTask(context);
      if (row.assignee === null) return present(context, row);
      if (!mayUnclaim(context.actor, row)) throw forbidden('the assignee of the task', context.actor.name);
      await context.services.engine.assignTask(row.id, null, false, context.actor, context.commandId);
      return present(context, { ...row, assignee: null });
    },
  }),
  defineRoute({
    method: 'post',
    path: '/tasks/:id/assign',
    once: 'command',
    summary: 'Give a task to somebody',
    access: SUPERVISORS,
    params: waitParams,
    body: assignBody,
    answer: json(task),
    refusals: { ...changeRefusals, USER_UNKNOWN: 422 },
    async handle(context) {
      const row = await openTask(context);
      const { userId } = context.body;
      const known = userId === null || (await context.services.identity.namesOf([userId])).has(userId);
      if (!known) throw new HttpProblem(422, 'USER_UNKNOWN', `Expected the id of a person, but found ${userId}.`);
      await context.services.engine.assignTask(row.id, userId, false, context.actor, context.commandId);
      return present(context, { ...row, assignee: userId });
    },
  }),
  defineRoute({
    method: 'put',
    path: '/tasks/:id/draft',
    summary: 'Keep what has been typed so far',
    access: 'signedIn',
    params: waitParams,
    body: variablesBody,
    answer: NO_CONTENT,
    refusals: changeRefusals,
    async handle(context) {
      const row = await openTask(context);
      await context.services.queries.saveTaskDraft(viewerOf(context.actor), row.id, context.body.variables);
    },
  }),
  defineRoute({
    method: 'post',
    path: '/tasks/:id/complete',
    once: 'command',
    summary: 'Complete a task; the answer tells what happened next',
    access: 'signedIn',
    params: waitParams,
    body: completeBody,
    answer: json(outcome),
    refusals: { ...changeRefusals, FORM_INVALID: 422, TASK_ALREADY_CLAIMED: 409 },
    async handle(context) {
      const { services, actor, body, commandId } = context;
      const row = await visibleTask(context);
      // The same request again: the engine knows its command id and gives the first answer.
      const isRepeat = commandId !== undefined && row.status === 'completed' && row.completedBy?.id === actor.id;
      if (!isRepeat) {
        assertOpen(row);
        if (!mayComplete(actor, row)) throw forbidden('the assignee of the task', actor.name);
      }
      const variables = row.formId === null ? body.variables : await acceptTyped(context, body.variables);
      // Whoever completes a task that nobody has takes it first: the claim is exact, so of two people only one gets to complete it.
      if (!isRepeat && row.assignee === null) await takeFirst(context, row.id);
      return presentOutcome(await services.engine.completeTask(row.id, variables, actor, commandId), actor, services);
    },
  }),
];

async function visibleTask({ services, actor, params }: TaskContext): Promise<TaskRow> {
  return (await services.queries.taskRow(viewerOf(actor), params.id)) ?? notFound('task', params.id);
}

/** What the task's form takes of what was sent. */
async function acceptTyped({ services, actor, params }: TaskContext, sent: JsonObject): Promise<JsonObject> {
  const { form, variables } = (await services.queries.task(viewerOf(actor), params.id)) ?? notFound('task', params.id);
  return acceptForm(form, sent, services.evaluateFeel, { current: variables });
}

async function openTask(context: TaskContext): Promise<TaskRow> {
  const row = await visibleTask(context);
  assertOpen(row);
  return row;
}

function assertOpen(row: TaskRow): void {
  if (row.status !== 'open') throw new HttpProblem(409, 'TASK_NOT_OPEN', `Expected an open task, but it is ${row.status}.`);
}

/** The task as the command has left it. The actor changed it, so he sees the result once more even if he would not find it any longer. */
async function present({ services, actor }: TaskContext, row: TaskRow) {
  return presentTask(row, actor, await namesAround(services.identity, actor, row.assignee));
}

/** The asking person's own name is known without a look. */
function namesAround(
  identity: Authenticator,
  actor: Actor,
  assignee: string | null,
): ReadonlyMap<string, string> | Promise<ReadonlyMap<string, string>> {
  if (assignee === null) return new Map();
  return assignee === actor.id ? new Map([[actor.id, actor.name]]) : identity.namesOf([assignee]);
}

function forbidden(expected: string, found: string): HttpProblem {
  return new HttpProblem(403, 'FORBIDDEN', `Expected ${expected}, but ${found} is not.`);
}

async function alreadyClaimed({ services }: TaskContext, assignee: string): Promise<HttpProblem> {
  const person = personOf(assignee, await services.identity.namesOf([assignee]));
  return new HttpProblem(409, 'TASK_ALREADY_CLAIMED', `Expected a task that nobody has, but ${person?.name ?? assignee} has taken it.`, {
    members: { assignee: person },
  });
}

/** Two people claimed at the same moment: the engine let one through; the other is told who it was. */
async function refuseLostRace(context: TaskContext, claim: () => Promise<unknown>): Promise<void> {
  try {
    await claim();
  } catch (error) {
    const details: { readonly [key: string]: unknown } =
      error instanceof EngineError && error.code === 'TASK_ALREADY_CLAIMED' ? error.details : {};
    if (typeof details['assignee'] === 'string') throw await alreadyClaimed(context, details['assignee']);
    throw error;
  }
}

/**
 * Takes a task for the completion that follows. One that was completed since it was looked at is left to that completion: it may be this very request, sent
 * again while its first try was under way, which the engine then answers by its command id; whoever else completed it, the engine refuses.
 */
async function takeFirst(context: TaskContext, taskId: string): Promise<void> {
  const { services, actor } = context;
  try {
    await refuseLostRace(context, () => services.engine.assignTask(taskId, actor.id, true, actor));
  } catch (error) {
    if (!(error instanceof EngineError && error.code === 'TASK_NOT_OPEN')) throw error;
  }
}
