import { expect } from 'chai';
import { parseBpmn } from '../../../engine/parse/index.ts';
import { lineOf } from './diagram.ts';

/** A diagram that breaks one rule at one element. */
export interface Refusal {
  readonly name: string;
  readonly rule: string;
  /** Null for rules about the whole file. */
  readonly element: string | null;
  readonly xml: string;
  /** Line of the finding where it is not that of the element; null for none. */
  readonly line?: number | null;
  /** Rules that cannot be kept either when this one is broken. */
  readonly alsoRules?: readonly string[];
}

/** One test per diagram: it is refused by exactly its rule, at its element and line. */
export function expectRefusals(cases: readonly Refusal[]): void {
  for (const refusal of cases) {
    it(`${refusal.name} (${refusal.rule})`, async () => {
      const result = await parseBpmn(refusal.xml, 'broken.bpmn');
      expect(result.kind).to.equal('refused');
      const errors = result.findings.filter((finding) => finding.severity === 'error');
      const expectedLine =
        refusal.line === undefined ? (refusal.element === null ? null : lineOf(refusal.xml, refusal.element)) : refusal.line;
      const finding = errors.find((error) => error.rule === refusal.rule);
      expect(finding, JSON.stringify(errors)).to.include({
        rule: refusal.rule,
        element: refusal.element,
        line: expectedLine,
        resource: 'broken.bpmn',
      });
      expect(finding?.message).to.match(/^Expected .*, but found .*\.$/s);
      expect(finding?.mend).not.to.equal('');
      const others = errors.filter((error) => error.rule !== refusal.rule && !(refusal.alsoRules ?? []).includes(error.rule));
      expect(others.map((error) => `${error.rule}: ${error.message}`)).to.deep.equal([]);
    });
  }
}
