import type { JsonObject, JsonValue } from '../model/index.ts';
import type { Expectation, IncidentSummary, Outcome } from './scenario.ts';
import type { TraceRecord } from './trace-record.ts';

/** What a simulation has come to. */
interface Found {
  readonly outcome: Outcome;
  readonly waitingEvents: readonly string[];
  readonly records: readonly TraceRecord[];
}

/** What differs from an expectation, one sentence each; none when it holds. */
export function differencesFrom(expectation: Expectation, { outcome, waitingEvents, records }: Found): readonly string[] {
  const entered = new Set(records.filter((record) => record.record === 'entered').map((record) => record.element));
  const visits = (ids: readonly string[] | undefined, wanted: boolean): readonly string[] =>
    (ids ?? []).filter((id) => entered.has(id) !== wanted);
  return [
    ...statusDifference(expectation, outcome),
    ...visits(expectation.visited, true).map((id) => `Expected ${id} to be visited, but it was not.`),
    ...visits(expectation.notVisited, false).map((id) => `Expected ${id} not to be visited, but it was.`),
    ...pathDifference(expectation.path ?? [], records),
    ...variableDifferences(expectation.variables ?? {}, outcome.variables),
    ...waitingDifference(expectation, outcome.waiting, waitingEvents),
    ...incidentDifference(expectation, outcome),
  ];
}

function statusDifference({ status }: Expectation, outcome: Outcome): readonly string[] {
  if (status === undefined || status === outcome.status) return [];
  const why = [
    ...outcome.incidents.map(incidentText),
    ...(outcome.waiting.length === 0 ? [] : [`waiting at ${outcome.waiting.join(', ')}`]),
  ];
  return [`Expected status ${status}, but found ${outcome.status}${why.length === 0 ? '' : ` (${why.join('; ')})`}.`];
}

/** The path holds when its elements come in this order; the first one that does not is named. */
function pathDifference(path: readonly string[], records: readonly TraceRecord[]): readonly string[] {
  const walked = records.filter((record) => record.record === 'entered' || record.record === 'taken').map((record) => record.element);
  let from = 0;
  for (const [index, id] of path.entries()) {
    const found = walked.indexOf(id, from);
    if (found === -1)
      return [`Expected the path ${path.join(' > ')}, but ${id} did not come${index === 0 ? '' : ` after ${path[index - 1]}`}.`];
    from = found + 1;
  }
  return [];
}

function variableDifferences(expected: JsonObject, found: JsonObject): readonly string[] {
  return Object.entries(expected).flatMap(([name, value]) => {
    if (!Object.hasOwn(found, name)) return [`Expected variable ${name} to be ${JSON.stringify(value)}, but it is not set.`];
    const actual = found[name] ?? null;
    return isEqual(value, actual) ? [] : [`Expected variable ${name} to be ${JSON.stringify(value)}, but found ${JSON.stringify(actual)}.`];
  });
}

/** An event-based gateway that waits may be named itself or by its events. */
function waitingDifference({ waiting }: Expectation, found: readonly string[], events: readonly string[]): readonly string[] {
  if (waiting === undefined || [found, events].some((each) => isEqual(waiting.toSorted(), each.toSorted()))) return [];
  return [`Expected to wait at [${waiting.join(', ')}], but found [${found.join(', ')}].`];
}

function incidentDifference({ incidents }: Expectation, outcome: Outcome): readonly string[] {
  if (incidents === undefined) return [];
  const left = [...outcome.incidents];
  const missing = incidents.filter((expected) => {
    const at = left.findIndex((found) => isIncident(expected, found));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return [
    ...missing.map(
      (expected) =>
        `Expected the incident ${typeof expected === 'string' ? expected : JSON.stringify(expected)}, but found ${outcome.incidents.map(incidentText).join('; ') || 'none'}.`,
    ),
    ...left.map((found) => `Expected no such incident, but found ${incidentText(found)}.`),
  ];
}

function isIncident(expected: string | JsonObject, found: IncidentSummary): boolean {
  if (typeof expected === 'string') return expected === found.element || expected === found.code;
  return Object.entries(expected).every(
    ([name, value]) => (name === 'element' || name === 'code' || name === 'message') && found[name] === value,
  );
}

const incidentText = (incident: IncidentSummary): string => `incident ${incident.code} at ${incident.element}: ${incident.message}`;

/** Equality of JSON values; the order of object members does not count. */
export function isEqual(left: JsonValue, right: JsonValue): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const [a, b] = [left as JsonObject, right as JsonObject]; // An array is read by its indices like an object; both are of one sort here.
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && isEqual(a[name] ?? null, b[name] ?? null))
  );
}
