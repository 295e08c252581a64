import { modelNames, nestedLogic, syntaxError, unaryTestsError } from '../../expression/index.ts';
import type { DecisionElement, DecisionLogic, DecisionModel, DecisionTable, ItemType } from '../../expression/index.ts';
import type { Finding } from '../../model/index.ts';
import { makeFinding } from '../findings.ts';
import type { FindingInput } from '../findings.ts';
import { lineOfElement } from '../read-xml.ts';
import type { XmlDocument } from '../read-xml.ts';
import { checkWritten } from './check-written.ts';

type Complain = (element: Pick<DecisionElement, 'id' | 'line'>, input: Omit<FindingInput, 'element' | 'line'>) => void;

/** Checks of a decision file beyond its XML: references, cycles, hit policies, table shape, FEEL syntax, expression languages. */
export function checkDecisions(document: XmlDocument, model: DecisionModel): readonly Finding[] {
  const findings: Finding[] = [];
  const complain: Complain = (element, input) => {
    findings.push(makeFinding(document.resource, { ...input, element: element.id, line: element.line === 0 ? null : element.line }));
  };
  const elements = Object.values(model.elements);
  // A file may hold only what other files import.
  if (elements.length === 0 && Object.keys(model.itemTypes).length === 0) {
    findings.push(
      makeFinding(document.resource, {
        rule: 'dmn-no-decision',
        line: lineOfElement(document, document.root) ?? 1,
        expected: 'at least one decision',
        found: 'none',
        mend: 'Add a decision.',
      }),
    );
  }
  const names = modelNames(model);
  for (const element of elements) {
    if (element.kind === 'input') continue;
    checkRequirements(element, model, complain);
    if (element.kind === 'service') continue;
    for (const logic of nestedLogic(element.logic)) checkLogic(logic, element, names, complain);
  }
  for (const item of Object.values(model.itemTypes))
    checkItemType(item, names, (found, where) =>
      findings.push(
        makeFinding(document.resource, {
          rule: 'feel-syntax',
          expected: `unary tests as the allowed values of type ${where}`,
          found,
          mend: 'Correct the values; texts stand in quotes.',
        }),
      ),
    );
  findings.push(...checkWritten(document));
  return findings;
}

/** References of an element: what it requires, and what a service consists of. */
function referencesOf(element: Exclude<DecisionElement, { kind: 'input' }>): readonly string[] {
  return element.kind === 'service' ? [...element.requires, ...element.outputDecisionIds] : element.requires;
}

function checkRequirements(element: Exclude<DecisionElement, { kind: 'input' }>, model: DecisionModel, complain: Complain): void {
  for (const reference of referencesOf(element)) {
    if (isResolved(reference, model)) continue;
    complain(element, {
      rule: 'unresolved-reference',
      expected: `what ${element.name} requires to be an element of the file or of a model that it imports`,
      found: `a reference to "${reference}"`,
      mend: 'Correct the reference, or add the element or the import.',
    });
  }
  if (element.kind === 'decision' && isCyclic(element.id, model)) {
    complain(element, {
      rule: 'dmn-cycle',
      expected: 'decisions that do not require themselves',
      found: `a circle of requirements through ${element.name}`,
      mend: 'Remove one of the requirements.',
    });
  }
}

/** An element of an imported model is looked for when the models are put together (`checkImports`). */
function isResolved(reference: string, model: DecisionModel): boolean {
  const cut = reference.lastIndexOf('#');
  const namespace = reference.slice(0, Math.max(0, cut));
  if (cut === -1 || namespace === model.namespace) return model.elements[reference.slice(cut + 1)] !== undefined;
  return model.imports.some((each) => each.namespace === namespace);
}

/** Knowledge models may call each other and themselves; decisions may not. */
function isCyclic(id: string, model: DecisionModel): boolean {
  const seen = new Set<string>();
  const open = [id];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const element = model.elements[next];
    for (const required of element?.kind === 'decision' ? element.requires : []) {
      if (required === id) return true;
      if (!seen.has(required)) {
        seen.add(required);
        open.push(required);
      }
    }
  }
  return false;
}

/** Constraints of types are unary tests too. */
function checkItemType(item: ItemType, names: readonly string[], complain: (found: string, where: string) => void): void {
  for (const tests of [item.allowedValues, item.typeConstraint]) {
    const found = tests === null ? null : unaryTestsError(tests, names);
    if (found !== null) complain(found, item.name);
  }
  for (const component of item.components) checkItemType(component, names, complain);
}

function checkLogic(logic: DecisionLogic, element: DecisionElement, names: readonly string[], complain: Complain): void {
  const expression = (source: string, where: string): void => {
    const found = syntaxError(source, names);
    if (found !== null)
      complain(element, { rule: 'feel-syntax', expected: `a FEEL expression in ${where}`, found, mend: 'Correct the expression.' });
  };
  if (logic.kind === 'literal') expression(logic.text, `the expression of ${element.name}`);
  if (logic.kind === 'invocation') expression(logic.function, `the called function of ${element.name}`);
  if (logic.kind === 'table') checkTable(logic, element, names, complain, expression);
}

function checkTable(
  table: DecisionTable,
  element: DecisionElement,
  names: readonly string[],
  complain: Complain,
  expression: (source: string, where: string) => void,
): void {
  for (const input of table.inputs) expression(input.expression, `an input of ${element.name}`);
  if (table.outputs.length === 0)
    complain(element, {
      rule: 'dmn-table-shape',
      expected: 'a decision table with at least one output',
      found: 'none',
      mend: 'Add an output column.',
    });
  for (const [index, rule] of table.rules.entries()) {
    const where = `rule ${index + 1} of ${element.name}`;
    if (rule.inputEntries.length !== table.inputs.length || rule.outputEntries.length !== table.outputs.length) {
      complain(element, {
        rule: 'dmn-table-shape',
        expected: `${table.inputs.length} input and ${table.outputs.length} output cells in ${where}`,
        found: `${rule.inputEntries.length} and ${rule.outputEntries.length}`,
        mend: 'Add or remove cells so that the rule fits the columns.',
      });
    }
    for (const entry of rule.inputEntries) {
      const found = entry === '-' || entry === '' ? null : unaryTestsError(entry, names);
      if (found !== null)
        complain(element, {
          rule: 'feel-syntax',
          expected: `unary tests in ${where}`,
          found,
          mend: 'Correct the cell; texts stand in quotes.',
        });
    }
    for (const entry of rule.outputEntries) if (entry !== '' && entry !== '-') expression(entry, where);
  }
  checkHitPolicy(table, element, complain);
}

function checkHitPolicy(table: DecisionTable, element: DecisionElement, complain: Complain): void {
  const needsValues = table.hitPolicy === 'PRIORITY' || table.hitPolicy === 'OUTPUT ORDER';
  if (needsValues && table.outputs.every((output) => output.values === null)) {
    complain(element, {
      rule: 'dmn-hit-policy',
      expected: `output values in order of priority under hit policy ${table.hitPolicy}`,
      found: 'an output without values',
      mend: 'List the values of the output, highest priority first.',
    });
  }
  if (table.aggregation !== null && (table.hitPolicy !== 'COLLECT' || (table.outputs.length > 1 && table.aggregation !== 'COUNT'))) {
    complain(element, {
      rule: 'dmn-hit-policy',
      expected: 'an aggregation only under hit policy COLLECT with one output',
      found: `${table.aggregation} under ${table.hitPolicy} with ${table.outputs.length} outputs`,
      mend: 'Remove the aggregation or the further outputs.',
    });
  }
}
