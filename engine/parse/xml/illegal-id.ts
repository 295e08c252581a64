import { BPMN_NAMESPACE, DMN_NAMESPACE, namespaceOf } from './namespaces.ts';
import { rawId } from '../xml-scan.ts';
import { aboutRaw } from './xml-rule.ts';
import type { XmlRule } from './xml-rule.ts';

const NAME = /^[A-Za-z_][\w.-]*$/;

/** Ids are names without colon of XML, here of ASCII letters alone: they stand in addresses, files and records. The reader drops other elements. */
export const illegalId: XmlRule = {
  id: 'illegal-id',
  severity: 'error',
  section: 'BPMN 2.0.2, 8.3.1',
  statement: 'An id is made of ASCII letters, digits, "_", "-" and ".", and begins with a letter or "_".',
  check: (input) =>
    input.scan.elements.flatMap((element) => {
      const id = rawId(element);
      if (id === null || id === '' || NAME.test(id)) return [];
      const uri = namespaceOf(element) ?? '';
      if (uri !== BPMN_NAMESPACE && !DMN_NAMESPACE.test(uri)) return [];
      return [
        aboutRaw(input, 'illegal-id', element, {
          expected: 'an id of ASCII letters, digits, "_", "-" and "." that begins with a letter or "_"',
          found: `"${id}"`,
          mend: 'Rename the id; the name of the element may have any letters.',
        }),
      ];
    }),
};
