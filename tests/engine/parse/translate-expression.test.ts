import { expect } from 'chai';
import { translateExpression } from '../../../engine/parse/build/translate-expression.ts';
import { parseBpmn } from '../../../engine/parse/index.ts';
import { diagram, extended, flow, row, service, when } from './diagram.ts';

describe('expressions of other engines', () => {
  const SIMPLE: readonly (readonly [source: string, feel: string])[] = [
    ['${approved}', 'approved'],
    ['#{order.total}', 'order.total'],
    ['${total > 1000}', 'total > 1000'],
    ['${a && b || c}', 'a and b or c'],
    ["${status == 'open'}", 'status = "open"'],
    ['${status != "a && b"}', 'status != "a && b"'],
    ['${!approved}', 'not(approved)'],
    ['${a eq 1 and b gt 2}', 'a = 1 and b > 2'],
    ['${price * 2 + 1}', 'price * 2 + 1'],
  ];
  for (const [source, feel] of SIMPLE) it(`${source} becomes ${feel}`, () => expect(translateExpression(source)).to.equal(feel));

  for (const source of [
    '${bean.call(x)}',
    '${a ? b : c}',
    '${empty list}',
    'text ${a}',
    '${a} ${b}',
    '${list[0]}',
    '${}',
    'plain',
    "${a == 'it\"s'}",
  ]) {
    it(`${source} is not simple`, () => expect(translateExpression(source)).to.equal(null));
  }

  it('are translated in conditions', async () => {
    const result = await parseBpmn(
      diagram([
        '<bpmn:startEvent id="s" />',
        '<bpmn:exclusiveGateway id="g" default="g_e" />',
        '<bpmn:endEvent id="e" />',
        '<bpmn:endEvent id="f" />',
        flow('s', 'g'),
        flow('g', 'e'),
        flow('g', 'f', when("${a == 'x' &amp;&amp; !b}")),
      ]),
      'x.bpmn',
    );
    expect(result.kind === 'parsed' && result.definitions[0]?.flows['g_f']?.condition).to.deep.equal({
      kind: 'feel',
      source: 'a = "x" and not(b)',
    });
  });

  it('are reported where they cannot be translated and would be fixed texts', async () => {
    const result = await parseBpmn(
      diagram(
        row(['t', extended('userTask', 'id="t"', '<zeebe:assignmentDefinition assignee="${people.find(x)}" />')], ['u', service('u')]),
      ),
      'x.bpmn',
    );
    expect(result.findings.map(({ rule, element, severity }) => ({ rule, element, severity }))).to.deep.equal([
      { rule: 'foreign-expression', element: 't', severity: 'warning' },
    ]);
  });
});
