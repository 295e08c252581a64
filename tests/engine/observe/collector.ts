import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A span as it arrived. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly string[];
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly isError: boolean;
}

/** An OpenTelemetry collector that keeps what it gets by OTLP over HTTP in JSON. */
export interface Collector {
  readonly url: string;
  readonly spans: ReceivedSpan[];
  /** Service names that sent something, and headers of the last request. */
  readonly services: Set<string>;
  headers: Readonly<Record<string, unknown>>;
  /** Everything that came, as it came. */
  text: string;
  close(): Promise<void>;
}

interface Value {
  readonly stringValue?: string;
  readonly intValue?: number;
  readonly boolValue?: boolean;
  readonly arrayValue?: { readonly values: readonly Value[] };
}
interface Attribute {
  readonly key: string;
  readonly value: Value;
}
interface Sent {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly SentSpan[] }[];
  }[];
}
interface SentSpan extends Omit<ReceivedSpan, 'attributes' | 'events' | 'isError'> {
  readonly attributes: readonly Attribute[];
  readonly events: readonly { readonly name: string }[];
  readonly status: { readonly code?: number };
}

export async function startCollector(): Promise<Collector> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      if (request.url === '/v1/traces') receive(collector, text);
      collector.headers = request.headers;
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  // A server that listens on a TCP port has an address with a port.
  const { port } = server.address() as AddressInfo;
  const collector: Collector = {
    url: `http://127.0.0.1:${port}`,
    spans: [],
    services: new Set(),
    headers: {},
    text: '',
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return collector;
}

function receive(collector: Collector, text: string): void {
  collector.text += text;
  // The format of the exporter (OTLP 1.x, JSON).
  for (const { resource, scopeSpans } of (JSON.parse(text) as Sent).resourceSpans) {
    collector.services.add(String(valuesOf(resource.attributes)['service.name']));
    for (const span of scopeSpans.flatMap((scope) => scope.spans))
      collector.spans.push({
        ...span,
        attributes: valuesOf(span.attributes),
        events: span.events.map((event) => event.name),
        isError: span.status.code === 2,
      });
  }
}

function valuesOf(attributes: readonly Attribute[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, valueOf(value)]));
}

function valueOf(value: Value): unknown {
  return value.arrayValue === undefined ? (value.stringValue ?? value.intValue ?? value.boolValue) : value.arrayValue.values.map(valueOf);
}
