import { expect } from 'chai';
import { importBpmn, parseBpmn } from '../../../../engine/parse/index.ts';
import type { ImportEntry } from '../../../../engine/parse/index.ts';

const CAMUNDA = 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"';
const file = (content: string, namespace = CAMUNDA): string =>
  `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" ${namespace} id="d" targetNamespace="t">\n<process id="p" isExecutable="true">\n${content}\n</process></definitions>`;
const entriesOf = async (content: string): Promise<readonly ImportEntry[]> => (await importBpmn(file(content), 'x.bpmn')).report.entries;
const only = async (content: string): Promise<ImportEntry> => {
  const [entry, ...others] = await entriesOf(content);
  expect(others).to.deep.equal([]);
  return entry ?? expect.fail('no entry');
};

describe('translating a diagram of another engine', () => {
  it('leaves a file alone that has nothing of one', async () => {
    const xml = file('<task id="t" />', '');
    expect((await importBpmn(xml, 'x.bpmn')).xml).to.equal(xml);
  });

  it('lets what the file says in our words win, whatever stands beside it', async () => {
    const { xml } = await importBpmn(
      file(
        '<userTask id="t" camunda:assignee="ann"><extensionElements><zeebe:assignmentDefinition assignee="bob" /></extensionElements></userTask>',
        `${CAMUNDA} xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"`,
      ),
      'x.bpmn',
    );
    expect(xml.match(/assignmentDefinition/g)).to.have.length(1);
  });

  it('uses the prefix that the file has for our namespace, and another one when ours is taken', async () => {
    const known = await importBpmn(
      file('<userTask id="t" camunda:assignee="ann" />', `${CAMUNDA} xmlns:z8="http://camunda.org/schema/zeebe/1.0"`),
      'x.bpmn',
    );
    expect(known.xml).to.include('<z8:assignmentDefinition assignee="ann" />').and.not.include('xmlns:zeebe=');
    const taken = await importBpmn(file('<userTask id="t" camunda:assignee="ann" />', `${CAMUNDA} xmlns:zeebe="urn:other"`), 'x.bpmn');
    expect(taken.xml).to.include('xmlns:zeebe1="http://camunda.org/schema/zeebe/1.0"').and.include('<zeebe1:assignmentDefinition');
  });

  it('knows the namespace and not the prefix', async () => {
    const { report } = await importBpmn(
      file('<userTask id="t" c7:assignee="ann" />', 'xmlns:c7="http://camunda.org/schema/1.0/bpmn"'),
      'x.bpmn',
    );
    expect(report.entries.map(({ original, dialect }) => [original, dialect])).to.deep.equal([['c7:assignee="ann"', 'camunda']]);
  });

  it('moves no line', async () => {
    const source = file('<startEvent\n id="s"\n camunda:formKey="f" />\n<userTask id="t" camunda:assignee="${a}" />');
    const { xml } = await importBpmn(source, 'x.bpmn');
    expect(xml.split('\n').length).to.equal(source.split('\n').length);
    expect((await importBpmn(source, 'x.bpmn')).report.entries.map(({ line }) => line)).to.deep.equal([5, 6]);
  });

  for (const [attribute, jobType] of [
    ['class="com.acme.ChargeCard"', 'com.acme.ChargeCard'],
    ['delegateExpression="${chargeCard}"', 'chargeCard'],
    ['expression="#{cards.charge(execution, 5)}"', 'cards.charge'],
    ['type="external" camunda:topic="charge-card"', 'charge-card'],
    ['type="mail"', 'mail'],
  ] as const) {
    it(`derives the job type ${jobType} from ${attribute}`, async () => {
      const { xml } = await importBpmn(file(`<serviceTask id="t" camunda:${attribute} />`), 'x.bpmn');
      expect(xml).to.include(`<zeebe:taskDefinition type="${jobType}" />`);
    });
  }

  for (const [attributes, expected, outcome] of [
    ['camunda:topic="x" camunda:type="external" camunda:taskPriority="8" camunda:jobPriority="2"', '8', 'converted'],
    ['camunda:class="X" camunda:jobPriority="-2"', '-2', 'converted'],
    ['camunda:class="X" camunda:jobPriority="${order.urgency}"', '=order.urgency', 'converted'],
    ['camunda:class="X" camunda:jobPriority="9000000000"', '2147483647', 'approximated'],
    ['camunda:class="X" camunda:jobPriority="-9000000000"', '-2147483648', 'approximated'],
    ['camunda:class="X" camunda:jobPriority="high"', null, 'attention'],
    ['camunda:asyncBefore="true" camunda:jobPriority="2"', null, 'dropped'],
  ] as const) {
    it(`makes ${expected ?? 'no priority'} of ${attributes}`, async () => {
      const { xml, report } = await importBpmn(file(`<serviceTask id="t" ${attributes} />`), 'x.bpmn');
      expect(/<zeebe:jobPriorityDefinition priority="(.*?)"/.exec(xml)?.[1] ?? null).to.equal(expected);
      expect(report.entries.find(({ original }) => original.includes('Priority'))).to.include({ outcome });
    });
  }

  it('gives a process and a throwing message the priorities that they have for jobs', async () => {
    const xml = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" ${CAMUNDA} id="d" targetNamespace="t">
<message id="m" name="told" />
<process id="p" isExecutable="true" camunda:taskPriority="30" camunda:jobPriority="5">
<startEvent id="s" /><endEvent id="e"><messageEventDefinition id="c" messageRef="m" camunda:type="external" camunda:topic="x" camunda:taskPriority="7" /></endEvent>
<sequenceFlow id="f" sourceRef="s" targetRef="e" />
</process></definitions>`;
    const { xml: translated, report } = await importBpmn(xml, 'x.bpmn');
    expect(translated.match(/jobPriorityDefinition priority="\d+"/g)).to.deep.equal([
      'jobPriorityDefinition priority="30"',
      'jobPriorityDefinition priority="7"',
    ]);
    expect(report.entries.find(({ original }) => original.includes('jobPriority'))).to.include({ outcome: 'dropped', advice: 'priority' });
    const parsed = await parseBpmn(xml, 'x.bpmn');
    const definition = parsed.kind === 'parsed' ? parsed.definitions[0] : undefined;
    expect([definition?.jobPriority, definition?.nodes['e']?.jobPriority]).to.deep.equal([
      { kind: 'literal', value: 30 },
      { kind: 'literal', value: 7 },
    ]);
  });

  for (const [cycle, expected] of [
    ['R3/PT10M', 'retries="3" lanework:retryBackoff="PT10M"'],
    ['PT1M, PT5M', 'retries="3" lanework:retryBackoff="PT1M,PT5M"'],
  ] as const) {
    it(`reads the attempts of ${cycle}`, async () => {
      const retry = `<camunda:failedJobRetryTimeCycle>${cycle}</camunda:failedJobRetryTimeCycle>`;
      const { xml } = await importBpmn(
        file(`<serviceTask id="t" camunda:class="A"><extensionElements>${retry}</extensionElements></serviceTask>`),
        'x.bpmn',
      );
      expect(xml).to.include(expected);
    });
  }

  for (const [content, advice] of [
    ['<userTask id="t" camunda:assignee="${people.find(order)}" />', 'expression'],
    ['<userTask id="t" camunda:formKey="embedded:app:forms/a.html" />', 'form'],
    ['<startEvent id="s" camunda:initiator="starter" />', 'initiator'],
    ['<userTask id="t" camunda:skipExpression="${skip}" />', 'skip'],
    ['<userTask id="t" camunda:neverHeardOf="x" />', 'unknown'],
    ['<serviceTask id="t" camunda:type="shell" />', 'shell'],
  ] as const) {
    it(`asks somebody to look at ${content}`, async () => {
      expect(await only(content)).to.include({ outcome: 'attention', advice });
    });
  }

  for (const content of [
    '<scriptTask id="t" scriptFormat="groovy"><script>order.lines.each { it.close() }</script></scriptTask>',
    '<scriptTask id="t" scriptFormat="python"><script>x = 1</script></scriptTask>',
    '<scriptTask id="t" scriptFormat="javascript"><script>Java.type("a.B").run();</script></scriptTask>',
    '<scriptTask id="t" scriptFormat="groovy" camunda:resource="classpath://a.groovy" />',
  ]) {
    it(`refuses ${content}`, async () => {
      const { isRefused, findings } = await importBpmn(file(content), 'x.bpmn');
      expect(isRefused).to.equal(true);
      expect(findings.map(({ rule }) => rule)).to.include('foreign-refused');
    });
  }

  it('refuses a flow whose condition lies in another file, because it would be taken without one', async () => {
    const { findings } = await importBpmn(
      file(
        '<exclusiveGateway id="g" default="e" /><task id="a" /><task id="b" /><sequenceFlow id="f" sourceRef="g" targetRef="a"><conditionExpression language="groovy" camunda:resource="a.groovy" /></sequenceFlow><sequenceFlow id="e" sourceRef="g" targetRef="b" />',
      ),
      'x.bpmn',
    );
    expect(findings.map(({ rule, element }) => `${rule} ${element ?? ''}`)).to.include('foreign-refused f');
  });

  it('passes nothing into a called process of a foreign diagram that names nothing, and everything where only the namespace is declared', async () => {
    const call = '<callActivity id="c" calledElement="x" />';
    expect((await importBpmn(file(`${call}<task id="t" camunda:asyncBefore="true" />`), 'x.bpmn')).xml).to.include(
      'propagateAllParentVariables="false"',
    );
    expect((await importBpmn(file(call), 'x.bpmn')).xml).to.not.include('propagateAll');
  });

  it('says what is wrong with a file that cannot be read, and never throws', async () => {
    for (const xml of ['', 'no XML', '<a', file('<task id="t">'), file('<task id="a" camunda:x=1 />')]) {
      const { findings, isRefused } = await importBpmn(xml, 'x.bpmn');
      expect(isRefused, xml).to.equal(true);
      expect(findings.length, xml).to.be.greaterThan(0);
    }
  });
});
