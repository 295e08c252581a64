import { attributeOf } from '../../xml/tree.ts';
import type { XmlAttribute, XmlElement } from '../../xml/tree.ts';
import { hasExpression, translateCode, translateTemplate } from '../expression/index.ts';
import type { Translation, Verdict } from '../translation.ts';
import { fieldsAsHeaders, fieldsAsInputs } from './fields.ts';

/** Elements that do work by an implementation attribute; of an event it stands on the message event definition. */
const WORKING: ReadonlySet<string> = new Set([
  'serviceTask',
  'sendTask',
  'businessRuleTask',
  'endEvent',
  'intermediateThrowEvent',
  'scriptTask',
]);
const IMPLEMENTATIONS = ['topic', 'class', 'delegateExpression', 'expression', 'type'] as const;

/** Types of tasks that are an outside system each, with the job type that they become. */
const SYSTEM_TYPES: ReadonlySet<string> = new Set(['mail', 'http', 'shell', 'camel', 'mule', 'web-service']);

/**
 * Job type of an implementation, so that operations, workers and the stubs of scenarios can name it: a class keeps its name (`com.acme.ChargeCard`), a
 * delegate expression gives the name inside its braces (`chargeCard`), a method call its bean and method (`cards.charge`), a type itself (`mail`).
 */
