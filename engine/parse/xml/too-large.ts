import { XML_LIMITS } from '../xml-scan.ts';
import { aboutLine } from './xml-rule.ts';
import type { XmlRule } from './xml-rule.ts';

/** A file has a limit of size, because it is read as a whole. The reader asks it before anything else. */
export const tooLarge: XmlRule = {
  id: 'too-large',
  severity: 'error',
  section: 'Lanework',
  statement: 'A file has at most 4 MiB.',
  check: (input) => {
    const bytes = new TextEncoder().encode(input.xml).length;
    return bytes <= XML_LIMITS.bytes
      ? []
      : [
          aboutLine(input, 'too-large', 1, {
            expected: `a file of at most ${XML_LIMITS.bytes} bytes`,
            found: `${bytes} bytes`,
            mend: 'Split the file.',
          }),
        ];
  },
};
