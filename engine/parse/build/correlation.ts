import type { Expression } from '../../model/index.ts';
import { child, children } from '../moddle-element.ts';
import type { ModdleElement } from '../moddle-element.ts';
import { feelOf, formalText } from './expressions.ts';

function ancestor(element: ModdleElement, type: string): ModdleElement | null {
  for (let current: ModdleElement | undefined = element; current !== undefined; current = current.$parent)
    if (current.$type === type) return current;
  return null;
}

/** Correlation properties that say how to read a key out of the message, with the FEEL that does it. */
function retrievals(message: ModdleElement): readonly { readonly property: ModdleElement; readonly path: string }[] {
  const definitions = ancestor(message, 'bpmn:Definitions');
  const properties =
    definitions === null ? [] : children(definitions, 'rootElements').filter((root) => root.$type === 'bpmn:CorrelationProperty');
  return properties.flatMap((property) => {
    const retrieval = children(property, 'correlationPropertyRetrievalExpression').find(
      (candidate) => child(candidate, 'messageRef') === message,
    );
    const path = retrieval === undefined ? null : formalText(retrieval, 'messagePath');
    return path === null ? [] : [{ property, path }];
  });
}

/** FEEL by which the process that waits holds the value of the property: its subscription's data path, else the same as in the message. */
function dataPath(process: ModdleElement | null, property: ModdleElement): string | null {
  const bindings =
    process === null
      ? []
      : children(process, 'correlationSubscriptions').flatMap((subscription) => children(subscription, 'correlationPropertyBinding'));
  const binding = bindings.find((candidate) => child(candidate, 'correlationPropertyRef') === property);
  return binding === undefined ? null : formalText(binding, 'dataPath');
}

/** Several properties make one key of their texts. */
function joined(sources: readonly string[]): Expression | null {
  const plain = sources.map((source) => source.replace(/^=\s*/, ''));
  const [first] = plain;
  if (first === undefined) return null;
  return feelOf(plain.length === 1 ? first : plain.map((source) => `string(${source})`).join(' + "|" + '));
}

/** How the key is read out of a message itself, by the message paths of its correlation properties; null when no property names the message. */
export const payloadKeyOf = (message: ModdleElement): Expression | null => joined(retrievals(message).map(({ path }) => path));

/**
 * Correlation key of plain BPMN (BPMN 2.0.2, 8.3.3): where the message is thrown, the message paths of its correlation properties, read from the sender's
 * variables; where it is caught, the data paths of the process's subscription, read from the receiver's. Null when no property names the message.
 */
export function correlationKeyOf(message: ModdleElement, user: ModdleElement, throws: boolean): Expression | null {
  const process = ancestor(user, 'bpmn:Process');
  return joined(retrievals(message).map(({ property, path }) => (throws ? path : (dataPath(process, property) ?? path))));
}
