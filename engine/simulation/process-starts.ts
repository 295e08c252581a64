import type { Expression, JsonObject, ProcessDefinition, ProcessTrigger } from '../model/index.ts';
import { collectStart, processTriggers } from '../model/index.ts';
import type { World } from './world.ts';

/** A process with something that begins it. */
export interface FoundTrigger {
  readonly definition: ProcessDefinition;
  readonly trigger: ProcessTrigger;
}

/** Of several definitions of one process only the last one starts new instances. */
export function latestDefinitions(world: World): readonly ProcessDefinition[] {
  return world.parts.definitions.filter((definition) => world.definition(definition.processId) === definition);
}

/** Everything of this kind that begins a process, in the order of the files. */
export function triggersOf(world: World, kind: ProcessTrigger['definition']['kind']): readonly FoundTrigger[] {
  return latestDefinitions(world).flatMap((definition) =>
    processTriggers(definition)
      .filter((trigger) => trigger.definition.kind === kind)
      .map((trigger) => ({ definition, trigger })),
  );
}

/** Text of a start event: there are no variables yet that an expression could use. Null when it is none. */
export async function textOf(world: World, expression: Expression): Promise<string | null> {
  const evaluation = await world.parts.evaluate(expression, {}, world.now);
  return evaluation.kind === 'value' && typeof evaluation.value === 'string' ? evaluation.value : null;
}

/** What begins a process has happened: an instance begins, or at a parallel multiple start event when it was the last of its triggers. */
export async function pullTrigger(
  world: World,
  { definition, trigger }: FoundTrigger,
  came: { readonly variables: JsonObject; readonly correlationKey: string | null; readonly businessKey?: string | null },
): Promise<void> {
  const startAt = async (variables: JsonObject, businessKey: string | null): Promise<void> => {
    await world.start(definition, { businessKey, startEventId: trigger.elementId, variables, caller: null, root: null });
  };
  if (trigger.needs === 1) {
    await startAt(came.variables, came.businessKey ?? came.correlationKey);
    return;
  }
  const place = `${definition.processId}/${trigger.elementId}`;
  const { open, complete } = collectStart(world.startCollections.get(place) ?? [], {
    index: trigger.index,
    needs: trigger.needs,
    correlationKey: came.correlationKey,
    isBroadcast: trigger.definition.kind !== 'message',
    variables: came.variables,
  });
  world.startCollections.set(place, open);
  for (const { correlationKey, variables } of complete) await startAt(variables, came.businessKey ?? correlationKey);
}

/** Whether a conditional trigger holds for these variables; data that is missing, and a value that is not boolean, do not hold. */
export async function holds(world: World, trigger: ProcessTrigger, variables: JsonObject): Promise<boolean> {
  if (trigger.definition.kind !== 'conditional') return false;
  const evaluation = await world.parts.evaluate(trigger.definition.condition, variables, world.now);
  return evaluation.kind === 'value' && evaluation.value === true;
}

/** Begins every process whose conditional start event holds for these variables. False when no process begins by a condition. */
export async function startByConditions(world: World, variables: JsonObject): Promise<boolean> {
  const found = triggersOf(world, 'conditional');
  for (const each of found) {
    if (await holds(world, each.trigger, variables)) await pullTrigger(world, each, { variables, correlationKey: null });
  }
  return found.length > 0;
}

/** Where a process begins that is started by hand: null leaves it to the kernel, which knows the none start event. */
export async function startNodeOf(
  world: World,
  definition: ProcessDefinition,
  variables: JsonObject,
): Promise<ProcessTrigger['elementId'] | null> {
  const starts = (definition.containers[definition.processId]?.startEventIds ?? []).map((id) => definition.nodes[id]);
  const hasNone = starts.some((node) => node?.kind === 'startEvent' && node.definitions.every((event) => event.kind === 'none'));
  if (hasNone) return null;
  const triggers = processTriggers(definition);
  for (const trigger of triggers) if (await holds(world, trigger, variables)) return trigger.elementId;
  return triggers[0]?.elementId ?? null;
}
