import type { Command } from '../kernel/command.ts';
import { previewMigration as askPreview } from '../kernel/index.ts';
import { asDefinitionId, type CommandProblem, type Instruction, type JsonObject } from '../model/index.ts';
import { EngineError, type StepResult } from '../port/engine.ts';
import type { Actor } from '../port/module-contract.ts';
import {
  MAX_BATCH,
  type BatchResult,
  type MigrationPreview,
  type MigrationRequest,
  type ModificationPreview,
  type RepairCommands,
} from '../port/repair.ts';
import { hashOf } from './canonical-json.ts';
import { askBounded, decideBounded } from './decide-bounded.ts';
import type { EngineParts } from './engine-parts.ts';
import { findJsonProblem } from './json-check.ts';
import { beginStep, runOnInstance, runStep, type NamedCommand } from './step-runner.ts';
import { refusalOf, withTarget, type TreeInstance, type TreeStep } from './tree-step.ts';

type Migrate = Extract<Command, { kind: 'migrate' }>;

/** Codes with which one instance of a batch is refused without stopping the others; anything else is a failure of the batch. */
const REFUSALS = new Set(['MIGRATION_REFUSED', 'SAME_DEFINITION', 'DEFINITION_NOT_FOUND', 'NOT_FOUND', 'WRONG_STATUS', 'BUSY', 'TOO_BUSY']);

/** Modifying and migrating instances by hand. */
export function repairCommands(parts: EngineParts): RepairCommands {
  return {
    modifyInstance: async (instanceId, instructions, actor, commandId) => {
      refuseBadVariables(instructions);
      const command = named(commandId, { instanceId, instructions });
      return runOnInstance(parts, { instanceId, actor, command }, (step, instance) =>
        step.demand(instance, { kind: 'modify', instructions }),
      );
    },
    previewModification: async (instanceId, instructions, actor) => {
      refuseBadVariables(instructions);
      return look(parts, instanceId, actor, (step, instance) => previewModification(step, instance, instructions));
    },
    migrateInstance: (instanceId, request, actor, commandId) => migrateInstance(parts, instanceId, request, actor, commandId),
    previewMigration: (instanceId, request, actor) =>
      look(parts, instanceId, actor, (step, instance) => previewMigration(step, instance, request)),
    migrateInstances: (instanceIds, request, actor, commandId) =>
      batch(instanceIds, async (instanceId) => {
        await migrateInstance(parts, instanceId, request, actor, commandId === undefined ? undefined : `${commandId}:${instanceId}`);
        return { result: 'migrated', problems: [] };
      }),
    previewMigrations: (instanceIds, request, actor) =>
      batch(instanceIds, async (instanceId) => {
        const { problems } = await look(parts, instanceId, actor, (step, instance) => previewMigration(step, instance, request));
        return { result: problems.length === 0 ? 'possible' : 'refused', problems };
      }),
  };
}

function refuseBadVariables(instructions: readonly Instruction[]): void {
  for (const instruction of instructions) {
    const given = instruction.kind === 'cancel' ? [] : instruction.variables;
    for (const { variables } of given) {
      const problem = findJsonProblem(variables);
      if (problem !== null) throw new EngineError('VARIABLES_INVALID', problem);
    }
  }
}

function named(id: string | undefined, request: JsonObject): NamedCommand | null {
  return id === undefined ? null : { id, requestHash: hashOf(request) };
}

const commandOf = ({ definitionId, mapping, rebuildEvents }: MigrationRequest): Migrate => ({
  kind: 'migrate',
  definitionId: asDefinitionId(definitionId),
  mapping,
  rebuildEvents,
});

function migrateInstance(
  parts: EngineParts,
  instanceId: string,
  request: MigrationRequest,
  actor: Actor,
  commandId: string | undefined,
): Promise<StepResult> {
  const command = named(commandId, { instanceId, ...request });
  return runOnInstance(parts, { instanceId, actor, command }, (step, instance) => step.demand(instance, commandOf(request)));
}

/** Asks about an instance under its lock and writes nothing. */
function look<Answer extends object>(
  parts: EngineParts,
  instanceId: string,
  actor: Actor,
  ask: (step: TreeStep, instance: TreeInstance) => Promise<Answer>,
): Promise<Answer> {
  return runStep<Answer>(parts, null, async (transaction) => {
    const { step, instance } = await beginStep(parts, transaction, instanceId, actor);
    const answer = await ask(step, instance);
    return { step: null, answer: () => answer };
  });
}

async function previewModification(
  { parts, now }: TreeStep,
  { definition, state }: TreeInstance,
  instructions: readonly Instruction[],
): Promise<ModificationPreview> {
  const decision = await decideBounded(parts, definition.definition, state, { kind: 'modify', instructions }, now);
  if (decision.kind === 'rejected') {
    if (decision.problems === undefined) throw refusalOf(decision);
    return { problems: decision.problems, entered: [], cancelled: [], status: state.status };
  }
  const entered = decision.records.flatMap((record) =>
    record.kind === 'elementEntered' && !record.elementInstance.isLoopBody ? [String(record.elementInstance.elementId)] : [],
  );
  const cancelled = decision.records.flatMap((record) => (record.kind === 'elementCancelled' ? [String(record.elementId)] : []));
  return { problems: [], entered, cancelled, status: decision.state.status };
}

async function previewMigration(step: TreeStep, { definition, state }: TreeInstance, request: MigrationRequest): Promise<MigrationPreview> {
  const command = commandOf(request);
  const parts = withTarget(step.parts, await step.targetOf(command));
  const answer = await askBounded(parts, step.now, (environment) =>
    askPreview(environment, definition.definition, state, command, step.now),
  );
  if (answer.kind === 'rejected') throw refusalOf(answer);
  const { mapping, problems, changes } = answer;
  return { mapping, problems, changes };
}

async function batch(
  instanceIds: readonly string[],
  work: (instanceId: string) => Promise<Pick<BatchResult, 'result' | 'problems'>>,
): Promise<readonly BatchResult[]> {
  if (instanceIds.length > MAX_BATCH)
    throw new EngineError('INPUT_INVALID', `Expected at most ${MAX_BATCH} instances in one call, but found ${instanceIds.length}.`);
  const results: BatchResult[] = [];
  for (const instanceId of new Set(instanceIds)) {
    try {
      results.push({ instanceId, code: null, message: null, ...(await work(instanceId)) });
    } catch (error) {
      if (!(error instanceof EngineError) || !REFUSALS.has(error.code)) throw error;
      const problems = (error.details['problems'] ?? []) as unknown as readonly CommandProblem[]; // Written by `refusalOf`.
      results.push({ instanceId, result: 'refused', code: error.code, message: error.message, problems });
    }
  }
  return results;
}
