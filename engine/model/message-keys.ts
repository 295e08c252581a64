import type { Expression } from './expression.ts';
import type { EventDefinition } from './event-definition.ts';
import type { ProcessDefinition } from './process-definition.ts';

/** How the key of a message is read out of what it carries (BPMN 2.0.2, 8.3.3: message path of a correlation property). */
export interface MessageKey {
  readonly messageName: Expression;
  readonly key: Expression;
}

/** The keys of all messages that a process waits for, each once. */
export function messageKeys(definition: ProcessDefinition): readonly MessageKey[] {
  const found = new Map<string, MessageKey>();
  for (const node of Object.values(definition.nodes)) {
    const definitions: readonly EventDefinition[] =
      'definitions' in node ? node.definitions : node.kind === 'receiveTask' ? [node.message] : [];
    for (const event of definitions) {
      if (event.kind !== 'message' || event.payloadKey === undefined) continue;
      const key: MessageKey = { messageName: event.messageName, key: event.payloadKey };
      found.set(JSON.stringify(key), key);
    }
  }
  return [...found.values()];
}

/** The key as text; null when it has none. */
export const keyText = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : null;
