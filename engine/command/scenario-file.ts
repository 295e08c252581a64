import { z } from 'zod';
import { addDuration, parseDuration, parseInstant } from '../model/index.ts';
import { calendarFault, WEEKDAYS } from '../model/index.ts';
import type { BusinessCalendar, BusinessCalendars, JsonObject, JsonValue } from '../model/index.ts';
import { calendarsByName } from '../port/calendar-store.ts';
import { MAX_INSTRUCTIONS } from '../kernel/index.ts';
import type { Expectation, Scenario, ScenarioAction, ScenarioInstruction, ScenarioStep, Stub, Stubs } from '../simulation/index.ts';

/** When a scenario begins that names no time. */
const DEFAULT_START = '2026-01-05T08:00:00.000Z';
/** How long a message waits for its receiver when the scenario does not say. */
const DEFAULT_TIME_TO_LIVE = 'PT1H';
const MAX_STEPS = 10_000;

const json: z.ZodType<JsonValue> = z.json();
const variables: z.ZodType<JsonObject> = z.record(z.string(), json);
const id = z.string().min(1);
const index = z.int().min(0).default(0);
/** A number is its text, as the key of a waiting event is. */
const key = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (typeof value === 'number' ? String(value) : value));
const noVariables = variables.default({});
const durationText = z.string().refine((text) => parseDuration(text) !== null, 'Expected an ISO 8601 duration such as PT48H.');

const expectation = z.strictObject({
  status: id.optional(),
  visited: z.array(id).optional(),
  notVisited: z.array(id).optional(),
  path: z.array(id).optional(),
  variables: variables.optional(),
  waiting: z.array(id).optional(),
  incidents: z.array(z.union([id, variables])).optional(),
});

const stub = z.union([
  z.strictObject({ error: id, message: z.string().optional(), variables: variables.optional() }),
  z.strictObject({ failure: z.string() }),
  z.strictObject({ output: variables.optional() }),
]);

const start = z.union([
  z.strictObject({ message: id, correlationKey: key, variables: noVariables }),
  z.strictObject({ signal: id, variables: noVariables }),
  z.strictObject({ process: id.optional(), businessKey: z.string().optional(), variables: noVariables }),
]);

const place = {
  after: z.boolean().default(false),
  within: z.strictObject({ element: id, index }).optional(),
  loopInstance: z.boolean().default(false),
  variables: z.record(z.string(), variables).default({}),
};
const oneOf = z.int().min(0).optional();
const instruction = z.union([
  z.strictObject({ add: id, ...place }),
  z.strictObject({ move: id, index: oneOf, to: id, ...place }),
  z.strictObject({ cancel: id, index: oneOf }),
]);
const modify = z.union([z.strictObject({ instructions: z.array(instruction).min(1).max(MAX_INSTRUCTIONS) }), instruction]);
const migrate = z.strictObject({
  process: id.optional(),
  versionTag: id.optional(),
  mapping: z.record(z.string(), z.string().min(1).nullable()).default({}),
  rebuildEvents: z.boolean().default(false),
});

/** Words for people, which change nothing. */
const remarks = { name: z.string().optional(), comment: z.string().optional(), description: z.string().optional() };

const step = z
  .strictObject({
    ...remarks,
    start: start.optional(),
    complete: z.strictObject({ element: id, index, variables: noVariables }).optional(),
    error: z.strictObject({ element: id, index, code: id, message: z.string().default(''), variables: noVariables }).optional(),
    escalate: z.strictObject({ element: id, index, code: id, variables: noVariables }).optional(),
    message: z
      .strictObject({
        name: id,
        correlationKey: key,
        timeToLive: durationText.default(DEFAULT_TIME_TO_LIVE),
        variables: noVariables,
      })
      .optional(),
    signal: z.strictObject({ name: id, variables: noVariables }).optional(),
    advance: durationText.optional(),
    set: z.strictObject({ element: id.optional(), variables }).optional(),
    cancel: z.looseObject({}).optional(),
    modify: modify.optional(),
    migrate: migrate.optional(),
    expect: expectation.optional(),
  })
  .refine(({ expect, name: _name, comment: _comment, description: _description, ...actions }) => {
    const count = Object.values(actions).filter((action) => action !== undefined).length;
    return count === 1 || (count === 0 && expect !== undefined);
  }, 'Expected exactly one of start, complete, message, signal, advance, error, escalate, set, cancel, modify, migrate (or expect alone).');

