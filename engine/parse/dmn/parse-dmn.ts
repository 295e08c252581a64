import type { DecisionElement, DecisionModel, ItemType } from '../../expression/index.ts';
import type { Finding } from '../../model/index.ts';
import { inFileOrder, refuses } from '../findings.ts';
import { child, children, idOf, text } from '../moddle-element.ts';
import type { ModdleElement } from '../moddle-element.ts';
import { readXml } from '../read-xml.ts';
import type { XmlDocument } from '../read-xml.ts';
import { checkDecisions } from './check-decisions.ts';
import { dmnReader } from './dmn-reader.ts';
import { nestedText, parametersOf, readLogic, tidy, typeRef } from './read-logic.ts';

export type DmnParseResult =
  /** `findings` are warnings. */
  | { readonly kind: 'parsed'; readonly model: DecisionModel; readonly findings: readonly Finding[] }
  /** At least one finding is an error. `model` is what could be read all the same, to evaluate decisions that the errors do not concern. */
  | { readonly kind: 'refused'; readonly findings: readonly Finding[]; readonly model?: DecisionModel };

/** The reader knows the namespaces of DMN 1.3; the elements that both have mean the same in 1.1, 1.2, 1.4 and 1.5. */
const NAMESPACES: readonly (readonly [RegExp, string])[] = [
  [/http:\/\/www\.omg\.org\/spec\/DMN\/20151101\/dmn\.xsd/g, 'https://www.omg.org/spec/DMN/20191111/MODEL/'],
  [/http:\/\/www\.omg\.org\/spec\/DMN\/20180521\/MODEL\//g, 'https://www.omg.org/spec/DMN/20191111/MODEL/'],
  [/https:\/\/www\.omg\.org\/spec\/DMN\/(?:20211108|20230324|20240513)\/MODEL\//g, 'https://www.omg.org/spec/DMN/20191111/MODEL/'],
  [/http:\/\/www\.omg\.org\/spec\/DMN\/20180521\/DMNDI\//g, 'https://www.omg.org/spec/DMN/20191111/DMNDI/'],
  [/https:\/\/www\.omg\.org\/spec\/DMN\/(?:20211108|20230324|20240513)\/DMNDI\//g, 'https://www.omg.org/spec/DMN/20191111/DMNDI/'],
];

const DRAWING_START = /<([A-Za-z_][\w.-]*:)?DMNDI[\s/>]/;

/**
 * The file without its drawing, line by line as long as before. Nothing that is executed stands in it, and each version and vendor has shapes and styles
 * of its own that the reader does not know.
 */
function withoutDrawing(xml: string): string {
  const start = DRAWING_START.exec(xml);
  if (start === null) return xml;
  const close = `</${start[1] ?? ''}DMNDI>`;
  const end = xml.lastIndexOf(close);
  if (end < start.index) return xml;
  const drawing = xml.slice(start.index, end + close.length);
  return xml.slice(0, start.index) + drawing.replace(/[^\n]+/g, '') + xml.slice(end + close.length);
}

const withOneNamespace = (xml: string): { readonly xml: string; readonly findings: readonly [] } => ({
  xml: NAMESPACES.reduce((source, [pattern, uri]) => source.replace(pattern, uri), withoutDrawing(xml)),
  findings: [],
});

/**
 * Reads a DMN file (1.1 to 1.5) into its decisions and checks them. All findings come at once; one error refuses the file. Never throws for bad input.
 */
export async function parseDmn(xml: string, resourceName: string): Promise<DmnParseResult> {
  const result = await readXml(xml, resourceName, {
    reader: dmnReader,
    rootType: 'dmn:Definitions',
    looseReferences: new Set(),
    prepare: withOneNamespace,
  });
  if (result.kind === 'refused') return result;
  const { document } = result;
  const model = decisionModel(document);
  const findings = inFileOrder([...result.findings, ...checkDecisions(document, model)]);
  return refuses(findings) ? { kind: 'refused', findings, model } : { kind: 'parsed', model, findings };
}

function decisionModel(document: XmlDocument): DecisionModel {
  const elements: Record<string, DecisionElement> = {};
  for (const element of children(document.root, 'drgElement')) {
    const built = decisionElement(element, document);
    if (built !== null) elements[built.id] = built;
  }
  const items = children(document.root, 'itemDefinition').map(itemType);
  return {
    name: text(document.root, 'name'),
    namespace: text(document.root, 'namespace') ?? '',
    imports: children(document.root, 'import').map((each) => ({
      name: tidy(text(each, 'name') ?? ''),
      namespace: text(each, 'namespace') ?? '',
      line: document.lineOf(idOf(each)),
    })),
    elements,
    itemTypes: Object.fromEntries(items.map((item) => [item.name, item])),
  };
}

/** What the requirements of an element name: ids of the file, or `<namespace>#<id>`. */
export function requirementIds(element: ModdleElement): readonly string[] {
  const references = [
    ...children(element, 'informationRequirement').flatMap((requirement) => [
      child(requirement, 'requiredDecision'),
      child(requirement, 'requiredInput'),
    ]),
    ...children(element, 'knowledgeRequirement').map((requirement) => child(requirement, 'requiredKnowledge')),
  ];
  return references.flatMap((reference) => (reference === null ? [] : idOfReference(reference)));
}

/** `#id` is an id of the file itself. */
function idOfReference(reference: ModdleElement): string[] {
  const href = text(reference, 'href');
  return href === null ? [] : [href.trim().replace(/^#/, '')];
}

function decisionElement(element: ModdleElement, document: XmlDocument): DecisionElement | null {
  const variable = child(element, 'variable');
  const variableName = variable === null ? null : text(variable, 'name');
  const name = tidy(text(element, 'name') ?? variableName ?? idOf(element) ?? '');
  const id = idOf(element) ?? name;
  if (id === '') return null;
  const common = { id, name, line: document.lineOf(idOf(element)) ?? 0 };
  switch (element.$type) {
    case 'dmn:InputData':
      return { ...common, kind: 'input', name: tidy(variableName ?? name), type: typeRef(variable) };
    case 'dmn:Decision':
      return {
        ...common,
        kind: 'decision',
        type: typeRef(variable),
        requires: requirementIds(element),
        logic: readLogic(child(element, 'decisionLogic')),
      };
    case 'dmn:BusinessKnowledgeModel': {
      const definition = child(element, 'encapsulatedLogic');
      return {
        ...common,
        kind: 'knowledge',
        type: typeRef(variable),
        logicType: typeRef(definition),
        requires: requirementIds(element),
        parameters: parametersOf(definition),
        logic: readLogic(definition === null ? null : child(definition, 'body')),
      };
    }
    case 'dmn:DecisionService': {
      const inputDataIds = children(element, 'inputData').flatMap(idOfReference);
      const inputDecisionIds = children(element, 'inputDecision').flatMap(idOfReference);
      return {
        ...common,
        kind: 'service',
        type: typeRef(variable),
        requires: [...inputDataIds, ...inputDecisionIds],
        inputDataIds,
        inputDecisionIds,
        outputDecisionIds: children(element, 'outputDecision').flatMap(idOfReference),
      };
    }
    // Knowledge sources are documentation.
    default:
      return null;
  }
}

function itemType(element: ModdleElement): ItemType {
  const base = element.get('typeRef');
  const functionItem = child(element, 'functionItem');
  return {
    name: tidy(text(element, 'name') ?? ''),
    base: typeof base === 'string' && base.trim() !== '' ? tidy(base) : null,
    isCollection: element.get('isCollection') === true,
    allowedValues: nestedText(element, 'allowedValues'),
    typeConstraint: nestedText(element, 'typeConstraint'),
    components: children(element, 'itemComponent').map(itemType),
    functionType:
      functionItem === null
        ? null
        : {
            result: text(functionItem, 'outputTypeRef'),
            parameters: children(functionItem, 'parameters').map((parameter) => ({
              name: tidy(text(parameter, 'name') ?? ''),
              type: typeRef(parameter),
            })),
          },
  };
}
