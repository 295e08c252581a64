import { asDefinitionId, asElementId, asInstanceId, collectStart, processTriggers } from '../model/index.ts';
import type { JsonObject, ProcessTrigger } from '../model/index.ts';
import { EngineError, type StepResult } from '../port/engine.ts';
import type { StartSubscriptionRow, StepTransaction, StoredDefinition } from '../port/instance-store.ts';
import type { Actor } from '../port/module-contract.ts';
import type { EngineParts } from './engine-parts.ts';
import { stepResult, type BegunStep } from './step-runner.ts';
import { TreeStep } from './tree-step.ts';

/** Sets of triggers that a parallel multiple start event may be collecting at once. */
const MAX_OPEN_COLLECTIONS = 10_000;

/** Something that begins a process has happened. */
export interface PulledTrigger extends Pick<StartSubscriptionRow, 'definitionId' | 'elementId' | 'index'> {
  readonly isBroadcast: boolean;
  readonly correlationKey: string | null;
  readonly businessKey: string | null;
  readonly variables: JsonObject;
}

/** The step to finish, and the instance it starts; `answer` is null when a parallel multiple start event goes on waiting. */
export interface PulledStep {
  readonly step: TreeStep;
  readonly answer: (() => StepResult) | null;
}

/** Starts a root instance in a step of its own. */
export async function beginStart(
  parts: EngineParts,
  transaction: StepTransaction,
  now: string,
  actor: Actor,
  start: {
    readonly definition: StoredDefinition;
    readonly startEventId: string | null;
    readonly businessKey: string | null;
    readonly variables: JsonObject;
  },
): Promise<BegunStep<StepResult> & { readonly step: TreeStep }> {
  const step = new TreeStep(parts, transaction, { actor, now, tree: null });
  const instanceId = asInstanceId(parts.ids.next());
  const rejection = await step.start(start.definition, {
    kind: 'start',
    instanceId,
    definitionId: asDefinitionId(start.definition.id),
    businessKey: start.businessKey,
    startEventId: start.startEventId === null ? null : asElementId(start.startEventId),
    variables: start.variables,
    rootInstanceId: instanceId,
    caller: null,
  });
  if (rejection !== null) throw new EngineError(rejection.code, rejection.message);
  return { step, answer: () => stepResult(step, instanceId) };
}

/** The trigger that stands at this place of a definition. */
export const triggerAt = (definition: StoredDefinition, elementId: string, index: number): ProcessTrigger | undefined =>
  processTriggers(definition.definition).find((trigger) => trigger.elementId === elementId && trigger.index === index);

/**
 * Starts an instance at its trigger; a parallel multiple start event keeps what came until all of its triggers have happened. Null when the
 * version is no longer the one that starts.
 */
export async function pullTrigger(
  parts: EngineParts,
  transaction: StepTransaction,
  actor: Actor,
  pulled: PulledTrigger,
): Promise<PulledStep | null> {
  const { definitionId, elementId, businessKey, variables } = pulled;
  const definition = await transaction.findDefinition({ kind: 'id', definitionId });
  if (definition === null) throw new Error(`Expected definition ${definitionId} of a start event, but it is not stored.`);
  const needs = triggerAt(definition, elementId, pulled.index)?.needs ?? 1;
  if (needs > 1) return collect(parts, transaction, actor, definition, needs, pulled);
  const now = await transaction.now();
  return beginStart(parts, transaction, now, actor, { definition, startEventId: elementId, businessKey, variables });
}

/** Of several instances that are complete at once, the first begins in this step and the others as due work. */
async function collect(
  parts: EngineParts,
  transaction: StepTransaction,
  actor: Actor,
  definition: StoredDefinition,
  needs: number,
  pulled: PulledTrigger,
): Promise<PulledStep | null> {
  const { elementId, index, correlationKey, isBroadcast, variables } = pulled;
  const before = await transaction.lockStartCollections(definition.id, elementId);
  if (before === null) return null;
  const { open, complete } = collectStart(before, { index, needs, correlationKey, isBroadcast, variables });
  if (open.length > MAX_OPEN_COLLECTIONS) {
    throw new EngineError(
      'START_COLLECTIONS_FULL',
      `Expected at most ${MAX_OPEN_COLLECTIONS} incomplete starts at "${elementId}" of "${definition.processId}", but this would be one more.`,
    );
  }
  await transaction.saveStartCollections(definition.id, elementId, open);
  const now = await transaction.now();
  const [first, ...others] = complete;
  if (first === undefined) return { step: new TreeStep(parts, transaction, { actor, now, tree: null }), answer: null };
  const begun = await beginStart(parts, transaction, now, actor, {
    definition,
    startEventId: elementId,
    businessKey: pulled.businessKey ?? first.correlationKey,
    variables: first.variables,
  });
  for (const other of others)
    begun.step.leave('startCollected', null, {
      definitionId: definition.id,
      elementId,
      businessKey: pulled.businessKey ?? other.correlationKey,
      variables: other.variables,
    });
  return begun;
}
