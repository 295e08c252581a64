import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Distribution, LabelValues } from './cells.ts';

/** Name, help and labels of a metric as Prometheus shows it. */
export interface MetricDescription<Label extends string = string> {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly Label[];
}

/** A number that is read when somebody asks, by the values of its labels. */
export type Reading = readonly { readonly labels: LabelValues; readonly value: number }[];

/** The metrics of one node for Prometheus. Nothing is done until somebody scrapes. */
export class Exposition {
  readonly #registry = new Registry();

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
  }

  /** Media type of `text`. */
  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  counter({ name, help, labels }: MetricDescription, tally: { values(): Iterable<Reading[number]> }): void {
    const counter = new Counter({
      name,
      help,
      labelNames: [...labels],
      registers: [],
      collect() {
        this.reset();
        for (const { labels: values, value } of tally.values()) this.inc(labelled(labels, values), value);
      },
    });
    this.#registry.registerMetric(counter);
  }

  gauge({ name, help, labels }: MetricDescription, read: () => Reading): void {
    const gauge = new Gauge({
      name,
      help,
      labelNames: [...labels],
      registers: [],
      collect() {
        this.reset();
        for (const { labels: values, value } of read()) this.set(labelled(labels, values), value);
      },
    });
    this.#registry.registerMetric(gauge);
  }

  histogram(description: MetricDescription, distribution: Distribution): void {
    this.#registry.registerMetric(new DistributionMetric(description, distribution));
  }
}

/** The package declares its types as numbers, but names them at run time. */
const HISTOGRAM = 'histogram' as unknown as Awaited<ReturnType<Histogram['get']>>['type'];

/** A histogram whose buckets are counted elsewhere. */
class DistributionMetric extends Histogram {
  readonly #description: MetricDescription;
  readonly #distribution: Distribution;

  constructor(description: MetricDescription, distribution: Distribution) {
    super({
      name: description.name,
      help: description.help,
      labelNames: [...description.labels],
      buckets: [...distribution.bounds],
      registers: [],
    });
    this.#description = description;
    this.#distribution = distribution;
  }

  /** What the registry asks for; named by prom-client. */
  getForPromString(): ReturnType<Histogram['get']> {
    return this.get();
  }

  override get(): ReturnType<Histogram['get']> {
    return Promise.resolve(this.#read());
  }

  #read(): Awaited<ReturnType<Histogram['get']>> {
    const { name, help, labels: names } = this.#description;
    const values = [...this.#distribution.values()].flatMap(({ labels, buckets }) => {
      const own = labelled(names, labels);
      let below = 0;
      const bounded = this.#distribution.bounds.map((bound, index) => {
        below += buckets.counts[index] ?? 0;
        return { metricName: `${name}_bucket`, labels: { ...own, le: bound }, value: below };
      });
      const count = below + (buckets.counts.at(-1) ?? 0);
      return [
        ...bounded,
        { metricName: `${name}_bucket`, labels: { ...own, le: '+Inf' }, value: count },
        { metricName: `${name}_sum`, labels: own, value: buckets.sum },
        { metricName: `${name}_count`, labels: own, value: count },
      ];
    });
    return { name, help, type: HISTOGRAM, aggregator: 'sum', collect: () => undefined, values };
  }
}

function labelled(names: readonly string[], values: LabelValues): Record<string, string> {
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
}
