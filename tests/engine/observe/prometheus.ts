/** Samples of a text for Prometheus by series: `name{label="value",...}` with the labels as they stand. */
export type Samples = ReadonlyMap<string, number>;

export function samplesOf(text: string): Samples {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line): [string, number] => {
      const end = line.lastIndexOf(' ');
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}

/** How much each named series has grown. A series that was not there before began at 0. */
export function growth(before: Samples, after: Samples, series: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(series.map((name) => [name, (after.get(name) ?? Number.NaN) - (before.get(name) ?? 0)]));
}
