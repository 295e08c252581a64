import { XML_LIMITS } from '../xml-scan.ts';
import { aboutLine } from './xml-rule.ts';
import type { XmlRule } from './xml-rule.ts';

/** Time and memory grow with the elements of a file. */
export const tooManyElements: XmlRule = {
  id: 'too-many-elements',
  severity: 'error',
  section: 'Lanework',
  statement: 'A file has at most 10,000 elements.',
  check: (input) =>
    input.scan.elementCount <= XML_LIMITS.elements
      ? []
      : [
          aboutLine(input, 'too-many-elements', input.scan.elements.at(-1)?.line ?? 1, {
            expected: `at most ${XML_LIMITS.elements} XML elements`,
            found: String(input.scan.elementCount),
            mend: 'Split the diagram: move parts into processes of their own and call them by call activities.',
          }),
        ],
};
