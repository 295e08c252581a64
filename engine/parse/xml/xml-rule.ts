import type { Finding } from '../../model/index.ts';
import { makeFinding } from '../findings.ts';
import type { FindingInput } from '../findings.ts';
import type { RuleDescription } from '../rule-description.ts';
import { nearestRawId } from '../xml-scan.ts';
import type { RawElement, XmlScan } from '../xml-scan.ts';

/** The standard that a file is written in. */
export type Dialect = 'bpmn' | 'dmn';

/** What a rule of the text of a file looks at. */
export interface XmlRuleInput {
  readonly resource: string;
  readonly xml: string;
  readonly scan: XmlScan;
  readonly dialect: Dialect;
}

/** A rule that needs no schema: it looks at the text of a file and at its elements as they are written. */
export interface XmlRule extends RuleDescription {
  check(input: XmlRuleInput): readonly Finding[];
}

type Complaint = Omit<FindingInput, 'rule' | 'element' | 'line'>;

/** A finding at an element as written; one without id is named by the nearest element around it that has one. */
export function aboutRaw(input: XmlRuleInput, rule: string, element: RawElement, complaint: Complaint): Finding {
  return makeFinding(input.resource, { rule, element: nearestRawId(element), line: element.line, ...complaint });
}

/** A finding about the file, at a line. */
export function aboutLine(input: XmlRuleInput, rule: string, line: number, complaint: Complaint): Finding {
  return makeFinding(input.resource, { rule, line, ...complaint });
}

/** 1-based line of a position in the text. */
export function lineAt(xml: string, offset: number): number {
  let line = 1;
  for (let next = xml.indexOf('\n'); next !== -1 && next < offset; next = xml.indexOf('\n', next + 1)) line += 1;
  return line;
}
