import { pino, type DestinationStream, type Logger } from 'pino';
import type { Tracer } from '../port/tracer.ts';

/** Members that never get into a line, at any depth: they hold values of business or secrets. */
const WITHHELD: ReadonlySet<string> = new Set([
  'variables',
  'payload',
  'input',
  'output',
  'body',
  'headers',
  'records',
  'cookie',
  'authorization',
  'password',
  'secret',
  'token',
  'sessiontoken',
  'apitoken',
  'parameters',
  'values',
]);
const CENSORED = '[withheld]';
/** Deeper members and further items are left out, and longer texts are cut. */
const MAX_DEPTH = 5;
const MAX_MEMBERS = 50;
const MAX_TEXT = 4_000;

/** Members of an error that are told; others, such as the `detail` of the database, quote rows. */
const ERROR_MEMBERS = ['code', 'status', 'constraint', 'table'] as const;

/**
 * The one place where loggers are made. Levels: `error` something is broken, `warn` somebody should look (slow steps, work put back),
 * `info` each request, `debug` the database's own lines. A line within a traced request or work has its trace id. `destination` defaults to
 * standard error.
 */
export function createRootLogger(level: string, tracer: Tracer, destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      mixin: () => {
        const traceId = tracer.current()?.split('-')[1];
        return traceId === undefined ? {} : { traceId };
      },
      formatters: { log: (line) => withheld(line, 0) as Record<string, unknown> }, // An object stays one.
      serializers: { err: (error: unknown) => error },
    },
    destination ?? pino.destination({ fd: 2, sync: true }),
  );
}

/** What a line about work says of it, as far as it is known. Ids alone: values of business never get into a log. */
export interface WorkFacts {
  readonly instanceId?: string;
  readonly processId?: string;
  readonly elementId?: string | null;
  /** Kind of the command. */
  readonly command?: string;
  /** Kind and id of the row of due work. */
  readonly work?: string;
  readonly workId?: string;
}

/** A logger whose lines are all about one piece of work. */
export function workLogger(logger: Logger, facts: WorkFacts): Logger {
  return logger.child(facts);
}

/** Facts of a row of due work. Ids of jobs and timers begin with the id of their instance. */
export function factsOfRow(kind: string, id: string): WorkFacts {
  const [instanceId = '', number] = id.split('.');
  return { work: kind, workId: id, ...(number === undefined || kind === 'outbox' || kind === 'dueWork' ? {} : { instanceId }) };
}

function withheld(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value;
  if (value instanceof Error) return describeError(value, depth);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return CENSORED;
  if (Array.isArray(value)) return value.slice(0, MAX_MEMBERS).map((item) => withheld(item, depth + 1));
  const members = Object.entries(value).slice(0, MAX_MEMBERS);
  return Object.fromEntries(
    members.map(([name, member]) => [name, WITHHELD.has(name.toLowerCase()) ? CENSORED : withheld(member, depth + 1)]),
  );
}

function describeError(error: Error, depth: number): object {
  const told = ERROR_MEMBERS.flatMap((name) => {
    const value: unknown = Reflect.get(error, name);
    return typeof value === 'string' || typeof value === 'number' ? [[name, value] as const] : [];
  });
  const cause = error.cause instanceof Error && depth < MAX_DEPTH ? { cause: describeError(error.cause, depth + 1) } : {};
  return { type: error.name, message: error.message, stack: error.stack, ...Object.fromEntries(told), ...cause };
}
