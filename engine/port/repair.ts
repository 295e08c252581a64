import type { CommandProblem, Instruction, MigrationChange } from '../model/index.ts';
import type { InstanceStatus } from '../state/index.ts';
import type { Actor } from './module-contract.ts';
import type { StepResult } from './step-result.ts';

/** What a modification would do before any work of the diagram runs. With a problem nothing would be done. */
export interface ModificationPreview {
  readonly problems: readonly CommandProblem[];
  /** Ids of the elements that would be entered and cancelled, in that order, one entry per visit; bodies of loops are left out. */
  readonly entered: readonly string[];
  readonly cancelled: readonly string[];
  /** Status of the instance afterwards. */
  readonly status: InstanceStatus;
}

/** Where an instance is to go on, and how. */
export interface MigrationRequest {
  readonly definitionId: string;
  /** Overrides of what is proposed by id and kind: element or flow id to the one that takes its place, null for none. */
  readonly mapping: Readonly<Record<string, string | null>>;
  /** Timers and subscriptions that would be kept are opened anew. */
  readonly rebuildEvents: boolean;
}

/** What a migration would do. */
export interface MigrationPreview {
  /** The whole mapping, the process included: element or flow id to the one that takes its place. */
  readonly mapping: Readonly<Record<string, string>>;
  readonly problems: readonly CommandProblem[];
  /** What happens to each part of the instance; empty with problems. */
  readonly changes: readonly MigrationChange[];
}

/** What came of one instance of a batch: `refused` with the code and the problems of the refusal. */
export interface BatchResult {
  readonly instanceId: string;
  readonly result: 'migrated' | 'possible' | 'refused';
  readonly code: string | null;
  readonly message: string | null;
  readonly problems: readonly CommandProblem[];
}

/** Most instances that one call migrates; each is a transaction of its own. */
export const MAX_BATCH = 100;

/** Changing running instances by hand. A refusal is an `EngineError` whose details have `problems`, all of them. */
export interface RepairCommands {
  /** MODIFICATION_REFUSED, NOT_FOUND, WRONG_STATUS. With `commandId` the same request is done once. */
  modifyInstance(instanceId: string, instructions: readonly Instruction[], actor: Actor, commandId?: string): Promise<StepResult>;
  previewModification(instanceId: string, instructions: readonly Instruction[], actor: Actor): Promise<ModificationPreview>;
  /** MIGRATION_REFUSED, SAME_DEFINITION, DEFINITION_NOT_FOUND, NOT_FOUND, WRONG_STATUS. */
  migrateInstance(instanceId: string, request: MigrationRequest, actor: Actor, commandId?: string): Promise<StepResult>;
  previewMigration(instanceId: string, request: MigrationRequest, actor: Actor): Promise<MigrationPreview>;
  /** Each instance in a transaction of its own, one after another; a refusal does not stop the others. At most `MAX_BATCH`. */
  migrateInstances(
    instanceIds: readonly string[],
    request: MigrationRequest,
    actor: Actor,
    commandId?: string,
  ): Promise<readonly BatchResult[]>;
  previewMigrations(instanceIds: readonly string[], request: MigrationRequest, actor: Actor): Promise<readonly BatchResult[]>;
}
