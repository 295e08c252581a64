import { expect } from 'chai';
import { parseBpmn } from '../../../engine/parse/index.ts';
import { diagram, file, flow, row, service } from './diagram.ts';
import { expectRefusals } from './refusals.ts';
import type { Refusal } from './refusals.ts';

const good = diagram(row(['t', service('t')]));
const nested = (depth: number): string =>
  `${'<bpmn:subProcess>'.repeat(depth)}<bpmn:task id="deep" />${'</bpmn:subProcess>'.repeat(depth)}`;

const CASES: readonly Refusal[] = [
  {
    name: 'two elements with one id',
    rule: 'duplicate-id',
    element: 't',
    line: 10,
    xml: diagram([...row(['t', service('t')]), '<bpmn:task id="t" />']),
  },
  {
    name: 'an element that BPMN does not have',
    rule: 'unknown-element',
    element: 'x',
    line: 10,
    xml: diagram([...row(['t', service('t')]), '<bpmn:teleport id="x" />']),
  },
  {
    name: 'an element that zeebe does not have',
    rule: 'unknown-element',
    element: 't',
    line: 6,
    xml: diagram(row(['t', service('t', '<zeebe:magic />')])),
  },
  {
    name: 'an attribute that the element does not have',
    rule: 'unknown-attribute',
    element: 't',
    xml: diagram(row(['t', '<bpmn:task id="t" isExecutable="true" />'])),
  },
  {
    name: 'an attribute that zeebe does not have',
    rule: 'unknown-attribute',
    element: 't',
    xml: diagram(row(['t', '<bpmn:task id="t" zeebe:speed="fast" />'])),
  },
  {
    name: 'one attribute twice',
    rule: 'duplicate-attribute',
    element: 't',
    line: 6,
    xml: diagram(row(['t', '<bpmn:task id="t" name="a" name="b" />'])),
  },
  {
    name: 'an id with letters beyond ASCII',
    rule: 'illegal-id',
    element: 'úkol',
    xml: diagram([...row(['t', service('t')]), '<bpmn:task id="úkol" />']),
  },
  {
    name: 'a flow to an element that is not there',
    rule: 'unresolved-reference',
    element: 't_nowhere',
    xml: diagram([...row(['t', service('t')]), flow('t', 'nowhere')]),
  },
  {
    name: 'a default flow that is not there',
    rule: 'unresolved-reference',
    element: 't',
    xml: diagram(row(['t', '<bpmn:task id="t" default="nowhere" />'])),
  },
  {
    name: 'an error that is not there',
    rule: 'unresolved-reference',
    element: 'd',
    xml: diagram([
      ...row(['t', service('t')]),
      '<bpmn:boundaryEvent id="b" attachedToRef="t"><bpmn:errorEventDefinition id="d" errorRef="nowhere" /></bpmn:boundaryEvent>',
      flow('b', 'e'),
    ]),
  },
  {
    name: 'a shape of an element that is not there',
    rule: 'unresolved-reference',
    element: 'shape',
    xml: good.replace(
      '</bpmn:definitions>',
      '<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" id="dia"><bpmndi:BPMNPlane id="plane" bpmnElement="p"><bpmndi:BPMNShape id="shape" bpmnElement="nowhere" /></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>\n</bpmn:definitions>',
    ),
  },
  {
    name: 'a document type declaration',
    rule: 'doctype',
    element: null,
    line: 2,
    xml: good.replace('?>\n', '?>\n<!DOCTYPE bpmn [<!ENTITY x "y">]>\n'),
  },
  {
    name: 'a document type declaration between elements',
    rule: 'doctype',
    element: null,
    line: 7,
    xml: diagram(['<bpmn:startEvent id="s" />', '<bpmn:task id="t" />', '<!DOCTYPE x>']),
  },
  { name: 'a tag that is not closed', rule: 'not-well-formed', element: null, line: 11, xml: good.replace('</bpmn:process>', '') },
  { name: 'no XML', rule: 'not-well-formed', element: null, line: 1, xml: 'hello' },
  { name: 'an empty file', rule: 'empty-file', element: null, line: 1, xml: '' },
  { name: 'XML of another kind', rule: 'root-element', element: null, line: 1, xml: '<html></html>' },
  {
    name: 'another encoding in which characters were lost',
    rule: 'encoding',
    element: null,
    line: 4,
    xml: good.replace('UTF-8', 'UTF-16').replace('<bpmn:process', '<!-- \uFFFD --><bpmn:process'),
  },
  {
    name: 'more than 10,000 elements',
    rule: 'too-many-elements',
    element: null,
    line: 10_002,
    xml: diagram(Array.from({ length: 10_001 }, (_, index) => `<bpmn:task id="t${index}" />`)),
  },
  { name: 'elements more than 64 deep', rule: 'too-deep', element: 'p', line: 5, xml: diagram([nested(70)]) },
  { name: 'more than 4 MiB', rule: 'too-large', element: null, line: 1, xml: file([`<!-- ${'x'.repeat(4 * 1024 * 1024)} -->`]) },
];

describe('deployment refuses files that the reader would repair or drop parts of', () => {
  expectRefusals(CASES);

  it('reports all faults of a file at once, in the order of its lines', async () => {
    const xml = diagram([
      ...row(['t', '<bpmn:task id="t" default="nowhere" />'], ['c', '<bpmn:callActivity id="c" />']),
      flow('e', 't'),
      flow('t', 's'),
    ]);
    const { findings } = await parseBpmn(xml, 'broken.bpmn');
    expect(findings.map((finding) => finding.rule)).to.deep.equal([
      'start-event-incoming',
      'unresolved-reference',
      'called-element',
      'end-event-outgoing',
    ]);
  });

  const LARGE = 4 * 1024 * 1024 - 2_000;
  const hostile: readonly (readonly [string, string])[] = [
    ['tags that never end', '<bpmn:task id="x" name="<<<" '.repeat(140_000)],
    ['nothing but brackets', '<'.repeat(LARGE)],
    ['values without quotes', `<bpmn:task ${'a=b '.repeat(LARGE / 4)}/>`],
    ['200,000 attributes', `<bpmn:task ${Array.from({ length: 200_000 }, (_, index) => `a${index}="1" `).join('')}/>`],
    ['unknown elements behind millions of lines', `${'\n'.repeat(3_000_000)}${'<bpmn:xx/>'.repeat(9_000)}`],
    ['a million closing tags', '</a>'.repeat(1_000_000)],
  ];
  for (const [name, content] of hostile) {
    it(`refuses 4 MiB of ${name} with work in proportion to its size`, async () => {
      const before = process.threadCpuUsage();
      const result = await parseBpmn(file([content]), 'big.bpmn');
      expect(result.kind).to.equal('refused');
      // It takes less than 300; in proportion to the square it would take minutes.
      expect(process.threadCpuUsage(before).user / 1_000).to.be.below(5_000);
    });
  }
});
