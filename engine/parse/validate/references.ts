import type { EventDefinition, FlowNode } from '../../model/index.ts';
import { about, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

type Fault = { readonly expected: string; readonly mend: string } | null;

const isEmpty = (value: { readonly kind: string; readonly value?: unknown }): boolean => value.kind === 'literal' && value.value === '';

/** What an event cannot do without: the name of its message or signal, and where it throws, the code of its error or escalation. */
function fault(definition: EventDefinition, throws: boolean): Fault {
  switch (definition.kind) {
    case 'message':
      return isEmpty(definition.messageName)
        ? { expected: 'a message with a name', mend: 'Create a message and refer to it by messageRef.' }
        : null;
    case 'signal':
      return isEmpty(definition.signalName)
        ? { expected: 'a signal with a name', mend: 'Create a signal and refer to it by signalRef.' }
        : null;
    case 'error':
      return throws && definition.errorCode === null
        ? { expected: 'an error with an error code', mend: 'Create an error with a code and refer to it by errorRef.' }
        : null;
    case 'escalation':
      return throws && definition.escalationCode === null
        ? { expected: 'an escalation with an escalation code', mend: 'Create an escalation with a code and refer to it by escalationRef.' }
        : null;
    case 'conditional':
      return definition.condition.kind === 'feel' && definition.condition.source === ''
        ? { expected: 'a condition', mend: 'Write the condition in FEEL.' }
        : null;
    case 'none':
    case 'timer':
    case 'terminate':
    case 'cancel':
    case 'compensation':
    case 'link':
      return null;
  }
}

function definitionsOf(node: FlowNode): readonly EventDefinition[] {
  if ('definitions' in node) return node.definitions;
  return 'message' in node && node.message !== null ? [node.message] : [];
}

/** Events and message tasks refer to what they wait for or throw (BPMN 2.0.2, 10.5.5). A message end or throw event may be a job instead. */
export const references: Rule = {
  id: 'references',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.5.5',
  statement: 'An event refers to what it waits for or throws.',
  check: (context) =>
    context.nodes.flatMap(({ node }) => {
      const throws = node.kind === 'endEvent' || node.kind === 'intermediateThrowEvent';
      if ('job' in node && node.job !== null) return [];
      return definitionsOf(node).flatMap((definition) => {
        const found = fault(definition, throws);
        return found === null
          ? []
          : [about(context, 'references', node, { expected: `${labelOf(node)} with ${found.expected}`, found: 'none', mend: found.mend })];
      });
    }),
};
