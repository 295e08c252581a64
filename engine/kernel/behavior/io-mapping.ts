import type { FlowNode, IoMapping, JsonObject, JsonValue } from '../../model/index.ts';
import type { ElementInstance } from '../../state/index.ts';
import type { Step } from '../step.ts';
import { noteChanges } from './compensation-chain.ts';
import { checkSets } from './data-sets.ts';
import { ElementFailure } from './element-failure.ts';
import { evaluateWith } from './evaluate.ts';
import { ownOutputOf } from './loop-output.ts';
import { propagateVariables, setVariables } from './variables.ts';

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `base` with `value` at the path; what stands in the way of the path and is no object is replaced. */
function withPath(base: JsonObject, path: readonly string[], value: JsonValue): JsonObject {
  const [name = '', ...rest] = path;
  if (rest.length === 0) return { ...base, [name]: value };
  const inner = base[name];
  return { ...base, [name]: withPath(isObject(inner) ? inner : {}, rest, value) };
}

/** Evaluates mappings in their order; each sees the targets of those before it. Emits nothing. */
function evaluateMappings(step: Step, mappings: readonly IoMapping[], variables: JsonObject, what: string): JsonObject {
  let targets: JsonObject = {};
  const visible: Record<string, JsonValue> = { ...variables };
  for (const mapping of mappings) {
    if (mapping.mayLack === true && lacksSource(step, mapping, visible)) continue;
    const value = evaluateWith(step, mapping.source, visible, `the ${what} mapping to "${mapping.target}",`);
    const path = mapping.target.split('.');
    const [name = ''] = path;
    // A path extends what an earlier mapping or the visible variable of that name already holds.
    const extended = path.length > 1 && !Object.hasOwn(targets, name) ? visible[name] : undefined;
    targets = withPath(isObject(extended) ? { ...targets, [name]: extended } : targets, path, value);
    visible[name] = targets[name] ?? null;
  }
  return targets;
}

function lacksSource(step: Step, mapping: IoMapping, variables: JsonObject): boolean {
  const evaluation = step.environment.evaluate(mapping.source, variables, step.now);
  return evaluation.kind === 'failure' && evaluation.lacksData === true;
}

/** What the input mappings would write now; null when one of them fails. */
export function inputsOf(step: Step, node: FlowNode, instance: ElementInstance): JsonObject | null {
  try {
    return evaluateMappings(step, node.inputMappings, step.visible(instance.id), 'input');
  } catch (error) {
    if (error instanceof ElementFailure) return null;
    throw error;
  }
}

/** Input mappings write variables of the element instance itself, beside its properties and data objects, which are without value yet. */
export function applyInputs(step: Step, node: FlowNode, instance: ElementInstance): void {
  if (node.inputMappings.length === 0 && node.inputSets === undefined && node.ownVariables === undefined) return;
  const visible = step.visible(instance.id);
  const inputs = evaluateMappings(step, node.inputMappings, visible, 'input');
  checkSets(node, 'input', node.inputSets, { ...visible, ...inputs });
  const { properties = [], dataObjects = [] } = node.ownVariables ?? {};
  const without = [...properties, ...dataObjects.filter((name) => !Object.hasOwn(visible, name))];
  setVariables(step, instance.id, { ...Object.fromEntries(without.map((name) => [name, null])), ...inputs });
}

/**
 * The result of an element. With output mappings the result becomes local and only the targets of the mappings are merged, from the
 * enclosing scope on, except the one from which a multi-instance activity collects; without any, the members of the result are merged
 * from the element itself on. The result of a compensation handler is merged from the enclosing scope on, because its own variables are
 * the snapshot of what it compensates.
 */
export function applyOutputs(step: Step, node: FlowNode, instance: ElementInstance, came: JsonObject): void {
  const { payloadOutput } = node;
  const isWhole = payloadOutput !== undefined && !Object.hasOwn(came, payloadOutput) && Object.keys(came).length > 0;
  const result = isWhole ? { ...came, [payloadOutput]: came } : came;
  const parentId = instance.scopeId ?? instance.id;
  const isHandler = instance.data['compensation'] !== undefined;
  if (node.outputSets !== undefined) checkSets(node, 'output', node.outputSets, { ...step.visible(instance.id), ...result });
  if (node.outputMappings.length === 0) {
    propagateVariables(step, isHandler ? parentId : instance.id, result);
    if (isHandler) noteChanges(step, instance.id, Object.keys(result));
    return;
  }
  setVariables(step, instance.id, result);
  const targets = evaluateMappings(step, node.outputMappings, step.visible(instance.id), 'output');
  const own = ownOutputOf(node, instance);
  const isOwn = ([name]: readonly [string, JsonValue]): boolean => name === own;
  setVariables(step, instance.id, Object.fromEntries(Object.entries(targets).filter(isOwn)));
  propagateVariables(step, parentId, Object.fromEntries(Object.entries(targets).filter((target) => !isOwn(target))));
  if (isHandler) noteChanges(step, instance.id, Object.keys(targets));
}
