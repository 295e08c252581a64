import { XML_LIMITS } from '../xml-scan.ts';
import { aboutRaw } from './xml-rule.ts';
import type { XmlRule } from './xml-rule.ts';

/** Names, ids and expressions are written by people; documents belong into files of their own. */
export const tooLongAttribute: XmlRule = {
  id: 'too-long-attribute',
  severity: 'error',
  section: 'Lanework',
  statement: 'An attribute has at most 65,536 characters, an id at most 255.',
  check: (input) =>
    input.scan.elements.flatMap((element) =>
      element.attributes.flatMap(({ name, value }) => {
        const most = name === 'id' ? XML_LIMITS.idCharacters : XML_LIMITS.attributeCharacters;
        return value.length <= most
          ? []
          : [
              aboutRaw(input, 'too-long-attribute', element, {
                expected: `at most ${most} characters in ${name}`,
                found: String(value.length),
                mend: 'Shorten the value.',
              }),
            ];
      }),
    ),
};
