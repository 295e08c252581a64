import type { FindingInput } from '../findings.ts';
import { TextEdits } from '../xml/edits.ts';
import { readTree } from '../xml/tree.ts';
import { resolveReferences } from './references.ts';
import { unifySpelling } from './spelling.ts';

/** A file as the reader understands it, and what had to be left out. Lines stay what they were. */
export interface Prepared {
  readonly xml: string;
  readonly findings: readonly FindingInput[];
}

const ENCODING = /^(\uFEFF?<\?xml[^>]*?)\s+encoding\s*=\s*(?:"[^"]*"|'[^']*')/;

/**
 * Brings a BPMN file of any modeler into the spelling that the reader knows (BPMN 2.0.2, 15): other prefixes, QNames, forms of booleans. What was read
 * as text has its encoding behind it, so the declared one counts no more, unless characters were lost.
 */
export function prepareInterchange(xml: string): Prepared {
  const text = xml.includes('\uFFFD') ? xml : xml.replace(ENCODING, '$1 encoding="UTF-8"');
  const root = readTree(text);
  if (root === null) return { xml: text, findings: [] };
  const edits = new TextEdits();
  const findings = resolveReferences(root, edits);
  unifySpelling(root, edits);
  return { xml: edits.isEmpty ? text : edits.apply(text), findings };
}
