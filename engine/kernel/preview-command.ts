import type { ElementId, ProcessDefinition } from '../model/index.ts';
import type { InstanceState } from '../state/index.ts';
import type { Command } from './command.ts';
import { requestOf } from './command-handler/migrate.ts';
import { checkStatus } from './decide-command.ts';
import type { KernelEnvironment, Rejection } from './decide.ts';
import type { MigrationChange } from '../model/index.ts';
import { migrateInstance } from './migration/migrate-instance.ts';
import type { CommandProblem } from '../model/index.ts';
import { REGISTRY } from './registry.ts';
import { Step } from './step.ts';

/** What a migration would do. */
export interface MigrationPreview {
  readonly kind: 'migrationPreview';
  /** The whole mapping, by element or flow id; what is not in it has no place in the target. */
  readonly mapping: Readonly<Record<ElementId, ElementId>>;
  readonly problems: readonly CommandProblem[];
  /** What happens to each part of the instance; empty with problems. */
  readonly changes: readonly MigrationChange[];
}

/** Tells what a migration would do to an instance, without doing it: same arguments as `decide`, and as pure. */
export function previewMigration(
  environment: KernelEnvironment,
  definition: ProcessDefinition,
  state: InstanceState,
  command: Extract<Command, { kind: 'migrate' }>,
  now: string,
): MigrationPreview | Rejection {
  const refusal = checkStatus(state, command);
  if (refusal !== null) return refusal;
  const step = new Step(environment, definition, state, now, REGISTRY);
  const request = requestOf(step, command);
  if ('kind' in request) return request;
  const { mapping, problems, changes } = migrateInstance(step, request);
  return { kind: 'migrationPreview', mapping: Object.fromEntries(mapping), problems, changes };
}
