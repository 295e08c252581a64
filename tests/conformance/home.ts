import { existsSync, readFileSync } from 'node:fs';
import type { Construct } from './construct.ts';

/** Folders of the kernel in which a handler is the file of its element's name. */
const HANDLER_FOLDERS = ['activity', 'gateway', 'event', 'container'].map((name) => `engine/kernel/${name}`);
const BEHAVIOR = 'engine/kernel/behavior';

/** The handler of each position that an event can have. */
const POSITION_HANDLER: Readonly<Record<string, string>> = {
  start: 'startEvent',
  eventSubProcessStart: 'eventSubProcess',
  intermediateCatch: 'intermediateCatchEvent',
  intermediateThrow: 'intermediateThrowEvent',
  boundary: 'boundaryEvent',
  end: 'endEvent',
};

/** Where each event definition is made to happen: `[caught, thrown]`. */
const DEFINITION_FILES: Readonly<Record<string, readonly [caught: string, thrown: string]>> = {
  timer: ['event-waits', 'event-waits'],
  message: ['event-waits', 'throw-events'],
  signal: ['event-waits', 'throw-events'],
  conditional: ['conditions', 'conditions'],
  error: ['find-catcher', 'throw-error'],
  escalation: ['find-catcher', 'throw-error'],
  compensation: ['compensation', 'compensation'],
  cancel: ['cancel-transaction', 'cancel-transaction'],
  link: ['throw-events', 'throw-events'],
  terminate: ['throw-events', 'throw-events'],
};

/** Files of what cuts across elements. */
const FEATURE_FILES: Readonly<Record<string, readonly string[]>> = {
  multiInstance: ['engine/kernel/container/multi-instance.ts'],
  standardLoop: ['engine/kernel/container/standard-loop.ts'],
  startQuantity: [`${BEHAVIOR}/take-flows.ts`],
  completionQuantity: [`${BEHAVIOR}/take-flows.ts`, `${BEHAVIOR}/complete-element.ts`],
  multipleEvent: [`${BEHAVIOR}/catch-event.ts`],
  parallelMultipleEvent: [`${BEHAVIOR}/catch-event.ts`],
  parallelMultipleProcessStart: ['engine/model/process-triggers.ts'],
  instantiatingReceiveTask: ['engine/model/process-triggers.ts'],
  instantiatingEventBasedGateway: ['engine/model/process-triggers.ts'],
  parallelEventBasedGateway: ['engine/kernel/container/process.ts'],
};

const kebab = (kind: string): string => kind.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function handlerFile(kind: string): string {
  const file = HANDLER_FOLDERS.map((folder) => `${folder}/${kebab(kind)}.ts`).find((path) => existsSync(path));
  if (file === undefined) throw new Error(`Expected a file of the handler of ${kind} in ${HANDLER_FOLDERS.join(', ')}, but found none`);
  return file;
}

/** The files that execute a construct, the handler first. Fails for a construct that has none: the page would claim what nobody does. */
export function filesOf(construct: Construct): readonly string[] {
  const feature = FEATURE_FILES[construct];
  if (feature !== undefined) return feature;
  const [position = '', definition] = construct.split(' ');
  if (definition === undefined) return [handlerFile(construct)];
  const handler = POSITION_HANDLER[position];
  if (handler !== undefined && definition === 'none') return [handlerFile(handler)];
  const pair = DEFINITION_FILES[definition];
  if (handler === undefined || pair === undefined) throw new Error(`Expected the files of "${construct}" to be known, but they are not`);
  const throws = position === 'intermediateThrow' || position === 'end';
  return [handlerFile(handler), `${BEHAVIOR}/${pair[throws ? 1 : 0]}.ts`];
}

/** Sections and tables of the standard that a file cites, in their order. */
export function sectionsOf(file: string): readonly string[] {
  const cited = readFileSync(file, 'utf8').matchAll(/BPMN 2\.0\.2, ([^;:)]*)/g);
  const places = [...cited].flatMap(([, text = '']) => [...text.matchAll(/\b(?:tables? )?\d+\.\d+(?:\.\d+)*\b/g)].map(([place]) => place));
  return [...new Set(places)].toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

/** The tests that mirror a file of the engine; null for one that has none of its own. */
export function testOf(file: string): string | null {
  const mirrored = file.replace(/^engine/, 'tests/engine').replace(/\.ts$/, '.test.ts');
  return existsSync(mirrored) ? mirrored : null;
}
