import { BPMN_NAMESPACE, localName, namespaceOf } from './namespaces.ts';
import { rawId } from '../xml-scan.ts';
import type { RawElement } from '../xml-scan.ts';
import { aboutRaw } from './xml-rule.ts';
import type { XmlRule } from './xml-rule.ts';

/** Elements that the engine finds again by their id: a flow without one gets a name, a node could not be told from another. */
const NAMED =
  /^(?:process|(?:user|service|script|send|receive|manual|businessRule)?[tT]ask|callActivity|subProcess|adHocSubProcess|transaction|.*Gateway|(?:start|end|boundary|intermediateCatch|intermediateThrow|implicitThrow)Event|event)$/;

/** The event of a complex multi-instance behavior is a member of its definition, and no node that a token comes to. */
const isMember = (element: RawElement): boolean =>
  localName(element.name) === 'event' && element.parent !== null && localName(element.parent.name) === 'complexBehaviorDefinition';

/** An element without id cannot be executed: no flow, no record and no task could name it. */
export const idMissing: XmlRule = {
  id: 'id-missing',
  severity: 'error',
  section: 'BPMN 2.0.2, 8.3.1',
  statement: 'Processes and flow nodes have an id.',
  check: (input) =>
    input.scan.elements
      .filter((element) => !isMember(element))
      .filter((element) => NAMED.test(localName(element.name)) && namespaceOf(element) === BPMN_NAMESPACE && (rawId(element) ?? '') === '')
      .map((element) =>
        aboutRaw(input, 'id-missing', element, {
          expected: `an id on every <${localName(element.name)}>`,
          found: 'none',
          mend: 'Give the element an id that is unique in the file.',
        }),
      ),
};
