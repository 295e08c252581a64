import type { z } from 'zod';
import type { StepResult } from '../port/engine.ts';
import type { Actor, LocalizedText } from '../port/module-contract.ts';
import type { ModuleContract } from '../port/module.ts';
import type { HttpServices } from './http-services.ts';
import { personOf, presentTask } from './present-task.ts';
import { viewerOf } from './rights.ts';
import type { outcome } from './schema/work.ts';

/** What a step led to, as the "what happened" panel shows it. */
export type OutcomeAnswer = z.input<typeof outcome>;

/**
 * Tells the actor what his step did: the operations it ran by their titles, the tasks it opened for him in full, those it opened for
 * others by name only, and the incidents it raised.
 */
export async function presentOutcome(step: StepResult, actor: Actor, services: HttpServices): Promise<OutcomeAnswer> {
  const { queries, identity, modules } = services;
  const [tasks, incidents] = await Promise.all([
    queries.tasksByIds(viewerOf(actor), step.openedTaskIds),
    queries.incidentsByIds(step.incidentIds),
  ]);
  const names = await identity.namesOf(tasks.flatMap((task) => (task.assignee === null ? [] : [task.assignee])));
  const open = tasks.filter((task) => task.status === 'open');
  return {
    instanceId: step.instanceId,
    status: step.status,
    rootStatus: step.rootStatus,
    performed: step.performed.map((work) => ({ ...work, title: titleOf(work.work, modules) })),
    nextTasks: open.filter((task) => task.isVisible).map((task) => presentTask(task, actor, names)),
    otherTasks: open
      .filter((task) => !task.isVisible)
      .map((task) => ({ name: task.name, assignee: personOf(task.assignee, names), candidateGroups: task.candidateGroups })),
    incidents: incidents.map(({ id, elementId, elementName, code, message }) => ({ id, elementId, elementName, code, message })),
  };
}

function titleOf(topic: string, modules: readonly ModuleContract[]): LocalizedText | null {
  for (const module of modules) {
    const operation = module.operations.find((candidate) => candidate.topic === topic);
    if (operation !== undefined) return operation.title;
  }
  return null;
}
