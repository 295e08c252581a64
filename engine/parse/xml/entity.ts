import type { Finding } from '../../model/index.ts';
import { aboutLine, lineAt } from './xml-rule.ts';
import type { XmlRule } from './xml-rule.ts';

/** Comments, CDATA and processing instructions are passed over; what is left of `&` is an entity, a character or a fault. */
const AMPERSAND = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|&(?:(#\d+|#x[\da-fA-F]+|[A-Za-z_][\w.-]*);)?/g;
const KNOWN = /^(?:amp|lt|gt|quot|apos|#\d+|#x[\da-fA-F]+)$/;
/** Most findings of one file. */
const MOST = 20;

/** Without a document type only the five entities of XML exist; the reader would leave any other in the text as it stands. */
export const entity: XmlRule = {
  id: 'entity',
  severity: 'error',
  section: 'XML 1.0, 4.1',
  statement: 'Only the five entities of XML and numbers of characters are used, and every other "&" is written "&amp;".',
  check: (input) => {
    const findings: Finding[] = [];
    for (const match of input.xml.matchAll(AMPERSAND)) {
      if (!match[0].startsWith('&') || KNOWN.test(match[1] ?? '')) continue;
      findings.push(
        aboutLine(input, 'entity', lineAt(input.xml, match.index), {
          expected: '&amp;, &lt;, &gt;, &quot;, &apos; or the number of a character',
          found: match[1] === undefined ? 'a bare "&"' : `"&${match[1]};"`,
          mend: 'Write "&" as "&amp;", and any other character itself.',
        }),
      );
      if (findings.length === MOST) break;
    }
    return findings;
  },
};