export function jobTypeOf(implementation: string): string {
  const code = /^[$#]\{(.*)\}$/s.exec(implementation.trim())?.[1] ?? implementation;
  return code.replace(/\(.*$/s, '').replace(/\s+/g, ' ').trim();
}

/** The element that carries the implementation: the task itself, or the message event definition of an event. */
export function carrierOf(owner: XmlElement): XmlElement {
  return owner.children.find((child) => child.local === 'messageEventDefinition') ?? owner;
}

/** Classes, delegates, expressions, external tasks and connectors: who does the work of a task or throwing event. */
export function job(translation: Translation, owner: XmlElement): void {
  if (!WORKING.has(owner.local)) return;
  const carrier = carrierOf(owner);
  const found = Object.fromEntries(IMPLEMENTATIONS.map((name) => [name, translation.attribute(carrier, name)]));
  const { topic, class: javaClass, delegateExpression, expression, type } = found;
  const result = translation.attribute(carrier, 'resultVariable') ?? translation.attribute(carrier, 'resultVariableName');
  connector(translation, owner, carrier);
  if (topic !== null && topic !== undefined) external(translation, owner, carrier, topic, type ?? null);
  else if (expression !== null && expression !== undefined && computes(translation, owner, expression, result)) return;
  else if (type !== null && type !== undefined) typed(translation, owner, carrier, type);
  else {
    const implementation = javaClass ?? delegateExpression ?? expression ?? null;
    if (implementation === null) return;
    translation.say(owner, implementation, asJob(translation, owner, jobTypeOf(implementation.value)));
    fieldsAsHeaders(translation, owner, carrier);
  }
  if (result !== null && owner.local !== 'scriptTask' && translation.on(owner).willHave('zeebe:taskDefinition')) {
    translation.on(owner).putChild('zeebe:taskHeaders', 'zeebe:header', { key: 'resultVariable', value: result.value });
    translation.say(owner, result, {
      outcome: 'approximated',
      became: `zeebe:header resultVariable="${result.value}"`,
      advice: 'result-variable',
    });
  }
}

function asJob(translation: Translation, owner: XmlElement, jobType: string): Verdict {
  translation.on(owner).put('zeebe:taskDefinition', { type: jobType });
  return { outcome: 'approximated', became: `zeebe:taskDefinition type="${jobType}"`, advice: 'job-worker' };
}

function external(translation: Translation, owner: XmlElement, carrier: XmlElement, topic: XmlAttribute, type: XmlAttribute | null): void {
  const { value, verdict } = translation.value(topic.value, 'zeebe:taskDefinition type');
  if (value !== null) translation.on(owner).put('zeebe:taskDefinition', { type: value });
  translation.say(owner, topic, verdict);
  if (type !== null) translation.say(owner, type, { outcome: 'converted', became: 'zeebe:taskDefinition' });
  fieldsAsHeaders(translation, owner, carrier);
}

function typed(translation: Translation, owner: XmlElement, carrier: XmlElement, type: XmlAttribute): void {
  if (type.value === 'dmn') {
    decisionTask(translation, owner, type);
    return;
  }
  if (type.value === 'case') {
    translation.say(owner, type, { outcome: 'attention', advice: 'case-management' });
    return;
  }
  const verdict = asJob(translation, owner, type.value);
  translation.say(owner, type, type.value === 'shell' ? { ...verdict, outcome: 'attention', advice: 'shell' } : verdict);
  if (SYSTEM_TYPES.has(type.value)) fieldsAsInputs(translation, owner, carrier);
  else fieldsAsHeaders(translation, owner, carrier);
}

/** Flowable's decision task: the decision is named by a field. */
function decisionTask(translation: Translation, owner: XmlElement, type: XmlAttribute): void {
  const key = translation
    .extensions(owner, 'field')
    .find((field) => ['decisionTableReferenceKey', 'decisionServiceReferenceKey'].includes(attributeOf(field, 'name') ?? ''));
  const decisionId = key === undefined ? null : (attributeOf(key, 'stringValue') ?? key.children[0]?.text.trim() ?? null);
  if (key === undefined || decisionId === null) {
    translation.say(owner, type, { outcome: 'attention', advice: 'decision-result' });
    return;
  }
  translation.on(owner).put('zeebe:calledDecision', { decisionId, resultVariable: decisionId });
  const verdict: Verdict = {
    outcome: 'approximated',
    became: `zeebe:calledDecision decisionId="${decisionId}"`,
    advice: 'decision-result',
  };
  translation.say(owner, type, verdict);
  translation.say(owner, key, verdict);
}

/** A connector is a job of its id whose inputs and outputs are those of the connector. */
function connector(translation: Translation, owner: XmlElement, carrier: XmlElement): void {
  for (const element of translation.extensions(carrier, 'connector')) {
    const id = element.children.find((child) => child.local === 'connectorId')?.text.trim() ?? '';
    translation.on(owner).put('zeebe:taskDefinition', { type: id });
    translation.say(owner, element, { outcome: 'approximated', became: `zeebe:taskDefinition type="${id}"`, advice: 'connector' });
  }
}

/**
 * An expression that only works out a value is no job: `zeebe:script` does it. `execution.setVariable("x", value)` gives `x` the value. Returns whether it
 * was one.
 */
function computes(translation: Translation, owner: XmlElement, expression: XmlAttribute, result: XmlAttribute | null): boolean {
  const code = /^[$#]\{(.*)\}$/s.exec(expression.value.trim())?.[1]?.trim();
  const setter = code === undefined ? null : /^execution\.setVariable(?:Local)?\(\s*(?:'(\w+)'|"(\w+)")\s*,(.*)\)$/s.exec(code);
  const translated = setter === null ? translateTemplate(expression.value) : translateCode(setter[3] ?? '');
  if (translated.kind === 'untranslated' || !hasExpression(expression.value)) return false;
  const variable = setter?.[1] ?? setter?.[2] ?? result?.value ?? `${attributeOf(owner, 'id') ?? 'task'}_result`;
  const became = `zeebe:script expression="=${translated.feel}" resultVariable="${variable}"`;
  translation.on(owner).put('zeebe:script', { expression: `=${translated.feel}`, resultVariable: variable });
  const verdict: Verdict = translated.isExact ? { outcome: 'converted', became } : { outcome: 'approximated', became, advice: 'check' };
  translation.say(owner, expression, verdict);
  if (result !== null) translation.say(owner, result, verdict);
  return true;
}
