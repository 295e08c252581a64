import { XML_LIMITS } from '../xml-scan.ts';
import { aboutLine, aboutRaw } from './xml-rule.ts';
import type { XmlRule } from './xml-rule.ts';

/** No element of the standards has more than a few dozen attributes. */
export const tooManyAttributes: XmlRule = {
  id: 'too-many-attributes',
  severity: 'error',
  section: 'Lanework',
  statement: 'An element has at most 200 attributes.',
  check: (input) => {
    if (input.scan.mostAttributes <= XML_LIMITS.attributesOfElement) return [];
    const complaint = {
      expected: `at most ${XML_LIMITS.attributesOfElement} attributes per element`,
      found: String(input.scan.mostAttributes),
      mend: 'Remove attributes.',
    };
    // The scan keeps as many attributes as are allowed, so the element that has too many is full.
    const full = input.scan.elements.find(({ attributes }) => attributes.length >= XML_LIMITS.attributesOfElement);
    return [
      full === undefined ? aboutLine(input, 'too-many-attributes', 1, complaint) : aboutRaw(input, 'too-many-attributes', full, complaint),
    ];
  },
};
