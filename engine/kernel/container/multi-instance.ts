import type { Activity, JsonObject, JsonValue, MultiInstanceLoop } from '../../model/index.ts';
import type { ElementInstance } from '../../state/index.ts';
import type { LoopHandler } from '../element-handler.ts';
import type { Step } from '../step.ts';
import { openBoundaryEvents } from '../behavior/boundary-events.ts';
import { registerCompensation } from '../behavior/compensation.ts';
import { completeElement } from '../behavior/complete-element.ts';
import { ElementFailure } from '../behavior/element-failure.ts';
import { activate, enterElement } from '../behavior/enter-element.ts';
import { evaluate, evaluateBoolean, evaluateInteger, failExpression } from '../behavior/evaluate.ts';
import { cancelContent, leaveElement } from '../behavior/leave-element.ts';
import { outputVariable } from '../behavior/loop-output.ts';
import { planLoopEvents, throwLoopEvents } from '../behavior/loop-events.ts';
import { setVariables } from '../behavior/variables.ts';

/** Most instances that one multi-instance activity may have; more is an incident and not an engine out of memory. */
export const MAX_LOOP_INSTANCES = 100_000;

/** How many instances there are: the built-in variables of BPMN 2.0.2, table 10.30, as variables of the body. */
interface Counters {
  readonly numberOfInstances: number;
  readonly numberOfActiveInstances: number;
  readonly numberOfCompletedInstances: number;
  readonly numberOfTerminatedInstances: number;
}

const asVariables = (counters: Counters): JsonObject => ({ ...counters });

function countersOf(step: Step, body: ElementInstance): Counters {
  const variables = step.draft.variables[body.id] ?? {};
  const count = (name: keyof Counters): number => {
    const value = variables[name];
    return typeof value === 'number' ? value : 0;
  };
  return {
    numberOfInstances: count('numberOfInstances'),
    numberOfActiveInstances: count('numberOfActiveInstances'),
    numberOfCompletedInstances: count('numberOfCompletedInstances'),
    numberOfTerminatedInstances: count('numberOfTerminatedInstances'),
  };
}

/** What to run over: the items of the collection, or null items for a cardinality. */
function itemsOf(step: Step, loop: MultiInstanceLoop, body: ElementInstance): readonly JsonValue[] | number {
  if (loop.inputCollection !== null) {
    const items = evaluate(step, loop.inputCollection, body.id, 'the input collection');
    return Array.isArray(items)
      ? (items as readonly JsonValue[])
      : failExpression(loop.inputCollection, 'the input collection', 'a list', JSON.stringify(items));
  }
  if (loop.cardinality === null)
    throw new Error(`Expected a cardinality or an input collection at "${body.elementId}", but found neither.`);
  const size = evaluateInteger(step, loop.cardinality, body.id, 'the loop cardinality');
  return size >= 0 ? size : failExpression(loop.cardinality, 'the loop cardinality', 'a number not less than 0', String(size));
}

function startItem(
  step: Step,
  node: Activity,
  loop: MultiInstanceLoop,
  body: ElementInstance,
  index: number,
  item: JsonValue,
  data: JsonObject = {},
): ElementInstance {
  const instance = enterElement(step, { elementId: node.id, scopeId: body.id, loopIndex: index, data });
  const output = outputVariable(loop);
  setVariables(step, instance.id, {
    ...(output === null ? {} : { [output]: null }),
    ...(loop.inputElement === null ? {} : { [loop.inputElement]: item }),
    loopCounter: index + 1,
  });
  return instance;
}

/** Opens a body without any instance yet: a modification adds them with `addItem`. */
export function openEmptyBody(step: Step, node: Activity, body: ElementInstance): void {
  openBoundaryEvents(step, node, body);
  activate(step, body);
}

/** One more instance in a body, after those that it has had; its item is null unless whoever adds it gives one. */
export function addItem(step: Step, node: Activity, loop: MultiInstanceLoop, body: ElementInstance, data: JsonObject): ElementInstance {
  const counters = countersOf(step, body);
  const numberOfInstances = counters.numberOfInstances + 1;
  if (numberOfInstances > MAX_LOOP_INSTANCES)
    throw new ElementFailure('LOOP_TOO_LARGE', `Expected at most ${MAX_LOOP_INSTANCES} instances of "${node.id}", but found one more.`);
  setVariables(
    step,
    body.id,
    asVariables({ ...counters, numberOfInstances, numberOfActiveInstances: counters.numberOfActiveInstances + 1 }),
  );
  return startItem(step, node, loop, body, numberOfInstances - 1, null, data);
}

/** An instance of a body was cancelled by itself: the counters say so. */
export function itemCancelled(step: Step, body: ElementInstance): void {
  const counters = countersOf(step, body);
  setVariables(
    step,
    body.id,
    asVariables({
      ...counters,
      numberOfActiveInstances: counters.numberOfActiveInstances - 1,
      numberOfTerminatedInstances: counters.numberOfTerminatedInstances + 1,
    }),
  );
}

