import type { Finding, FlowNode, ProcessDefinition, SequenceFlow } from '../../model/index.ts';
import { makeFinding } from '../findings.ts';
import type { FindingInput } from '../findings.ts';
import { children, hasGet, idOf, nearestId } from '../moddle-element.ts';
import type { ModdleElement } from '../moddle-element.ts';
import { lineOfElement } from '../read-xml.ts';
import type { XmlDocument } from '../read-xml.ts';
import type { RuleDescription } from '../rule-description.ts';

/** What the checks know of an operation: names of its inputs and the BPMN error codes it may raise. */
export interface OperationSummary {
  readonly requiredInputs: readonly string[];
  readonly inputs: readonly string[];
  readonly errors: readonly string[];
}

/** Operations by topic (`erp.shipment.post`). */
export type OperationCatalogue = Readonly<Record<string, OperationSummary>>;

/** One process of the file: as written and as it will be executed. */
export interface CheckedProcess {
  readonly element: ModdleElement;
  readonly definition: ProcessDefinition;
}

/** What is checked. */
export interface RuleInput {
  readonly document: XmlDocument;
  readonly processes: readonly CheckedProcess[];
  /** Null when the operations are not known, for example in a command line without modules. */
  readonly operations: OperationCatalogue | null;
}

/** What is checked, with the lists that most rules walk. */
export interface RuleContext extends RuleInput {
  /** Every flow node of every process, with the definition that it belongs to. */
  readonly nodes: readonly { readonly node: FlowNode; readonly definition: ProcessDefinition }[];
  /** Every sequence flow of every process. */
  readonly flows: readonly { readonly flow: SequenceFlow; readonly definition: ProcessDefinition }[];
  /** Every element of the file, diagram information left out. */
  readonly elements: readonly ModdleElement[];
  /** The elements with a class of BPMN, zeebe or lanework that do not stand in a process which is skipped. */
  readonly executedElements: readonly ModdleElement[];
  /** The elements of the file that have an id. */
  readonly elementById: ReadonlyMap<string, ModdleElement>;
}

/** Makes the lists once for all rules. */
export function ruleContext(input: RuleInput): RuleContext {
  const elements = [...allElements(input.document.root)];
  return {
    ...input,
    nodes: input.processes.flatMap(({ definition }) => Object.values(definition.nodes).map((node) => ({ node, definition }))),
    flows: input.processes.flatMap(({ definition }) => Object.values(definition.flows).map((flow) => ({ flow, definition }))),
    elements,
    executedElements: elements.filter((element) => hasGet(element) && !isInSkippedProcess(element, input)),
    elementById: new Map(elements.filter(hasGet).flatMap((element) => withId(element))),
  };
}

function isInSkippedProcess(element: ModdleElement, input: RuleInput): boolean {
  for (let current: ModdleElement | undefined = element; current !== undefined; current = current.$parent)
    if (current.$type === 'bpmn:Process') return !input.processes.some((process) => process.element === current);
  return false;
}

function withId(element: ModdleElement): readonly (readonly [string, ModdleElement])[] {
  const id = idOf(element);
  return id === null ? [] : [[id, element]];
}

/** Whether the element with the id, or one directly inside it, refers by `property` (`bpmn:messageRef`) to something that is not there. */
export function refersToNothing(context: RuleContext, id: string, property: string, inside: string | null = null): boolean {
  const element = context.elementById.get(id);
  if (element === undefined) return false;
  const owners = inside === null ? [element] : children(element, inside);
  return owners.some((owner) => context.document.danglingReference(owner, property) !== null);
}

/** One deployment check. `check` reports every place where the rule is broken. */
export interface Rule extends RuleDescription {
  check(context: RuleContext): readonly Finding[];
}

type Complaint = Omit<FindingInput, 'rule' | 'element' | 'line'>;

/** A finding about a node or flow of the executable definition. */
export function about(
  context: RuleContext,
  rule: string,
  subject: Pick<FlowNode | SequenceFlow, 'id' | 'line'>,
  complaint: Complaint,
): Finding {
  return makeFinding(context.document.resource, {
    rule,
    element: subject.id,
    line: subject.line === 0 ? null : subject.line,
    ...complaint,
  });
}

/** A finding about an element of the file; one without id is named by its nearest ancestor that has one. */
export function aboutElement(context: RuleContext, rule: string, element: ModdleElement, complaint: Complaint): Finding {
  return makeFinding(context.document.resource, {
    rule,
    element: nearestId(element),
    line: lineOfElement(context.document, element),
    ...complaint,
  });
}

/** Name and id of an element for messages: `"Pack goods" (PackGoods)`. */
export function labelOf(node: Pick<FlowNode, 'id' | 'name'>): string {
  return node.name === null ? node.id : `"${node.name.replace(/\s+/g, ' ')}" (${node.id})`;
}

/** Every element below `root`, parents before children, whatever property holds it; diagram information is left out. */
function* allElements(root: ModdleElement): Generator<ModdleElement> {
  const open: ModdleElement[] = [root];
  for (let element = open.pop(); element !== undefined; element = open.pop()) {
    yield element;
    for (const [property, value] of Object.entries(element)) {
      if (property === 'diagrams' || property.startsWith('$')) continue;
      for (const child of Array.isArray(value) ? value : [value]) if (isOwnChild(child, element)) open.push(child);
    }
  }
}

/** References are elements too, but their parent is another one. */
function isOwnChild(value: unknown, parent: ModdleElement): value is ModdleElement {
  return typeof value === 'object' && value !== null && '$type' in value && '$parent' in value && value.$parent === parent;
}
