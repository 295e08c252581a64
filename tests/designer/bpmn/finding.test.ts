import { expect } from 'chai';
import { z } from 'zod';
import { readFileSync } from 'node:fs';
import { checkFiles } from '../../../designer/bpmn/editor/check.ts';
import type { ElementTemplate, OperationInfo } from '../../../designer/bpmn/api.ts';
import { wordsOf, type FindingTexts } from '../../../designer/bpmn/editor/finding-text.ts';
import { presentTemplates, templateFor } from '../../../designer/bpmn/editor/templates.ts';
import { byElement } from '../../../designer/bpmn/modeler/finding-overlays.ts';
import { fieldOf } from '../../../designer/bpmn/modeler/finding-field.ts';
import { elementTemplate } from '../../../engine/http/element-template.ts';
import { describeOperation } from '../../../engine/http/operation-registry.ts';
import { RULE_CATALOGUE } from '../../../engine/parse/index.ts';
import { defineOperation } from '../../../engine/port/module-contract.ts';

const operation = defineOperation({
  topic: 'test.parcel.send',
  title: { en: 'Send parcel', cs: 'Odeslat balík' },
  description: { en: 'Sends it.' },
  icon: 'package',
  input: z.object({ note: z.string().optional(), parcelId: z.string() }),
  output: z.object({ trackingNo: z.string() }),
  errors: [{ code: 'TOO_HEAVY', title: { en: 'Too heavy' } }],
  transactional: true,
  run: () => Promise.resolve({ trackingNo: '1' }),
});
// What the server sends is JSON, so the round trip through it gives exactly what the browser gets.
const info = JSON.parse(JSON.stringify(describeOperation(operation))) as OperationInfo;
const template = JSON.parse(JSON.stringify(elementTemplate(operation))) as ElementTemplate;

