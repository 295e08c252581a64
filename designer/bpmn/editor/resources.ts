import type { Resource } from '../api.ts';

/** What a file of a draft is, told by the ending of its name. */
export type ResourceKind = 'diagram' | 'form' | 'decision' | 'other';

/** The kind of a file. */
export function kindOf(name: string): ResourceKind {
  if (name.endsWith('.bpmn')) return 'diagram';
  if (name.endsWith('.form')) return 'form';
  if (name.endsWith('.dmn')) return 'decision';
  return 'other';
}

/** The diagram of a draft: its first `.bpmn` file. */
export function diagramOf(resources: readonly Resource[]): Resource | undefined {
  return resources.find((each) => kindOf(each.name) === 'diagram');
}

/** The same files with one replaced or, when there was none of that name, added. */
export function withResource(resources: readonly Resource[], changed: Resource): readonly Resource[] {
  const exists = resources.some((each) => each.name === changed.name);
  return exists ? resources.map((each) => (each.name === changed.name ? changed : each)) : [...resources, changed];
}

/** The same files without one. */
export function withoutResource(resources: readonly Resource[], name: string): readonly Resource[] {
  return resources.filter((each) => each.name !== name);
}

/** Name of the file without its ending; for a form that is the id under which a task refers to it. */
export function baseName(name: string): string {
  return name.replace(/\.[a-z]+$/, '');
}

/** Ids of the forms that a diagram refers to, each once. Read from the text, so that it works without a parsed model. */
export function formIdsIn(xml: string): readonly string[] {
  return unique([...xml.matchAll(/<zeebe:formDefinition\b[^>]*\bformId="([^"]+)"/g)]);
}

/** Ids of the decisions that a diagram calls, each once; those given by an expression are left out. */
export function decisionIdsIn(xml: string): readonly string[] {
  return unique([...xml.matchAll(/<zeebe:calledDecision\b[^>]*\bdecisionId="([^"=][^"]*)"/g)]);
}

/** Id and name of the first process in a diagram. */
export function processIn(xml: string): { readonly id: string; readonly name: string } | null {
  const tag = /<(?:\w+:)?process\b[^>]*>/.exec(xml)?.[0];
  const id = tag === undefined ? undefined : /\bid="([^"]+)"/.exec(tag)?.[1];
  if (tag === undefined || id === undefined) return null;
  return { id, name: unescape(/\bname="([^"]*)"/.exec(tag)?.[1] ?? id) };
}

function unique(matches: readonly RegExpExecArray[]): readonly string[] {
  return [...new Set(matches.flatMap((match) => (match[1] === undefined ? [] : [match[1]])))];
}

function unescape(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
}

/** An empty form with one text field, ready to be edited. */
export function newForm(id: string): Resource {
  const schema = {
    type: 'default',
    id,
    schemaVersion: 18,
    components: [{ type: 'textfield', id: 'Field_1', key: 'field_1', label: 'Text' }],
  };
  return { name: `${id}.form`, content: JSON.stringify(schema, null, 2) };
}

/** A decision table with one input, one output and one rule. */
export function newDecision(id: string): Resource {
  const content = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" id="${id}-definitions" name="${id}" namespace="https://lanework.dev/decision">
  <decision id="${id}" name="${id}">
    <decisionTable id="${id}-table" hitPolicy="FIRST">
      <input id="${id}-input" label="amount">
        <inputExpression id="${id}-expression" typeRef="number">
          <text>amount</text>
        </inputExpression>
      </input>
      <output id="${id}-output" label="result" name="result" typeRef="string" />
      <rule id="${id}-rule-1">
        <inputEntry id="${id}-entry-1">
          <text>-</text>
        </inputEntry>
        <outputEntry id="${id}-value-1">
          <text>"standard"</text>
        </outputEntry>
      </rule>
    </decisionTable>
  </decision>
  <dmndi:DMNDI>
    <dmndi:DMNDiagram>
      <dmndi:DMNShape dmnElementRef="${id}">
        <dc:Bounds height="80" width="180" x="160" y="100" />
      </dmndi:DMNShape>
    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
</definitions>
`;
  return { name: `${id}.dmn`, content };
}
