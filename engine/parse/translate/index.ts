import { readTree, descendants } from '../xml/tree.ts';
import type { XmlElement } from '../xml/tree.ts';
import { isBpmn } from '../interchange/namespaces.ts';
import { callActivity } from './construct/call-activity.ts';
import { decision } from './construct/decision.ts';
import { event } from './construct/event.ts';
import { expressions } from './construct/expressions.ts';
import { form } from './construct/form.ts';
import { inputOutput } from './construct/input-output.ts';
import { job } from './construct/job.ts';
import { jobPriority } from './construct/job-priority.ts';
import { multiInstance } from './construct/multi-instance.ts';
import { processAttributes } from './construct/process.ts';
import { retries } from './construct/retries.ts';
import { scriptTask } from './construct/script-task.ts';
import { simpleAttributes } from './construct/simple-attributes.ts';
import { userTask } from './construct/user-task.ts';
import { DIALECTS, LANEWORK, ZEEBE, dialectOf, mentionsDialect } from './dialects.ts';
import { makeReport } from './report.ts';
import type { ImportReport } from './report.ts';
import { Translation } from './translation.ts';
import type { DialectOfFile, GeneratedForm } from './translation.ts';

/** A translated file: the text with what was added beside the originals, on the same lines; the forms made; what became of everything. */
export interface ForeignTranslation {
  readonly xml: string;
  readonly forms: readonly GeneratedForm[];
  readonly report: ImportReport;
  /** Whether the file had been translated before, so that it was only looked at. */
  readonly wasImported: boolean;
}

/** The families of constructs, in an order in which each knows what it needs: attempts and priorities need the job, words come last. */
const FAMILIES: readonly ((translation: Translation, owner: XmlElement) => void)[] = [
  processAttributes,
  decision,
  job,
  retries,
  jobPriority,
  inputOutput,
  userTask,
  form,
  callActivity,
  multiInstance,
  scriptTask,
  event,
  expressions,
  simpleAttributes,
];

/** The prefix of a namespace in the file, or a new one and its declaration. */
function prefixFor(root: XmlElement, namespace: string, wanted: string): { readonly prefix: string; readonly declaration: string } {
  const known = [...root.namespaces].find(([prefix, declared]) => declared === namespace && prefix !== '');
  if (known !== undefined) return { prefix: known[0], declaration: '' };
  let prefix = wanted;
  while (root.namespaces.has(prefix)) prefix += '1';
  return { prefix, declaration: ` xmlns:${prefix}="${namespace}"` };
}

/** The dialect of the file: that of the first foreign part; null when it has none. */
function mainDialect(root: XmlElement): DialectOfFile | null {
  for (const element of descendants(root)) {
    const found = [element.namespace, ...element.attributes.map((attribute) => attribute.namespace)]
      .map(dialectOf)
      .find((dialect) => dialect !== null);
    if (found !== undefined) return { dialect: found, isUsed: true };
  }
  // A file that declares the namespace may use the dialect in its expressions alone.
  const declared = [...root.namespaces.values()].map(dialectOf).find((dialect) => dialect !== null) ?? null;
  return declared === null ? null : { dialect: declared, isUsed: false };
}

/**
 * Translates the execution attributes, extension elements and expressions of Camunda, Operaton, Flowable and Activiti into the dialect that is executed.
 * Originals stay; what was put in the place of a text of BPMN keeps it in `lanework:original`. Null for a file without anything of theirs, and for one that
 * is not well-formed, which the parser reports.
 */
export function translateForeign(xml: string): ForeignTranslation | null {
  if (!mentionsDialect(xml)) return null;
  const root = readTree(xml);
  const dialect = root === null ? null : mainDialect(root);
  if (root === null || dialect === null || !isBpmn(root)) return null;
  const zeebe = prefixFor(root, ZEEBE, 'zeebe');
  const lanework = prefixFor(root, LANEWORK, 'lanework');
  const translation = new Translation(root, dialect, { zeebe: zeebe.prefix, lanework: lanework.prefix });
  for (const element of descendants(root)) {
    if (!isBpmn(element)) continue;
    for (const family of FAMILIES) family(translation, element);
  }
  const report = makeReport(translation.entries());
  const wasImported = root.attributes.some((attribute) => attribute.namespace === LANEWORK && attribute.local === 'importedFrom');
  if (wasImported) return { xml, forms: [], report, wasImported };
  translation.on(root).setAttribute('importedFrom', report.dialects.join(' ') || dialect.dialect);
  translation.edits.insert(root.start + 1 + root.name.length, zeebe.declaration + lanework.declaration);
  return { xml: translation.write(xml), forms: translation.forms, report, wasImported };
}

export { DIALECTS };
export type { GeneratedForm, ImportReport };
export type { ImportEntry, ImportOutcome } from './report.ts';
export type { AdviceId } from './advice.ts';
export { ADVICE } from './advice.ts';
