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
    ['${a ? b : c}', 'if a then b else c'],
    ['${empty list}', 'string(get or else(list, "")) in ("", "[]", "{}")'],
    ['${list[0]}', 'list[1]'],
    ["${a == 'it\"s'}", 'a = "it\\"s"'],
    ['${execution.getVariable("x") ne 1}', 'x != 1'],
    ['${list.size() > 2}', 'count(list) > 2'],
    ['${list.contains(y)}', 'list contains(list, y)'],
    ['${now()}', 'now()'],
    ["${'a' + n}", '"a" + string(n)'],
    ['${(a or b) and !(c)}', '(a or b) and not(c)'],
    ['${nrOfCompletedInstances / nrOfInstances >= 0.5}', 'numberOfCompletedInstances / numberOfInstances >= 0.5'],
    ['${loopCounter * 2}', '(loopCounter - 1) * 2'],
    ['${n % 2 == 1}', 'modulo(n, 2) = 1'],
    ['${dateTime().plusDays(3).toDate()}', 'now() + duration("P3D")'],
    ['${vars:get(total) lt 5}', 'total < 5'],
    ['${order.getTotal()}', 'order.total'],
    ['${n ?: 4}', 'if n = null then 4 else n'],
  ];
  for (const [source, feel] of SIMPLE) it(`${source} becomes ${feel}`, () => expect(translateExpression(source)).to.equal(feel));

  for (const source of [
    '${bean.call(x)}',
    'text ${a}',
    '${a} ${b}',
    '${}',
    'plain',
    '${riskService.total}${x}',
    '${execution.processInstanceId}',
    '${orderService.getTotal()}',
    '${a = 1}',
    '${[}',
    '${"never ends}',
    `${'${'}${'('.repeat(200)}a${')'.repeat(200)}}`,
    `${'${'}${'a + '.repeat(2000)}a}`,
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
