import type { Finding, ProcessDefinition } from '../model/index.ts';
import { bpmnReader } from './bpmn-reader.ts';
import { inFileOrder, makeFinding, refuses } from './findings.ts';
import { processDefinition } from './build/process.ts';
import { isGlobalTaskClass } from './build/flow-node.ts';
import { children, idOf } from './moddle-element.ts';
import type { ModdleElement } from './moddle-element.ts';
import { prepareBpmn } from './prepare-bpmn.ts';
import { lineOfElement, readXml } from './read-xml.ts';
import type { XmlDocument } from './read-xml.ts';
import type { GeneratedForm } from './translate/index.ts';
import { validate } from './validate/index.ts';
import type { OperationCatalogue } from './validate/rule.ts';

export type ParseResult =
  /** `findings` are warnings. `forms` were made of form fields of another engine; they are there only when the file has such fields. */
  | {
      readonly kind: 'parsed';
      readonly definitions: readonly ProcessDefinition[];
      readonly findings: readonly Finding[];
      readonly forms?: readonly GeneratedForm[];
    }
  /** At least one finding is an error. */
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

const reader = bpmnReader();

/** References by which a diagram may name a variable that no element of the file declares. */
const VARIABLE_REFERENCES: ReadonlySet<string> = new Set(['bpmn:loopDataInputRef', 'bpmn:loopDataOutputRef']);

/**
 * Reads a BPMN file into its executable processes and checks them (BPMN 2.0.2). All findings come at once, in the order of the file; one error
 * refuses the whole file. Never throws for bad input. With `operations` the tasks are checked against the operations that exist.
 */
export async function parseBpmn(xml: string, resourceName: string, operations: OperationCatalogue | null = null): Promise<ParseResult> {
  let forms: readonly GeneratedForm[] = [];
  const result = await readXml(xml, resourceName, {
    reader,
    rootType: 'bpmn:Definitions',
    looseReferences: VARIABLE_REFERENCES,
    prepare: (text) => {
      const prepared = prepareBpmn(text);
      forms = prepared.translation?.forms ?? [];
      return prepared;
    },
  });
  if (result.kind === 'refused') return result;
  const { document } = result;
  const { executable, findings: skipped } = executableProcesses(document);
  const globalTasks = children(document.root, 'rootElements').filter((element) => isGlobalTaskClass(element.$type));
  const processes = [...executable, ...globalTasks].map((element) => ({ element, definition: processDefinition(element, document) }));
  const checked = validate({ document, processes, operations }).filter((finding) => !followsFrom(finding, result.findings));
  const findings = inFileOrder([...result.findings, ...skipped, ...checked]);
  if (refuses(findings)) return { kind: 'refused', findings };
  return {
    kind: 'parsed',
    definitions: processes.map((process) => process.definition),
    findings,
    ...(forms.length === 0 ? {} : { forms }),
  };
}

/** Rules under which the reader drops an element. */
const DROPPING: ReadonlySet<string> = new Set(['duplicate-id', 'illegal-id', 'unknown-element', 'id-missing']);
/** Rules that miss something, which may be what was dropped. */
const MISSING: ReadonlySet<string> = new Set([
  'boundary-event-flows',
  'compensation-handler',
  'empty-container',
  'event-gateway',
  'event-sub-process',
  'link-pairs',
  'scope-start',
  'script-format',
  'start-event-outgoing',
  'task-waits',
  'unreachable-node',
]);

/** Rules that cannot read what is written in the language of another engine, which has a finding of its own. */
const UNREADABLE: ReadonlySet<string> = new Set(['feel-syntax', 'script-format', 'expression-language']);

/** Whether a finding is only there because the reader dropped an element, or because a text could not be translated; both have findings of their own. */
function followsFrom(finding: Finding, read: readonly Finding[]): boolean {
  return read.some(
    ({ rule, element }) =>
      (MISSING.has(finding.rule) && DROPPING.has(rule)) ||
      (UNREADABLE.has(finding.rule) && rule === 'foreign-refused' && element === finding.element),
  );
}

/**
 * The processes of a file that are executed: those with `isExecutable="true"`; where no process says so, those that leave the attribute out and have content;
 * where all say `false`, as drawing tools do by default, those with content, with a warning. The others describe partners and are skipped with a warning.
 */
function executableProcesses(document: XmlDocument): {
  readonly executable: readonly ModdleElement[];
  readonly findings: readonly Finding[];
} {
  const processes = children(document.root, 'rootElements').filter((element) => element.$type === 'bpmn:Process');
  const declared = processes.filter((process) => process.get('isExecutable') === true);
  const undeclared = processes.filter(
    (process) => process.get('isExecutable') === undefined && children(process, 'flowElements').length > 0,
  );
  const drawn = processes.filter((process) => children(process, 'flowElements').length > 0);
  const executable = [declared, undeclared, drawn].find((some) => some.length > 0) ?? [];
  // A file may hold nothing but global tasks for others to call.
  const isLibrary = processes.length === 0 && children(document.root, 'rootElements').some(({ $type }) => isGlobalTaskClass($type));
  if (executable.length === 0 && !isLibrary) {
    const first = processes[0];
    const finding = makeFinding(document.resource, {
      rule: 'no-executable-process',
      element: first === undefined ? null : idOf(first),
      line: lineOfElement(document, first ?? document.root) ?? 1,
      expected: 'at least one executable process',
      found: processes.length === 0 ? 'no process' : 'only processes without content',
      mend: 'Draw the flow of a process and set isExecutable="true" on it.',
    });
    return { executable, findings: [finding] };
  }
  const onlyDrawn = executable
    .filter((process) => process.get('isExecutable') === false)
    .map((process) => onlyDrawnFinding(process, document));
  const skipped = processes.filter((process) => !executable.includes(process) && children(process, 'flowElements').length > 0);
  const findings = skipped.map((process) =>
    makeFinding(document.resource, {
      rule: 'process-not-executable',
      severity: 'warning',
      element: idOf(process),
      line: lineOfElement(document, process),
      expected: 'isExecutable="true" on every process that is to run',
      found: 'a process that is not executable and is skipped',
      mend: 'Set isExecutable="true", or leave it as the picture of a partner.',
    }),
  );
  return { executable, findings: [...onlyDrawn, ...findings] };
}

function onlyDrawnFinding(process: ModdleElement, document: XmlDocument): Finding {
  return makeFinding(document.resource, {
    rule: 'process-only-drawn',
    severity: 'warning',
    element: idOf(process),
    line: lineOfElement(document, process),
    expected: 'isExecutable="true" on a process that is to run',
    found: 'isExecutable="false" on every process of the file, so those with content run',
    mend: 'Set isExecutable="true".',
  });
}
