import type { EventDefinition, EventDefinitionKind, Finding, FlowNode } from '../../model/index.ts';
import { about, labelOf, refersToNothing } from './rule.ts';
import type { RuleContext } from './rule.ts';

/** One kind of event definition, what it cannot do without, and the reference that would give it. */
export interface NeededReference<Kind extends EventDefinitionKind> {
  readonly rule: string;
  readonly kind: Kind;
  /** For example `bpmn:messageRef`. */
  readonly reference: string;
  readonly expected: string;
  readonly mend: string;
  /** Catching events may leave out what narrows them. */
  readonly onlyThrowing: boolean;
  isMissing(definition: Extract<EventDefinition, { readonly kind: Kind }>): boolean;
}

/** Whether a text that must be given is empty. */
export const isEmptyText = (value: { readonly kind: string; readonly value?: unknown }): boolean =>
  value.kind === 'literal' && value.value === '';

function definitionsOf(node: FlowNode): readonly EventDefinition[] {
  if ('definitions' in node) return node.definitions;
  return 'message' in node && node.message !== null ? [node.message] : [];
}

/** Nodes whose events lack what the reference gives. A throw or end event with a task definition is a job and needs no message. */
export function missingReferences<Kind extends EventDefinitionKind>(
  context: RuleContext,
  needed: NeededReference<Kind>,
): readonly Finding[] {
  const isOfKind = (definition: EventDefinition): definition is Extract<EventDefinition, { readonly kind: Kind }> =>
    definition.kind === needed.kind;
  return context.nodes.flatMap(({ node }) => {
    const throws = node.kind === 'endEvent' || node.kind === 'intermediateThrowEvent';
    if (('job' in node && node.job !== null) || (needed.onlyThrowing && !throws)) return [];
    // A reference to something that is not there is reported by itself.
    if (refersToNothing(context, node.id, needed.reference) || refersToNothing(context, node.id, needed.reference, 'eventDefinitions'))
      return [];
    return definitionsOf(node)
      .filter(isOfKind)
      .filter((definition) => needed.isMissing(definition))
      .map(() =>
        about(context, needed.rule, node, { expected: `${labelOf(node)} with ${needed.expected}`, found: 'none', mend: needed.mend }),
      );
  });
}
