import { ROOT_SCOPE_ID } from '../../model/index.ts';
import type { ElementId, FlowNode, JsonObject, JsonValue } from '../../model/index.ts';
import type { ElementInstance } from '../../state/index.ts';
import { setVariables } from '../behavior/variables.ts';
import { initialNodes } from '../container/begin-content.ts';
import { beginProcess } from '../container/process.ts';
import type { Command } from '../command.ts';
import type { Rejection } from '../decide.ts';
import type { Step } from '../step.ts';
import type { CommandHandler } from './command-handler.ts';

type Start = Extract<Command, { kind: 'start' }>;

const noStart = (message: string): Rejection => ({ kind: 'rejected', code: 'NO_START_EVENT', message });

function check(step: Step, startEventId: ElementId | null): Rejection | null {
  const { processId } = step.definition;
  if (startEventId === null) {
    return initialNodes(step, processId).length > 0
      ? null
      : noStart(`Expected a none start event in process "${processId}", but found none.`);
  }
  const node = step.definition.nodes[startEventId];
  return node?.scopeId === processId ? null : noStart(`Expected start event "${startEventId}" in process "${processId}", but found none.`);
}

/** With output mappings at the start event that was triggered, only what they name comes into the process. */
const mapsPayload = (node: FlowNode | undefined): boolean =>
  node !== undefined &&
  node.outputMappings.length > 0 &&
  !(node.kind === 'startEvent' && node.definitions.every((definition) => definition.kind === 'none'));

function rootOf(step: Step, command: Start, payload: JsonObject): ElementInstance {
  const data: Record<string, JsonValue> = {};
  if (command.startEventId !== null) Object.assign(data, { startEventId: command.startEventId, payload });
  return {
    id: ROOT_SCOPE_ID,
    elementId: step.definition.processId,
    scopeId: null,
    status: 'entering',
    viaFlowId: null,
    isLoopBody: false,
    loopIndex: null,
    data,
  };
}

/** Starts a process instance: at the start event that was triggered, else at its none start event. */
export const startCommand: CommandHandler<'start'> = (step, command) => {
  const rejection = check(step, command.startEventId);
  if (rejection !== null) return rejection;
  const { instanceId, definitionId, businessKey, rootInstanceId, caller } = command;
  const maps = mapsPayload(step.definition.nodes[command.startEventId ?? '']);
  const root = rootOf(step, command, maps ? command.variables : {});
  step.emit({
    kind: 'instanceStarted',
    instanceId,
    definitionId,
    processId: step.definition.processId,
    businessKey,
    rootInstanceId,
    caller,
  });
  step.emit({ kind: 'elementEntered', elementInstance: root });
  const properties = Object.fromEntries((step.definition.properties ?? []).map((name) => [name, null]));
  setVariables(step, ROOT_SCOPE_ID, maps ? properties : { ...properties, ...command.variables });
  beginProcess(step, root);
  return null;
};