const calendar = z
  .strictObject({
    zone: id,
    hours: z.strictObject(Object.fromEntries(WEEKDAYS.map((weekday) => [weekday, z.array(id).optional()]))),
    holidays: z.array(id).default([]),
    default: z.boolean().default(false),
    teams: z.array(id).default([]),
  })
  .superRefine((given, context) => {
    const fault = calendarFault(calendarFrom(given));
    if (fault !== null) context.addIssue({ code: 'custom', message: fault });
  });

/** Members of a scenario; what others there are means something to somebody else, unless it is one of these misspelt. */
const SCENARIO_MEMBERS = ['calendars', 'name', 'files', 'stubs', 'auto', 'at', 'steps', 'expect'] as const;

/** True when one letter more, less or other makes one word of the other. */
function isOneLetterOff(one: string, other: string): boolean {
  let same = 0;
  while (same < one.length && one[same] === other[same]) same += 1;
  const rests = (skipOne: number, skipOther: number): boolean => one.slice(same + skipOne) === other.slice(same + skipOther);
  return rests(1, 1) || rests(1, 0) || rests(0, 1);
}

/** The member that an unknown one was meant to be; undefined when it resembles none. */
const meantMember = (unknown: string): string | undefined =>
  SCENARIO_MEMBERS.find((member) => unknown.startsWith('expect') && member === 'expect') ??
  SCENARIO_MEMBERS.find((member) => member.length > 2 && isOneLetterOff(unknown.toLowerCase(), member));

const scenarioFile = z
  .looseObject({
    calendars: z.record(id, calendar).default({}),
    name: z.string().default(''),
    files: z.array(id).default([]),
    stubs: z.union([z.literal('*'), z.record(z.string(), z.union([stub, z.array(stub).min(1)]))]).default({}),
    auto: z.boolean().default(false),
    at: z
      .string()
      .default(DEFAULT_START)
      .refine((text) => parseInstant(text) !== null, 'Expected a time in ISO 8601.'),
    steps: z.array(step).max(MAX_STEPS),
    expect: expectation.optional(),
  })
  .superRefine((given, context) => {
    for (const name of Object.keys(given)) {
      const meant = SCENARIO_MEMBERS.some((member) => member === name) ? undefined : meantMember(name);
      if (meant !== undefined) context.addIssue({ code: 'custom', message: `Expected "${meant}", but found "${name}".` });
    }
  });

type StepFile = z.infer<typeof step>;

/** A scenario with the files that it needs beside the diagram, as paths relative to its own file. */
export interface ScenarioFile {
  readonly files: readonly string[];
  /** Business calendars by the names that the diagrams use. */
  readonly calendars: BusinessCalendars;
  readonly scenario: Scenario;
}

const calendarFrom = ({ zone, hours, holidays }: Pick<z.infer<typeof calendar>, 'zone' | 'hours' | 'holidays'>): BusinessCalendar => ({
  zone,
  holidays,
  // `strictObject` has let only weekdays through.
  hours: Object.fromEntries(Object.entries(hours).filter(([, times]) => times !== undefined)) as BusinessCalendar['hours'],
});

/** Calendars by name; the one that says so also by the name `default`, those of teams also by theirs. */
function calendarsOf(given: z.infer<typeof scenarioFile>['calendars']): BusinessCalendars {
  const entries = Object.entries(given).map(([name, each]) => ({
    name,
    isDefault: each.default,
    teams: each.teams,
    calendar: calendarFrom(each),
  }));
  return calendarsByName(entries);
}

