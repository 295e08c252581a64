import {
  ROOT_CONTEXT,
  SpanKind as OtelKind,
  SpanStatusCode,
  trace,
  type Context,
  type Link,
  type SpanContext,
  type Tracer as OtelTracer,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
  type Sampler,
  type TracerProviderOptions,
} from '@opentelemetry/sdk-trace';
import type { Span, SpanAttributes, SpanOptions, Tracer } from '../port/tracer.ts';

/** Spans that wait for the collector; while it is away, further ones are dropped. */
const MAX_QUEUED_SPANS = 2_048;
const MAX_BATCH = 512;
/** Longest time between two exports, and longest that one may take, in milliseconds. */
const EXPORT_EVERY_MS = 2_000;
const EXPORT_TIMEOUT_MS = 5_000;

export interface TracingOptions {
  /** Base address of the collector; spans go to `/v1/traces` below it. */
  readonly endpoint: string;
  /** `name=value,name=value`, as OTEL_EXPORTER_OTLP_HEADERS gives them; null sends none. */
  readonly headers: string | null;
  readonly serviceName: string;
  readonly serviceVersion: string;
  /** As OTEL_TRACES_SAMPLER names it. */
  readonly sampler:
    | 'always_on'
    | 'always_off'
    | 'traceidratio'
    | 'parentbased_always_on'
    | 'parentbased_always_off'
    | 'parentbased_traceidratio';
  /** Part of the traces that a sampler by ratio keeps, from 0 to 1. */
  readonly ratio: number;
}

/** A tracer that can be closed: what still waits is sent first. */
export interface ExportingTracer extends Tracer {
  close(): Promise<void>;
}

/** Sends spans to an OpenTelemetry collector by OTLP over HTTP. Nothing waits for it, and its failures cost spans alone. */
export function createTracer(options: TracingOptions): ExportingTracer {
  const exporter = new OTLPTraceExporter({
    url: `${options.endpoint.replace(/\/$/u, '')}/v1/traces`,
    headers: headersOf(options.headers),
    timeoutMillis: EXPORT_TIMEOUT_MS,
  });
  const processor = new BatchSpanProcessor({
    exporter,
    maxQueueSize: MAX_QUEUED_SPANS,
    maxExportBatchSize: MAX_BATCH,
    scheduledDelayMillis: EXPORT_EVERY_MS,
    exportTimeoutMillis: EXPORT_TIMEOUT_MS,
  });
  const provider = new TracerProvider({
    sampler: samplerOf(options),
    spanProcessors: [processor],
    resource: resourceOf({ 'service.name': options.serviceName, 'service.version': options.serviceVersion }),
  });
  const contexts = new AsyncLocalStorageContextManager().enable();
  const spans = new Spans(provider.getTracer('lanework'), contexts);
  return {
    isOn: true,
    open: (name, attributes, spanOptions) => spans.open(name, attributes, spanOptions),
    current: () => traceParentOf(trace.getSpanContext(contexts.active())),
    note(attributes) {
      trace.getSpan(contexts.active())?.setAttributes(attributes);
    },
    event(name, attributes) {
      trace.getSpan(contexts.active())?.addEvent(name, attributes);
    },
    async close() {
      await provider.shutdown();
      contexts.disable();
    },
  };
}

class Spans {
  readonly #tracer: OtelTracer;
  readonly #contexts: AsyncLocalStorageContextManager;

  constructor(tracer: OtelTracer, contexts: AsyncLocalStorageContextManager) {
    this.#tracer = tracer;
    this.#contexts = contexts;
  }

  open(name: string, attributes: SpanAttributes, { kind = 'internal', parent, links = [] }: SpanOptions = {}): Span {
    const base = parent === undefined ? this.#contexts.active() : contextOf(parent);
    const span = this.#tracer.startSpan(name, { kind: KINDS[kind], attributes, links: links.flatMap((link) => linkOf(link)) }, base);
    const own = trace.setSpan(base, span);
    return {
      run: (work) => this.#contexts.with(own, work),
      note(more) {
        span.setAttributes(more);
      },
      end(error) {
        if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: error });
        span.end();
      },
    };
  }
}

const KINDS: Readonly<Record<NonNullable<SpanOptions['kind']>, OtelKind>> = {
  internal: OtelKind.INTERNAL,
  server: OtelKind.SERVER,
  client: OtelKind.CLIENT,
  consumer: OtelKind.CONSUMER,
};

/** `00-<trace id>-<span id>-<flags>` (W3C Trace Context, 3.2.2). */
const TRACE_PARENT = /^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})$/u;

/** Null for what is no traceparent, or has an id of zeros. */
function readTraceParent(text: string): SpanContext | null {
  const [, traceId, spanId, flags] = TRACE_PARENT.exec(text) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return null;
  if (/^0+$/u.test(traceId) || /^0+$/u.test(spanId) || text.startsWith('ff')) return null;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
}

function contextOf(parent: string | null): Context {
  const read = parent === null ? null : readTraceParent(parent);
  return read === null ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, read);
}

function linkOf(traceParent: string): readonly Link[] {
  const context = readTraceParent(traceParent);
  return context === null ? [] : [{ context }];
}

function traceParentOf(context: SpanContext | undefined): string | null {
  if (context === undefined) return null;
  return `00-${context.traceId}-${context.spanId}-${context.traceFlags.toString(16).padStart(2, '0')}`;
}

function samplerOf({ sampler, ratio }: TracingOptions): Sampler {
  switch (sampler) {
    case 'always_on':
      return new AlwaysOnSampler();
    case 'always_off':
      return new AlwaysOffSampler();
    case 'traceidratio':
      return new TraceIdRatioBasedSampler(ratio);
    case 'parentbased_always_on':
      return new ParentBasedSampler({ root: new AlwaysOnSampler() });
    case 'parentbased_always_off':
      return new ParentBasedSampler({ root: new AlwaysOffSampler() });
    case 'parentbased_traceidratio':
      return new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) });
  }
}

function headersOf(text: string | null): Record<string, string> {
  const pairs = (text ?? '').split(',').map((pair) => pair.trim().split('='));
  return Object.fromEntries(
    pairs.flatMap(([name, ...value]) => (name === undefined || name === '' ? [] : [[name, decodeURIComponent(value.join('='))]])),
  );
}

/** What all spans of this process have in common. */
function resourceOf(attributes: Readonly<Record<string, string>>): NonNullable<TracerProviderOptions['resource']> {
  return {
    attributes,
    getRawAttributes: () => Object.entries(attributes),
    merge: (other) => (other === null ? resourceOf(attributes) : other),
  };
}
