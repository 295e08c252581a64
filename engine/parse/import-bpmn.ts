import type { Finding } from '../model/index.ts';
import { inFileOrder, refuses } from './findings.ts';
import { parseBpmn } from './parse-bpmn.ts';
import { prepareBpmn } from './prepare-bpmn.ts';
import { refusalsBeforeReading } from './read-xml.ts';
import type { GeneratedForm } from './translate/index.ts';
import { makeReport } from './translate/report.ts';
import type { ImportReport } from './translate/report.ts';

/** A diagram of another engine or modeler, translated for good. */
export interface ImportResult {
  /** The translated file; the file itself where nothing had to be done or it cannot be read. */
  readonly xml: string;
  /** Forms that were made of form fields; they belong beside the diagram. */
  readonly forms: readonly GeneratedForm[];
  readonly report: ImportReport;
  /** What a deployment says about the translated file. */
  readonly findings: readonly Finding[];
  /** Whether a deployment refuses the translated file. */
  readonly isRefused: boolean;
}

/** Translates a diagram and checks the translation as a deployment does. Never throws for bad input: then the findings say what is wrong. */
export async function importBpmn(xml: string, resource: string): Promise<ImportResult> {
  const refused = refusalsBeforeReading(xml, resource);
  const nothing = { xml, forms: [], report: makeReport([]) };
  if (refused.length > 0) return { ...nothing, findings: refused, isRefused: true };
  const prepared = prepareBpmn(xml);
  const parsed = await parseBpmn(prepared.xml, resource);
  const findings = inFileOrder(parsed.findings);
  return {
    ...nothing,
    xml: prepared.xml,
    ...(prepared.translation === null ? {} : { forms: prepared.translation.forms, report: prepared.translation.report }),
    findings,
    isRefused: refuses(findings),
  };
}
