import type { Command } from '../command.ts';
import type { Rejection } from '../decide.ts';
import type { MigrationRequest } from '../migration/migrate-instance.ts';
import { migrateInstance } from '../migration/migrate-instance.ts';
import type { Step } from '../step.ts';
import type { CommandHandler } from './command-handler.ts';

type Migrate = Extract<Command, { kind: 'migrate' }>;

/** The request with its target; a rejection when whoever asked does not have it, or when the instance has this definition already. */
export function requestOf(step: Step, command: Migrate): MigrationRequest | Rejection {
  const { definitionId, mapping, rebuildEvents } = command;
  if (step.draft.definitionId === definitionId)
    return {
      kind: 'rejected',
      code: 'SAME_DEFINITION',
      message: `Expected another definition than ${definitionId}, but the instance has this one.`,
    };
  const target = step.environment.definitionOf?.(definitionId) ?? null;
  if (target === null)
    return { kind: 'rejected', code: 'DEFINITION_NOT_FOUND', message: `Expected definition ${definitionId}, but found none.` };
  return { definitionId, target, mapping, rebuildEvents };
}

/** Work of a suspended instance is not begun before it resumes. */
function withdrawWork(step: Step): void {
  if (step.draft.status === 'suspended') for (const waitId of Object.keys(step.draft.waits)) step.withdrawEffects(waitId);
}

/** Lets a process instance go on with another definition, whole or not at all. BPMN 2.0.2 knows one definition per instance; its rules hold before and after. */
export const migrateCommand: CommandHandler<'migrate'> = (step, command) => {
  const request = requestOf(step, command);
  if ('kind' in request) return request;
  const { problems } = migrateInstance(step, request);
  const [first] = problems;
  if (first !== undefined) {
    const more = problems.length === 1 ? '' : ` (and ${problems.length - 1} more)`;
    return { kind: 'rejected', code: 'MIGRATION_REFUSED', message: `${first.message}${more}`, problems };
  }
  withdrawWork(step);
  return null;
};
