import type { FindingInput } from './findings.ts';
import { prepareInterchange } from './interchange/index.ts';
import { foreignFindings } from './translate/findings.ts';
import { translateForeign } from './translate/index.ts';
import type { ForeignTranslation } from './translate/index.ts';

/** A file in the words that are executed, on the lines that it had. */
export interface PreparedBpmn {
  readonly xml: string;
  readonly findings: readonly FindingInput[];
  /** Null for a file without anything of another engine. */
  readonly translation: ForeignTranslation | null;
}

/** Brings a file of any modeler into the spelling of the reader, and one made for another engine into the dialect that is executed. */
export function prepareBpmn(xml: string): PreparedBpmn {
  const prepared = prepareInterchange(xml);
  const translation = translateForeign(prepared.xml);
  if (translation === null) return { ...prepared, translation };
  return { xml: translation.xml, findings: [...prepared.findings, ...foreignFindings(translation)], translation };
}
