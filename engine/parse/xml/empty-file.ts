import { aboutLine } from './xml-rule.ts';
import type { XmlRule } from './xml-rule.ts';

/** An empty file says nothing; a parser would only miss its first tag. */
export const emptyFile: XmlRule = {
  id: 'empty-file',
  severity: 'error',
  section: 'XML 1.0, 2.1',
  statement: 'A file has content.',
  check: (input) =>
    input.xml.replace('\uFEFF', '').trim() === ''
      ? [
          aboutLine(input, 'empty-file', 1, {
            expected: input.dialect === 'bpmn' ? 'a BPMN 2.0 diagram' : 'a DMN decision model',
            found: 'an empty file',
            mend: 'Save the file again from a modeler.',
          }),
        ]
      : [],
};
