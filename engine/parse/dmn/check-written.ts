import type { Finding } from '../../model/index.ts';
import { makeFinding } from '../findings.ts';
import type { FindingInput } from '../findings.ts';
import { child, children, idOf, text } from '../moddle-element.ts';
import type { ModdleElement } from '../moddle-element.ts';
import { lineOfElement } from '../read-xml.ts';
import type { XmlDocument } from '../read-xml.ts';

const FEEL_LANGUAGE = /^(?:feel|https?:\/\/www\.omg\.org\/spec\/(?:DMN|FEEL)\/.*)$/i;
const DMN_MODEL = /^https?:\/\/www\.omg\.org\/spec\/DMN\//;
const POLICY_NAMES = /^(?:UNIQUE|FIRST|PRIORITY|ANY|COLLECT|RULE ORDER|OUTPUT ORDER)$/;
const AGGREGATIONS = /^(?:SUM|COUNT|MIN|MAX)$/;
/** Boxed expressions in boxed expressions; the reader has its own limit of nesting. */
const NESTING_LIMIT = 64;
const EXECUTED: ReadonlySet<string> = new Set([
  'dmn:LiteralExpression',
  'dmn:DecisionTable',
  'dmn:Context',
  'dmn:Invocation',
  'dmn:List',
  'dmn:Relation',
  'dmn:FunctionDefinition',
  'dmn:Conditional',
  'dmn:Filter',
  'dmn:For',
  'dmn:Some',
  'dmn:Every',
]);

type Complain = (input: Omit<FindingInput, 'element' | 'line'>) => void;

/** What only the file tells: decisions without logic, languages other than FEEL, functions outside the file, imports that are no DMN. */
export function checkWritten(document: XmlDocument): readonly Finding[] {
  const findings: Finding[] = [];
  const complainOf =
    (element: ModdleElement): Complain =>
    (input) =>
      findings.push(makeFinding(document.resource, { ...input, element: idOf(element), line: lineOfElement(document, element) }));
  for (const each of children(document.root, 'import')) checkImport(each, complainOf(each));
  for (const element of children(document.root, 'drgElement')) {
    if (element.$type !== 'dmn:Decision' && element.$type !== 'dmn:BusinessKnowledgeModel') continue;
    const complain = complainOf(element);
    const definition = child(element, 'encapsulatedLogic');
    const logic = child(element, 'decisionLogic') ?? (definition === null ? null : child(definition, 'body'));
    if (definition !== null) checkFunction(definition, complain);
    if (logic === null)
      complain({
        rule: 'dmn-no-logic',
        expected: 'a decision with logic',
        found: 'an empty one',
        mend: 'Add a decision table or an expression.',
      });
    else checkExpression(logic, text(document.root, 'expressionLanguage'), complain, 0);
  }
  return findings;
}

function checkImport(element: ModdleElement, complain: Complain): void {
  const type = text(element, 'importType');
  if (type !== null && DMN_MODEL.test(type)) return;
  complain({
    rule: 'dmn-not-executed',
    expected: 'an import of a DMN model',
    found: type ?? 'an import without a type',
    mend: 'Write what is needed in DMN, and remove the import.',
  });
}

function checkFunction(definition: ModdleElement, complain: Complain): void {
  const kind = text(definition, 'kind');
  if (kind === null || kind === 'FEEL') return;
  complain({ rule: 'dmn-not-executed', expected: 'a function of kind FEEL', found: kind, mend: 'Write the function in FEEL.' });
}

/** A boxed expression and all that stand in it. */
function checkExpression(logic: ModdleElement, fileLanguage: string | null, complain: Complain, nesting: number): void {
  const language = text(logic, 'expressionLanguage') ?? fileLanguage;
  if (language !== null && !FEEL_LANGUAGE.test(language))
    complain({ rule: 'dmn-language', expected: 'FEEL as the expression language', found: language, mend: 'Write the expression in FEEL.' });
  if (!EXECUTED.has(logic.$type))
    complain({
      rule: 'dmn-not-executed',
      expected: 'a boxed expression that is executed',
      found: logic.$type,
      mend: 'Write it as a literal FEEL expression.',
    });
  const policy = text(logic, 'hitPolicy');
  if (logic.$type === 'dmn:DecisionTable' && policy !== null && !POLICY_NAMES.test(policy))
    complain({
      rule: 'dmn-hit-policy',
      expected: 'a hit policy of DMN',
      found: policy,
      mend: 'Choose UNIQUE, FIRST, PRIORITY, ANY, COLLECT, RULE ORDER or OUTPUT ORDER.',
    });
  const aggregation = text(logic, 'aggregation');
  if (logic.$type === 'dmn:DecisionTable' && aggregation !== null && !AGGREGATIONS.test(aggregation))
    complain({ rule: 'dmn-hit-policy', expected: 'an aggregation of DMN', found: aggregation, mend: 'Choose SUM, COUNT, MIN or MAX.' });
  if (logic.$type === 'dmn:FunctionDefinition') checkFunction(logic, complain);
  if (nesting < NESTING_LIMIT) for (const each of innerExpressions(logic)) checkExpression(each, fileLanguage, complain, nesting + 1);
}

/** Where the classes of boxed expressions hold others, and where those that hold only one more name hold them. */
function innerExpressions(logic: ModdleElement): readonly ModdleElement[] {
  const parts = (element: ModdleElement, names: readonly string[]): readonly ModdleElement[] =>
    names.flatMap((name) => child(element, name) ?? []);
  switch (logic.$type) {
    case 'dmn:Context':
      return children(logic, 'contextEntry').flatMap((entry) => parts(entry, ['value']));
    case 'dmn:Invocation':
      return children(logic, 'binding').flatMap((binding) => parts(binding, ['bindingFormula']));
    case 'dmn:List':
      return children(logic, 'elements');
    case 'dmn:Relation':
      return children(logic, 'row').flatMap((row) => children(row, 'elements'));
    case 'dmn:FunctionDefinition':
      return parts(logic, ['body']);
    default:
      return parts(logic, ['if', 'then', 'else', 'in', 'match', 'return', 'satisfies']).flatMap((part) => parts(part, ['value']));
  }
}
