import { expect } from 'chai';
import { parseBpmn } from '../../../engine/parse/index.ts';
import type { OperationCatalogue } from '../../../engine/parse/index.ts';
import { diagram, ERROR, extended, file, flow, lineOf, row, service, when } from './diagram.ts';

const OPERATIONS: OperationCatalogue = {
  'erp.stock.reserve': { requiredInputs: ['orderId'], inputs: ['orderId', 'partial'], errors: ['INSUFFICIENT_STOCK'] },
};

interface Warned {
  readonly name: string;
  readonly rule: string;
  readonly element: string;
  readonly xml: string;
}

const reserve = (mappings: string): string =>
  extended(
    'serviceTask',
    'id="t"',
    `<zeebe:taskDefinition type="erp.stock.reserve" />${mappings === '' ? '' : `<zeebe:ioMapping>${mappings}</zeebe:ioMapping>`}`,
  );

const CASES: readonly Warned[] = [
  { name: 'a service task without type', rule: 'task-waits', element: 't', xml: diagram(row(['t', '<bpmn:serviceTask id="t" />'])) },
  { name: 'a user task without people', rule: 'task-waits', element: 't', xml: diagram(row(['t', '<bpmn:userTask id="t" />'])) },
  { name: 'a send task without message', rule: 'task-waits', element: 't', xml: diagram(row(['t', '<bpmn:sendTask id="t" />'])) },
  {
    name: 'a business rule task without decision',
    rule: 'task-waits',
    element: 't',
    xml: diagram(row(['t', '<bpmn:businessRuleTask id="t" />'])),
  },
  { name: 'a task that nothing leads to', rule: 'unreachable-node', element: 'u', xml: diagram([...row(), '<bpmn:task id="u" />']) },
  {
    name: 'a forgotten condition',
    rule: 'condition-missing',
    element: 'g_e',
    xml: diagram([
      '<bpmn:startEvent id="s" />',
      '<bpmn:exclusiveGateway id="g" />',
      '<bpmn:endEvent id="e" />',
      '<bpmn:endEvent id="f" />',
      flow('s', 'g'),
      flow('g', 'e'),
      flow('g', 'f', when('a')),
    ]),
  },
  {
    name: 'a second process that is not executable',
    rule: 'process-not-executable',
    element: 'q',
    xml: file([
      '<bpmn:process id="p" isExecutable="true">',
      ...row(),
      '</bpmn:process>',
      '<bpmn:process id="q" isExecutable="false"><bpmn:task id="z" /></bpmn:process>',
    ]),
  },
  {
    name: 'a process that is only drawn, beside no other',
    rule: 'process-only-drawn',
    element: 'p',
    xml: diagram(row()).replace('isExecutable="true"', 'isExecutable="false"'),
  },
  {
    name: 'a type of another file',
    rule: 'external-reference',
    element: 'm',
    xml: file([
      '<bpmn:message id="m" name="M" itemRef="xs:string" xmlns:xs="urn:types" />',
      '<bpmn:process id="p" isExecutable="true">',
      ...row(),
      '</bpmn:process>',
    ]),
  },
  {
    name: 'attributes of an engine that is not translated',
    rule: 'foreign-extension',
    element: 't',
    xml: diagram(row(['t', '<bpmn:task id="t" xmlns:drools="http://www.jboss.org/drools" drools:taskName="x" />'])),
  },
  {
    name: 'attributes of another engine that are translated',
    rule: 'foreign-translated',
    element: 't',
    xml: diagram(row(['t', '<bpmn:task id="t" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" camunda:asyncBefore="true" />'])),
  },
  {
    name: 'an event of a multi-instance behavior that is left to the default signal',
    rule: 'multi-instance-behavior',
    element: 't',
    xml: diagram(
      row([
        't',
        '<bpmn:task id="t"><bpmn:multiInstanceLoopCharacteristics behavior="None"><bpmn:loopCardinality>2</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics></bpmn:task>',
      ]),
    ),
  },
  { name: 'a type that no operation has', rule: 'operation-unknown', element: 't', xml: diagram(row(['t', service('t')])) },
  {
    name: 'a mapping to an input that the operation does not have',
    rule: 'operation-input-unknown',
    element: 't',
    xml: diagram(row(['t', reserve('<zeebe:input source="=id" target="orderId" /><zeebe:input source="=id" target="order" />')])),
  },
  {
    name: 'a boundary event for an error that the operation does not raise',
    rule: 'operation-error-unknown',
    element: 'b',
    xml: diagram(
      [
        ...row(['t', reserve('')]),
        '<bpmn:boundaryEvent id="b" attachedToRef="t"><bpmn:errorEventDefinition id="d" errorRef="er1" /></bpmn:boundaryEvent>',
        flow('b', 'e'),
      ],
      [ERROR],
    ),
  },
];

describe('deployment warns of, but accepts', () => {
  for (const warned of CASES) {
    it(`${warned.name} (${warned.rule})`, async () => {
      const result = await parseBpmn(warned.xml, 'odd.bpmn', OPERATIONS);
      expect(result.kind).to.equal('parsed');
      expect(result.findings.map(({ rule, element, line, severity }) => ({ rule, element, line, severity }))).to.deep.equal([
        { rule: warned.rule, element: warned.element, line: lineOf(warned.xml, warned.element), severity: 'warning' },
      ]);
    });
  }
});

describe('deployment checks tasks against the operations that exist', () => {
  it('refuses a required input that is not mapped', async () => {
    const xml = diagram(row(['t', reserve('<zeebe:input source="=true" target="partial" />')]));
    const result = await parseBpmn(xml, 'odd.bpmn', OPERATIONS);
    expect(result.kind).to.equal('refused');
    expect(result.findings[0]).to.include({ rule: 'operation-input-missing', element: 't', line: lineOf(xml, 't') });
  });

  it('accepts a task without mappings, which gets all variables', async () => {
    const result = await parseBpmn(diagram(row(['t', reserve('')])), 'good.bpmn', OPERATIONS);
    expect(result).to.deep.include({ kind: 'parsed', findings: [] });
  });

  it('does not look at operations when it knows none', async () => {
    const result = await parseBpmn(diagram(row(['t', service('t')])), 'good.bpmn');
    expect(result.findings).to.deep.equal([]);
  });
});
