import { XML_LIMITS } from '../xml-scan.ts';
import type { RawElement } from '../xml-scan.ts';
import { aboutLine, aboutRaw } from './xml-rule.ts';
import type { XmlRule } from './xml-rule.ts';

function depthOf(element: RawElement): number {
  let depth = 0;
  for (let current: RawElement | null = element; current !== null && depth <= XML_LIMITS.nesting; current = current.parent) depth += 1;
  return depth;
}

/** Nesting costs stack; people read no further than a few levels. */
export const tooDeep: XmlRule = {
  id: 'too-deep',
  severity: 'error',
  section: 'Lanework',
  statement: 'Elements are nested at most 64 deep.',
  check: (input) => {
    if (input.scan.deepestNesting <= XML_LIMITS.nesting) return [];
    const complaint = {
      expected: `elements nested at most ${XML_LIMITS.nesting} deep`,
      found: String(input.scan.deepestNesting),
      mend: 'Move inner sub-processes into processes of their own and call them by call activities.',
    };
    const first = input.scan.elements.find((element) => depthOf(element) > XML_LIMITS.nesting);
    return [first === undefined ? aboutLine(input, 'too-deep', 1, complaint) : aboutRaw(input, 'too-deep', first, complaint)];
  },
};
