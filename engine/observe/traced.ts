import type { PoolClient } from 'pg';
import type { Decide } from '../kernel/decide.ts';
import type { Engine } from '../port/engine.ts';
import { inSpan, type SpanAttributes, type Tracer } from '../port/tracer.ts';

/** Ids of elements that one span names; a step may visit hundreds. */
const MAX_ELEMENTS = 50;
/** Statements whose names are remembered. */
const MAX_STATEMENTS = 1_000;
/** Longest name of a span that comes from a statement. */
const MAX_NAME = 60;

/** The engine, with a span around every command that names the process instance and the elements it touched. */
export function traceEngine(engine: Engine, tracer: Tracer): Engine {
  const traced = Object.entries(engine).map(([name, method]: [string, (...values: unknown[]) => Promise<unknown>]) => [
    name,
    (...values: unknown[]) =>
      inSpan(tracer, `command ${name}`, { 'lanework.command': name, ...requestAttributes(values) }, async (span) => {
        const result = await method(...values);
        span.note(resultAttributes(result));
        return result;
      }),
  ]);
  // The same methods under the same names.
  return Object.fromEntries(traced) as Engine;
}

/** The kernel, with a span around each decision. */
export function traceDecide(decide: Decide, tracer: Tracer): Decide {
  return (environment, definition, state, command, now) => {
    const span = tracer.open('kernel decide', { 'lanework.command': command.kind, 'lanework.process.id': definition.processId });
    const decision = span.run(() => decide(environment, definition, state, command, now));
    if (decision.kind === 'decided') {
      const entered = decision.records.flatMap((record) => (record.kind === 'elementEntered' ? [record.elementInstance.elementId] : []));
      span.note({
        'lanework.instance.id': decision.state.instanceId,
        'lanework.element.ids': [...new Set<string>(entered)].slice(0, MAX_ELEMENTS),
      });
      span.end();
    } else span.end(decision.code);
    return decision;
  };
}

/** What operations inside and outside of steps have in common here. */
interface Runnable<Context extends { readonly processInstanceId: string }, Input, Output> {
  readonly topic: string;
  run(context: Context, input: Input): Promise<Output>;
}

/** The operation, with a span around each run; `kind` is `client` for one that goes outside. */
export function traceOperation<
  Context extends { readonly processInstanceId: string },
  Input,
  Output,
  Each extends Runnable<Context, Input, Output>,
>(operation: Each & Runnable<Context, Input, Output>, tracer: Tracer, kind: 'internal' | 'client'): Each {
  return {
    ...operation,
    run: (context: Context, input: Input) =>
      inSpan(
        tracer,
        `operation ${operation.topic}`,
        { 'lanework.operation': operation.topic, 'lanework.instance.id': context.processInstanceId },
        () => operation.run(context, input),
        { kind },
      ),
  };
}

/** Gives every statement of a connection a span that names it, and never its values. Statements outside of any span get none. */
export function traceStatements(client: PoolClient, tracer: Tracer): void {
  const query = client.query.bind(client) as (...values: unknown[]) => unknown;
  const traced = (...values: unknown[]): unknown => {
    if (tracer.current() === null) return query(...values);
    const name = statementName(textOf(values[0]));
    const span = tracer.open(`sql ${name}`, { 'db.system.name': 'postgresql', 'db.query.summary': name }, { kind: 'client' });
    const end = (error: unknown): void => {
      span.end(
        error === null || error === undefined ? undefined : error instanceof Error && 'code' in error ? String(error.code) : 'Error',
      );
    };
    const callback = values.at(-1);
    if (typeof callback === 'function') {
      const told = (error: unknown, ...answer: unknown[]): unknown => {
        end(error);
        return Reflect.apply(callback, undefined, [error, ...answer]);
      };
      return query(...values.slice(0, -1), told);
    }
    const result = query(...values);
    if (result instanceof Promise) result.then(() => end(null), end);
    else span.end();
    return result;
  };
  // The overloads of `query` all come down to these arguments.
  client.query = traced as PoolClient['query'];
}

const names = new Map<string, string>();

/** What a statement does: its verb and its first table. */
export function statementName(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const words =
    /^\s*(with\s+\w+|insert\s+into\s+\w+|update\s+\w+|delete\s+from\s+\w+|savepoint|release|rollback|begin|commit|select)/iu.exec(
      text,
    )?.[1] ?? 'statement';
  const table = /^\s*select\b[^]*?\bfrom\s+([a-z_]+)/iu.exec(text)?.[1];
  const name = `${words.replaceAll(/\s+/gu, ' ').toLowerCase()}${table === undefined ? '' : ` ${table}`}`.slice(0, MAX_NAME);
  if (names.size < MAX_STATEMENTS) names.set(text, name);
  return name;
}

function textOf(statement: unknown): string {
  if (typeof statement === 'string') return statement;
  return typeof statement === 'object' && statement !== null && 'text' in statement ? String(statement.text) : '';
}

/** Ids that a request names: those of known members, and the first argument where it is an id. */
function requestAttributes([first]: readonly unknown[]): SpanAttributes {
  if (typeof first === 'string') return { 'lanework.subject.id': first };
  if (typeof first !== 'object' || first === null) return {};
  const processId = 'processId' in first ? { 'lanework.process.id': String(first.processId) } : {};
  return 'name' in first && typeof first.name === 'string' ? { ...processId, 'lanework.message.name': first.name } : processId;
}

function resultAttributes(result: unknown): SpanAttributes {
  if (typeof result !== 'object' || result === null || !('instanceId' in result)) return {};
  const performed: unknown = 'performed' in result ? result.performed : [];
  const elements = Array.isArray(performed) ? performed.map((work: { readonly elementId: string }) => work.elementId) : [];
  return { 'lanework.instance.id': String(result.instanceId), 'lanework.element.ids': elements.slice(0, MAX_ELEMENTS) };
}
