import { aboutLine } from './xml-rule.ts';
import type { XmlRule } from './xml-rule.ts';

/** A document type declaration can declare entities that grow without bound or read other files; it is refused before parsing. */
export const doctype: XmlRule = {
  id: 'doctype',
  severity: 'error',
  section: 'XML 1.0, 2.8',
  statement: 'A file declares no document type and no entities.',
  check: (input) =>
    input.scan.doctypeLine === null
      ? []
      : [
          aboutLine(input, 'doctype', input.scan.doctypeLine, {
            expected: 'a file without a document type declaration',
            found: 'a "<!" declaration',
            mend: 'Remove the DOCTYPE and its entities; write the characters themselves.',
          }),
        ],
};
