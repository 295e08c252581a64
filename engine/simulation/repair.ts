import type { Instruction, Placement, TokenSelection } from '../model/index.ts';
import { asElementId } from '../model/index.ts';
import type { ElementInstanceId, ProcessDefinition } from '../model/index.ts';
import type { ElementInstance } from '../state/index.ts';
import type { ScenarioAction, ScenarioInstruction, ScenarioPlace } from './scenario.ts';
import { ScenarioFault } from './world.ts';
import type { SimulatedInstance, World } from './world.ts';

const has = (definition: ProcessDefinition, id: string): boolean =>
  definition.processId === asElementId(id) || definition.nodes[id] !== undefined || definition.flows[id] !== undefined;

const idsOf = (instruction: ScenarioInstruction): readonly string[] =>
  instruction.kind === 'add'
    ? [instruction.to]
    : instruction.kind === 'move'
      ? [instruction.element, instruction.to]
      : [instruction.element];

/** The oldest active instance whose diagram has every element that is named; else the main one, which then says what is wrong. */
function instanceWith(world: World, instructions: readonly ScenarioInstruction[]): SimulatedInstance {
  const ids = instructions.flatMap(idsOf);
  const fits = (instance: SimulatedInstance): boolean =>
    instance.state.status === 'active' && ids.every((id) => has(instance.definition, id));
  return world.instances.find(fits) ?? world.mainInstance();
}

/** Visits of an element, oldest first; the bodies of loops stand for themselves only where there is no visit. */
function visitAt(instance: SimulatedInstance, element: string, index: number): ElementInstance {
  const visits = Object.values(instance.state.elementInstances).filter((visit) => visit.elementId === element && !visit.isLoopBody);
  const visit = visits[index];
  if (visit !== undefined) return visit;
  throw new ScenarioFault(`Expected an active instance of ${element} at index ${index}, but found ${visits.length}.`);
}

function placement(instance: SimulatedInstance, place: ScenarioPlace): Placement {
  const id = asElementId(place.to);
  const isFlow = instance.definition.flows[place.to] !== undefined;
  const { within } = place;
  const ancestorScopeId: ElementInstanceId | null = within === null ? null : visitAt(instance, within.element, within.index).id;
  return {
    place: isFlow ? { kind: 'flow', flowId: id } : { kind: place.after ? 'after' : 'before', elementId: id },
    ancestorScopeId,
    loopInstance: place.loopInstance,
    variables: Object.entries(place.variables).map(([element, variables]) => ({
      elementId: element === '' ? null : asElementId(element),
      variables,
    })),
  };
}

function selection(instance: SimulatedInstance, element: string, index: number | null): TokenSelection {
  return index === null
    ? { kind: 'element', elementId: asElementId(element) }
    : { kind: 'elementInstance', elementInstanceId: visitAt(instance, element, index).id };
}

function instructionOf(instance: SimulatedInstance, given: ScenarioInstruction): Instruction {
  switch (given.kind) {
    case 'add':
      return { kind: 'add', ...placement(instance, given) };
    case 'move':
      return { kind: 'move', from: selection(instance, given.element, given.index), ...placement(instance, given) };
    case 'cancel':
      return { kind: 'cancel', from: selection(instance, given.element, given.index) };
  }
}

/** Modifies the instance that the instructions are about. */
export async function modify(world: World, instructions: readonly ScenarioInstruction[]): Promise<void> {
  const instance = instanceWith(world, instructions);
  await world.demand(instance, { kind: 'modify', instructions: instructions.map((given) => instructionOf(instance, given)) });
}

/** Lets the main instance go on with another definition of the files. */
export async function migrate(world: World, action: Extract<ScenarioAction, { readonly kind: 'migrate' }>): Promise<void> {
  const instance = world.mainInstance();
  const processId = action.processId ?? instance.definition.processId;
  const target = world.parts.definitions.findLast(
    (definition) =>
      definition !== instance.definition &&
      definition.processId === asElementId(processId) &&
      (action.versionTag === null || definition.versionTag === action.versionTag),
  );
  if (target === undefined) throw new ScenarioFault(`Expected another definition of process "${processId}" to migrate to, but found none.`);
  const { mapping, rebuildEvents } = action;
  await world.demand(instance, { kind: 'migrate', definitionId: world.definitionId(target), mapping, rebuildEvents });
}
