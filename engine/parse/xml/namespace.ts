import { LANEWORK_NAMESPACE, ZEEBE_NAMESPACE } from './namespaces.ts';
import { aboutRaw } from './xml-rule.ts';
import type { XmlRule } from './xml-rule.ts';

/** Namespaces whose elements are executed, with what gives away that one of them is meant. */
const EXECUTED: readonly { readonly uri: string; readonly prefix: string; readonly meant: RegExp }[] = [
  { uri: ZEEBE_NAMESPACE, prefix: 'zeebe', meant: /camunda\.(?:org|com|io)\/schema\/zeebe/i },
  { uri: LANEWORK_NAMESPACE, prefix: 'lanework', meant: /lanework\.[a-z]+\/schema/i },
];

/**
 * Elements of unknown namespaces are documentation and passed over. A misspelt namespace of ours would make all that it says about execution such
 * documentation, so it is refused.
 */
export const namespace: XmlRule = {
  id: 'namespace',
  severity: 'error',
  section: 'BPMN 2.0.2, 8.3.3',
  statement: 'The zeebe and lanework namespaces are written as they are.',
  check: (input) =>
    input.scan.elements.flatMap((element) =>
      element.attributes.flatMap(({ name, value }) => {
        if (!name.startsWith('xmlns')) return [];
        const meant = EXECUTED.find(({ uri, prefix, meant }) => uri !== value.trim() && (name === `xmlns:${prefix}` || meant.test(value)));
        return meant === undefined
          ? []
          : [
              aboutRaw(input, 'namespace', element, {
                expected: `the namespace "${meant.uri}" for ${meant.prefix}`,
                found: `"${value}"`,
                mend: `Write xmlns:${meant.prefix}="${meant.uri}".`,
              }),
            ];
      }),
    ),
};
