/** Facts about a span: ids and names, never variables or other values of business. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean | string[]>>;

export interface SpanOptions {
  /** Default `internal`. */
  readonly kind?: 'internal' | 'server' | 'client' | 'consumer';
  /** W3C traceparent of what caused it; null begins a new trace. Default: the span that is current. */
  readonly parent?: string | null;
  /** Traceparents of what else led to it. */
  readonly links?: readonly string[];
}

/** Something that takes time. It has to be ended. */
export interface Span {
  /** Runs `work` with this span as the current one, also in what it awaits. */
  run<Result>(work: () => Result): Result;
  note(attributes: SpanAttributes): void;
  /** `error` marks it as failed. */
  end(error?: string): void;
}

/** Follows what happens from a request to its statements. Ask `isOn` first where attributes are to be made. */
export interface Tracer {
  readonly isOn: boolean;
  open(name: string, attributes: SpanAttributes, options?: SpanOptions): Span;
  /** W3C traceparent of the current span; null when there is none. */
  current(): string | null;
  /** Adds facts to the current span. */
  note(attributes: SpanAttributes): void;
  /** Something that happened within the current span and took no time. */
  event(name: string, attributes: SpanAttributes): void;
}

const NO_SPAN: Span = { run: (work) => work(), note: () => undefined, end: () => undefined };

/** Follows nothing, at no cost. */
export const NO_TRACER: Tracer = {
  isOn: false,
  open: () => NO_SPAN,
  current: () => null,
  note: () => undefined,
  event: () => undefined,
};

/** Runs asynchronous work in a span of its own; what it throws marks the span and goes on. */
export async function inSpan<Result>(
  tracer: Tracer,
  name: string,
  attributes: SpanAttributes,
  work: (span: Span) => Promise<Result>,
  options?: SpanOptions,
): Promise<Result> {
  const span = tracer.open(name, attributes, options);
  try {
    const result = await span.run(() => work(span));
    span.end();
    return result;
  } catch (error) {
    span.end(error instanceof Error ? error.name : 'Error');
    throw error;
  }
}