/** Reads the text of a scenario; the reasons, one sentence each, when it is none. */
export function parseScenario(text: string): ScenarioFile | readonly string[] {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return [`Expected JSON, but ${error instanceof Error ? error.message : String(error)}`];
  }
  const parsed = scenarioFile.safeParse(content);
  if (!parsed.success) return parsed.error.issues.map((issue) => `${issue.path.join('.') || 'scenario'}: ${issue.message}`);
  const { name, files, calendars, stubs, auto, at, steps, expect } = parsed.data;
  return {
    files,
    calendars: calendarsOf(calendars),
    scenario: { name, startAt: at, stubs: stubsOf(stubs), autoComplete: auto, steps: steps.map(stepOf), expect: expect ?? null },
  };
}

function stubsOf(stubs: z.infer<typeof scenarioFile>['stubs']): Stubs {
  if (stubs === '*') return 'all';
  return Object.fromEntries(Object.entries(stubs).map(([topic, given]) => [topic, (Array.isArray(given) ? given : [given]).map(stubOf)]));
}

function stubOf(given: z.infer<typeof stub>): Stub {
  if ('error' in given) return { kind: 'error', code: given.error, message: given.message ?? '', variables: given.variables ?? {} };
  if ('failure' in given) return { kind: 'failure', message: given.failure };
  return { kind: 'output', output: given.output ?? {} };
}

function stepOf(given: StepFile): ScenarioStep {
  const expect: Expectation | null = given.expect ?? null;
  return { action: actionOf(given), expect };
}

function actionOf(given: StepFile): ScenarioAction {
  if (given.start !== undefined) return startOf(given.start);
  if (given.complete !== undefined) return { kind: 'complete', ...given.complete };
  if (given.error !== undefined) return { kind: 'error', ...given.error };
  if (given.escalate !== undefined) return { kind: 'escalate', ...given.escalate };
  if (given.message !== undefined) {
    const { name, correlationKey, timeToLive, variables: carried } = given.message;
    return { kind: 'message', name, correlationKey: correlationKey ?? null, timeToLiveMs: milliseconds(timeToLive), variables: carried };
  }
  if (given.signal !== undefined) return { kind: 'signal', ...given.signal };
  if (given.advance !== undefined) return { kind: 'advance', duration: given.advance };
  if (given.set !== undefined) return { kind: 'set', element: given.set.element ?? null, variables: given.set.variables };
  if (given.modify !== undefined)
    return {
      kind: 'modify',
      instructions: ('instructions' in given.modify ? given.modify.instructions : [given.modify]).map(instructionOf),
    };
  if (given.migrate !== undefined) {
    const { process: processId, versionTag, mapping, rebuildEvents } = given.migrate;
    return { kind: 'migrate', processId: processId ?? null, versionTag: versionTag ?? null, mapping, rebuildEvents };
  }
  return given.cancel === undefined ? { kind: 'look' } : { kind: 'cancel' };
}

function instructionOf(given: z.infer<typeof instruction>): ScenarioInstruction {
  if ('cancel' in given) return { kind: 'cancel', element: given.cancel, index: given.index ?? null };
  const { after, within, loopInstance, variables: carried } = given;
  const there = { after, within: within ?? null, loopInstance, variables: carried };
  if ('add' in given) return { kind: 'add', to: given.add, ...there };
  return { kind: 'move', element: given.move, index: given.index ?? null, to: given.to, ...there };
}

/** A start by message or signal is that message or signal. */
function startOf(given: z.infer<typeof start>): ScenarioAction {
  if ('message' in given)
    return {
      kind: 'message',
      name: given.message,
      correlationKey: given.correlationKey ?? null,
      timeToLiveMs: milliseconds(DEFAULT_TIME_TO_LIVE),
      variables: given.variables,
    };
  if ('signal' in given) return { kind: 'signal', name: given.signal, variables: given.variables };
  return { kind: 'start', processId: given.process ?? null, businessKey: given.businessKey ?? null, variables: given.variables };
}

function milliseconds(duration: string): number {
  const parsed = parseDuration(duration);
  return parsed === null ? 0 : (addDuration(0, parsed) ?? 0);
}