function enterBody(step: Step, node: Activity, loop: MultiInstanceLoop, body: ElementInstance): void {
  const items = itemsOf(step, loop, body);
  const size = typeof items === 'number' ? items : items.length;
  if (size > MAX_LOOP_INSTANCES)
    throw new ElementFailure('LOOP_TOO_LARGE', `Expected at most ${MAX_LOOP_INSTANCES} instances of "${node.id}", but found ${size}.`);
  openBoundaryEvents(step, node, body);
  activate(step, body);
  const running = loop.isSequential ? Math.min(size, 1) : size;
  const itemAt = (index: number): JsonValue => (typeof items === 'number' ? null : (items[index] ?? null));
  // Instances to come need their items later; those of a parallel loop have them already.
  if (loop.isSequential && typeof items !== 'number') {
    step.emit({ kind: 'elementDataChanged', elementInstanceId: body.id, data: { ...body.data, items } });
  }
  setVariables(
    step,
    body.id,
    asVariables({
      numberOfInstances: size,
      numberOfActiveInstances: running,
      numberOfCompletedInstances: 0,
      numberOfTerminatedInstances: 0,
    }),
  );
  if (size === 0) finish(step, loop, step.instance(body.id), 0);
  for (let index = 0; index < running; index += 1) startItem(step, node, loop, body, index, itemAt(index));
}

/** The body has ended: its outputs, in the order of the items and with null for those without one, become the output collection. */
function finish(step: Step, loop: MultiInstanceLoop, body: ElementInstance, size: number): void {
  if (loop.outputCollection === null) {
    completeElement(step, body);
    return;
  }
  const given = body.data['outputs'];
  const outputs = Array.isArray(given) ? (given as readonly JsonValue[]) : []; // Written by the applier of loopOutputCollected.
  const collection = Array.from({ length: size }, (_, index) => outputs[index] ?? null);
  completeElement(step, body, { [loop.outputCollection]: collection });
}

function itemFromData(body: ElementInstance, index: number): JsonValue {
  const items = body.data['items'];
  return Array.isArray(items) ? ((items as readonly JsonValue[])[index] ?? null) : null; // Written by enterBody.
}

function endItem(step: Step, node: Activity, loop: MultiInstanceLoop, item: ElementInstance): void {
  const body = step.instance(item.scopeId ?? item.id);
  const index = item.loopIndex ?? 0;
  const before = countersOf(step, body);
  const size = before.numberOfInstances;
  const counters = {
    ...before,
    numberOfActiveInstances: before.numberOfActiveInstances - 1,
    numberOfCompletedInstances: before.numberOfCompletedInstances + 1,
  };
  const output = loop.outputElement === null ? null : { value: evaluate(step, loop.outputElement, item.id, 'the output element') };
  const isOver =
    loop.completionCondition !== null &&
    evaluateBoolean(step, loop.completionCondition, { ...step.visible(item.id), ...counters }, 'the completion condition');
  const thrown = planLoopEvents(step, loop, {
    body,
    item,
    counters: asVariables(counters),
    isFirst: before.numberOfCompletedInstances === 0,
  });
  // Nothing fails from here on.
  if (output !== null && loop.outputCollection !== null)
    step.emit({ kind: 'loopOutputCollected', elementInstanceId: body.id, index, ...output });
  registerCompensation(step, node, item, body.id);
  leaveElement(step, item);
  if (thrown.length > 0) {
    setVariables(step, body.id, asVariables(counters));
    throwLoopEvents(step, body, thrown, asVariables(counters));
    // An interrupting event that catches takes the whole activity away.
    if (step.find(body.id) === null) return;
  }
  goOn(step, node, loop, body, counters, isOver, index + 1 < size ? index + 1 : null);
}

/** After an instance has ended: the next one, or the end of the body, or waiting for the others. */
function goOn(
  step: Step,
  node: Activity,
  loop: MultiInstanceLoop,
  body: ElementInstance,
  counters: Counters,
  isOver: boolean,
  nextIndex: number | null,
): void {
  const size = counters.numberOfInstances;
  if (isOver) {
    const terminated = cancelContent(step, body.id);
    setVariables(step, body.id, asVariables({ ...counters, numberOfActiveInstances: 0, numberOfTerminatedInstances: terminated }));
    finish(step, loop, step.instance(body.id), size);
  } else if (loop.isSequential && nextIndex !== null) {
    setVariables(step, body.id, asVariables({ ...counters, numberOfActiveInstances: 1 }));
    startItem(step, node, loop, body, nextIndex, itemFromData(body, nextIndex));
  } else {
    setVariables(step, body.id, asVariables(counters));
    if (!step.draft.hasChildren(body.id)) finish(step, loop, step.instance(body.id), size);
  }
}

/**
 * Multi-instance activity, sequential and parallel (BPMN 2.0.2, 10.3.8 and 13.3.7). The body is an element instance of its own around
 * the instances: it owns the boundary events and the counters; each instance owns `loopCounter` (from 1) and its item.
 * As in the `zeebe:` dialect the built-in counters are variables. The events of its behavior are thrown as an instance completes, before
 * the completion condition ends the others (`behavior/loop-events.ts`).
 */
export const multiInstance: LoopHandler<MultiInstanceLoop> = { enterBody, endItem };
