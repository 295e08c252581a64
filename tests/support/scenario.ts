import { expect } from 'chai';
import { parseScenario } from '../../engine/command/scenario-file.ts';
import { openSimulation } from '../../engine/command/simulation-files.ts';
import { parseBpmn } from '../../engine/parse/index.ts';
import { runScenario } from '../../engine/simulation/index.ts';
import type { ScenarioResult } from '../../engine/simulation/index.ts';

const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:lanework="https://lanework.dev/schema/1.0" id="definitions" targetNamespace="https://lanework.dev/test">`;

/** A BPMN file of these root elements, without prefix. */
export const file = (...roots: readonly string[]): string => [HEAD, ...roots, '</definitions>'].join('\n');

/** An executable process. */
export const process = (id: string, ...content: readonly string[]): string =>
  `<process id="${id}" isExecutable="true">${content.join('\n')}</process>`;

/** Sequence flows that lead through the elements in turn, each named `from_to`. */
export const path = (...ids: readonly string[]): string =>
  ids
    .slice(1)
    .map((id, index) => `<sequenceFlow id="${ids[index] ?? ''}_${id}" sourceRef="${ids[index] ?? ''}" targetRef="${id}" />`)
    .join('');

/** An element with an id and content. */
export const element = (type: string, id: string, content = '', attributes = ''): string =>
  `<${type} id="${id}" ${attributes}>${content}</${type}>`;

/** A timer event definition: `timeDate`, `timeDuration` or `timeCycle`. */
export const timer = (kind: 'timeDate' | 'timeDuration' | 'timeCycle', text: string, attributes = ''): string =>
  `<timerEventDefinition ${attributes}><${kind} xsi:type="tFormalExpression">${text}</${kind}></timerEventDefinition>`;
export const message = (id: string): string => `<messageEventDefinition messageRef="${id}" />`;
export const signal = (id: string): string => `<signalEventDefinition signalRef="${id}" />`;
export const condition = (feel: string): string =>
  `<conditionalEventDefinition><condition xsi:type="tFormalExpression">${feel}</condition></conditionalEventDefinition>`;

/** Runs a scenario, given as in its file, on BPMN texts, as `lanework trace` does. Fails when a text or the scenario is refused. */
export async function simulate(bpmn: string | readonly string[], scenario: object): Promise<ScenarioResult> {
  const texts = typeof bpmn === 'string' ? [bpmn] : bpmn;
  const parsed = await Promise.all(texts.map((text, index) => parseBpmn(text, `diagram-${index}.bpmn`)));
  const definitions = parsed.flatMap((result) => {
    if (result.kind === 'refused') throw new Error(`Expected diagrams that are accepted, but found ${JSON.stringify(result.findings)}.`);
    return result.definitions;
  });
  const read = parseScenario(JSON.stringify(scenario));
  if (!('scenario' in read)) throw new Error(`Expected a scenario, but found ${read.join(' ')}`);
  const simulator = openSimulation();
  try {
    return await runScenario(simulator.partsFor({ definitions, decisions: [] }, read.calendars), read.scenario);
  } finally {
    await simulator.close();
  }
}

/** Runs a scenario and asserts that everything that it expects holds. */
export async function expectScenario(bpmn: string | readonly string[], scenario: object): Promise<ScenarioResult> {
  const result = await simulate(bpmn, scenario);
  expect(result.differences).to.deep.equal([]);
  return result;
}
