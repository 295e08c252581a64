import type { JsonObject } from '../model/index.ts';
import type { StepResult } from '../port/engine.ts';
import type { StartSubscriptionRow, StoredDefinition } from '../port/instance-store.ts';
import type { Actor } from '../port/module-contract.ts';
import { hashOf } from './canonical-json.ts';
import type { EngineParts } from './engine-parts.ts';
import { evaluateBounded } from './evaluate-bounded.ts';
import { pullTrigger, triggerAt } from './process-starts.ts';
import { runStep, type NamedCommand } from './step-runner.ts';

/** What the conditions are looked at with, and what the instances begin with. */
interface ConditionsRequest {
  readonly variables: JsonObject;
  readonly businessKey?: string;
  readonly commandId?: string;
}

interface Conditional {
  readonly start: StartSubscriptionRow;
  readonly definition: StoredDefinition;
}

/**
 * Conditional start events (BPMN 2.0.2, 10.5.2): there is no instance yet whose data a condition could look at, so it is looked at with the
 * variables given. Each process whose condition holds begins in a transaction of its own; data that is missing counts as not true.
 */
export async function startByConditions(
  parts: EngineParts,
  request: ConditionsRequest,
  mayStart: (candidateStarterGroups: readonly string[]) => boolean,
  actor: Actor,
): Promise<readonly StepResult[]> {
  const started: StepResult[] = [];
  for (const found of await conditionalStarts(parts)) {
    if (!mayStart(found.definition.definition.candidateStarterGroups) || !(await holds(parts, found, request.variables))) continue;
    const result = await start(parts, found, request, actor);
    if (result !== null) started.push(result);
  }
  return started;
}

function conditionalStarts(parts: EngineParts): Promise<readonly Conditional[]> {
  return parts.store.transaction(async (transaction) => {
    const found: Conditional[] = [];
    for (const start of await transaction.findStartSubscriptions('condition', '')) {
      const definition = await transaction.findDefinition({ kind: 'id', definitionId: start.definitionId });
      if (definition !== null) found.push({ start, definition });
    }
    return found;
  });
}

async function holds(parts: EngineParts, { start, definition }: Conditional, variables: JsonObject): Promise<boolean> {
  const event = triggerAt(definition, start.elementId, start.index)?.definition;
  if (event?.kind !== 'conditional') return false;
  const now = await parts.deployments.now();
  const evaluation = await evaluateBounded(parts, event.condition, variables, now);
  return evaluation.kind === 'value' && evaluation.value === true;
}

/** Null when a parallel multiple start event goes on waiting for its other triggers, or a newer version has taken over. */
async function start(parts: EngineParts, found: Conditional, request: ConditionsRequest, actor: Actor): Promise<StepResult | null> {
  const { definitionId, elementId, index } = found.start;
  const businessKey = request.businessKey ?? null;
  const command: NamedCommand | null =
    request.commandId === undefined
      ? null
      : {
          id: `${request.commandId}:${definitionId}:${elementId}:${index}`,
          requestHash: hashOf({ variables: request.variables, businessKey }),
        };
  const { result } = await runStep<{ readonly result: StepResult | null }>(parts, command, async (transaction) => {
    const pulled = await pullTrigger(parts, transaction, actor, {
      ...found.start,
      isBroadcast: true,
      correlationKey: null,
      businessKey,
      variables: request.variables,
    });
    return { step: pulled?.step ?? null, answer: () => ({ result: pulled?.answer?.() ?? null }) };
  });
  return result;
}