const diagram = (mapping: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="D" targetNamespace="t">
  <bpmn:process id="p" isExecutable="true">
    <bpmn:startEvent id="S"><bpmn:outgoing>F1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="F1" sourceRef="S" targetRef="Send" />
    <bpmn:serviceTask id="Send" name="Send parcel">
      <bpmn:extensionElements>
        <zeebe:taskDefinition type="test.parcel.send" />
        <zeebe:ioMapping>${mapping}</zeebe:ioMapping>
      </bpmn:extensionElements>
      <bpmn:incoming>F1</bpmn:incoming><bpmn:outgoing>F2</bpmn:outgoing>
    </bpmn:serviceTask>
    <bpmn:sequenceFlow id="F2" sourceRef="Send" targetRef="E" />
    <bpmn:endEvent id="E"><bpmn:incoming>F2</bpmn:incoming></bpmn:endEvent>
  </bpmn:process>
</bpmn:definitions>`;

const check = (mapping: string) =>
  checkFiles(
    [
      { name: 'p.bpmn', content: diagram(mapping) },
      { name: 'f.form', content: '{}' },
    ],
    [info],
  );

describe('the checks while drawing', () => {
  it('are quiet about an operation whose required inputs are mapped', async () => {
    expect(await check('<zeebe:input source="=parcel.id" target="parcelId" />')).to.deep.equal([]);
  });

  it('find a required input that is not mapped, and one whose field was emptied', async () => {
    for (const mapping of [
      '<zeebe:input source="=x" target="note" />',
      '<zeebe:input source="" target="parcelId" />',
      '<zeebe:input target="parcelId" />',
    ]) {
      const findings = await check(mapping);
      expect(
        findings.map((each) => [each.rule, each.element]),
        mapping,
      ).to.deep.include(['operation-input-missing', 'Send']);
    }
  });

  it('lead to the field in which the input is filled in', async () => {
    const [finding] = (await check('<zeebe:input source="=x" target="note" />')).filter((each) => each.rule === 'operation-input-missing');
    if (finding === undefined) throw new Error('Expected a finding, but found none.');
    expect(fieldOf(finding, template)).to.equal('custom-entry-lanework.test.parcel.send-input-1');
    expect(fieldOf(finding, null)).to.equal('taskDefinitionType');
  });

  it('lead to the fields of one kind each, and to none where a finding is about several', () => {
    const field = (rule: string): string | undefined => fieldOf({ rule, severity: 'error', message: 'Expected a, but found b.' }, null);
    const expected: Readonly<Record<string, string | undefined>> = {
      'condition-required': 'condition',
      'empty-expression': 'conditionExpression',
      'message-reference': 'messageName',
      'message-flow': undefined,
      'message-flow-ends': undefined,
      'error-code': 'errorCode',
      'link-pairs': 'linkName',
      'loop-cardinality': 'loopCardinality',
      'user-task-priority': 'priorityDefinitionPriority',
      'job-priority': 'jobPriority',
      'version-tag': 'versionTag',
      'id-missing': 'id',
    };
    for (const [rule, entry] of Object.entries(expected)) expect(field(rule), rule).to.equal(entry);
  });

  it('check decisions, too', async () => {
    const findings = await checkFiles([{ name: 'd.dmn', content: '<nonsense/>' }], []);
    expect(findings.map((each) => each.resource)).to.include('d.dmn');
  });

  it('are gathered by element for the marks in the diagram', async () => {
    const findings = await check('<zeebe:input source="" target="parcelId" /><zeebe:input source="=x" target="bogus" />');
    expect([...byElement(findings).keys()]).to.deep.equal(['Send']);
    expect(byElement(findings).get('Send')).to.have.length(findings.length);
  });
});

describe('the words of findings', () => {
  const textsIn = (language: string): FindingTexts =>
    // The file holds one object of texts by rule.
    JSON.parse(readFileSync(`designer/bpmn/locale/finding/${language}.json`, 'utf8')) as FindingTexts;

  it('name the input that is missing, in each language', async () => {
    const [finding] = (await check('<zeebe:input source="=x" target="note" />')).filter((each) => each.rule === 'operation-input-missing');
    if (finding === undefined) throw new Error('Expected a finding, but found none.');
    for (const language of ['es', 'cs', 'ru', 'ka'])
      expect(wordsOf(finding, textsIn(language)).sentence, language)
        .to.include('parcelId')
        .and.not.include('{');
    expect(wordsOf(finding, {})).to.deep.equal({ sentence: finding.message, mend: finding.mend });
  });

  it('exist for every rule of the catalogue', () => {
    for (const language of ['es', 'cs', 'ru', 'ka']) {
      const texts = textsIn(language);
      expect(
        RULE_CATALOGUE.map((rule) => rule.id).filter((id) => texts[id] === undefined),
        language,
      ).to.deep.equal([]);
    }
  });
});

describe('the templates of operations', () => {
  const texts = {
    language: 'cs',
    field: (name: string) => (name === 'parcelId' ? 'Balík' : name === 'trackingNo' ? 'Sledovací číslo' : undefined),
    group: (id: string, label: string) => (id === 'input' ? 'Vstup' : label),
    output: (field: string) => `${field}: do proměnné`,
  };

  it('are found by the topic that they set', () => {
    expect(templateFor([template], 'test.parcel.send')?.id).to.equal('lanework.test.parcel.send');
    expect(templateFor([template], 'test.other')).to.equal(undefined);
  });

  it('speak the language shown and keep their open sections', () => {
    const [shown] = presentTemplates([template], [info], texts);
    expect(shown?.name).to.equal('Odeslat balík');
    expect(shown?.groups).to.deep.equal([
      { id: 'input', label: 'Vstup', openByDefault: true },
      { id: 'output', label: 'Output', openByDefault: true },
    ]);
    const labels = shown?.properties?.map((each) => each['label']).filter((each) => each !== undefined);
    expect(labels).to.deep.equal(['Note', 'Balík', 'Sledovací číslo: do proměnné']);
  });
});
