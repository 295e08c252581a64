import type { DefinitionId, ProcessDefinition } from '../../model/index.ts';
import { ElementFailure } from '../behavior/element-failure.ts';
import type { CommandProblem } from '../../model/index.ts';
import { MAX_PROBLEMS } from '../problem.ts';
import type { Step } from '../step.ts';
import type { MigrationChange } from '../../model/index.ts';
import { activeElements, problem } from './context.ts';
import type { ElementMapping } from './mapping.ts';
import { resolveMapping } from './mapping.ts';
import type { MigrationPlan } from './migrate-events.ts';
import { migrateEvents } from './migrate-events.ts';
import { migrateWork } from './migrate-work.ts';
import { moveElements } from './move-elements.ts';
import { MIGRATION_RULES } from './rule/index.ts';

/** What is asked of an instance, with the target at hand. */
export interface MigrationRequest {
  readonly definitionId: DefinitionId;
  readonly target: ProcessDefinition;
  readonly mapping: Readonly<Record<string, string | null>>;
  readonly rebuildEvents: boolean;
}

/** What came of it: with any problem nothing is to be kept of the step. */
export interface MigrationOutcome {
  readonly mapping: ElementMapping;
  readonly problems: readonly CommandProblem[];
  /** What happens to each part of the instance; empty with problems. */
  readonly changes: readonly MigrationChange[];
}

function findProblems(step: Step, request: MigrationRequest, mapping: ElementMapping): readonly CommandProblem[] {
  const { definition: source, draft: state } = step;
  const { target } = request;
  const context = { source, target, state, mapping, overrides: request.mapping, active: activeElements(source, target, state, mapping) };
  return MIGRATION_RULES.flatMap((rule) => rule(context)).slice(0, MAX_PROBLEMS);
}

function execute(step: Step, request: MigrationRequest, mapping: ElementMapping): Omit<MigrationOutcome, 'mapping'> {
  const plan: MigrationPlan = { source: step.definition, target: request.target, mapping, rebuildEvents: request.rebuildEvents };
  const before = Object.values(step.draft.elementInstances).map((instance) => ({ instance, waits: step.waitsOf(instance.id) }));
  const problems: CommandProblem[] = [];
  step.emit({ kind: 'instanceMigrated', definitionId: request.definitionId, processId: request.target.processId });
  const changes = [...moveElements(step, mapping)];
  step.useDefinition(request.target);
  for (const { instance, waits } of before) {
    try {
      changes.push(...migrateWork(step, plan, instance, waits), ...migrateEvents(step, plan, instance, waits));
    } catch (error) {
      if (!(error instanceof ElementFailure)) throw error;
      problems.push(problem(error.code, instance.elementId, error.message));
    }
    step.changedScopes.add(instance.scopeId ?? instance.id);
  }
  return { problems, changes };
}

/**
 * Lets the instance of a step go on with another definition: every rule is asked, then its parts are moved, what they wait for is brought in
 * line, and joins are looked at again by the work queue. Ids, variables and history of the instance stay.
 */
export function migrateInstance(step: Step, request: MigrationRequest): MigrationOutcome {
  const mapping = resolveMapping(step.definition, request.target, request.mapping);
  const problems = findProblems(step, request, mapping);
  if (problems.length > 0) return { mapping, problems, changes: [] };
  const done = execute(step, request, mapping);
  return { mapping, problems: done.problems, changes: done.problems.length > 0 ? [] : done.changes };
}
