import { aboutLine, lineAt } from './xml-rule.ts';
import type { XmlRule } from './xml-rule.ts';

/**
 * A file is decoded as it declares before it comes here. What could not be decoded arrives as U+FFFD, and the text of a file of two bytes per character
 * that is read as UTF-8 has U+0000 between its letters.
 */
export const encoding: XmlRule = {
  id: 'encoding',
  severity: 'error',
  section: 'XML 1.0, 4.3.3',
  statement: 'A file is written in the encoding that it declares, UTF-8 when it declares none.',
  check: (input) => {
    const broken = Math.max(input.xml.indexOf('\uFFFD'), input.xml.indexOf('\u0000'));
    return broken === -1
      ? []
      : [
          aboutLine(input, 'encoding', lineAt(input.xml, broken), {
            expected: 'a file in the encoding that it declares',
            found: 'bytes that are something else',
            mend: 'Save the file as UTF-8.',
          }),
        ];
  },
};
