/** Numbers under at most three labels, found by nested maps: a look-up makes no text and no object. */
class Cells<Cell> {
  readonly #make: () => Cell;
  readonly #cells = new Map<string, Map<string, Map<string, Cell>>>();
  /** The cell that was found last: what is counted is mostly what was counted before. */
  #last: { readonly first: string; readonly second: string; readonly third: string; readonly cell: Cell } | null = null;

  constructor(make: () => Cell) {
    this.#make = make;
  }

  at(first: string, second: string, third: string): Cell {
    if (this.#last?.first === first && this.#last.second === second && this.#last.third === third) return this.#last.cell;
    let bySecond = this.#cells.get(first);
    if (bySecond === undefined) this.#cells.set(first, (bySecond = new Map()));
    let byThird = bySecond.get(second);
    if (byThird === undefined) bySecond.set(second, (byThird = new Map()));
    let cell = byThird.get(third);
    if (cell === undefined) byThird.set(third, (cell = this.#make()));
    this.#last = { first, second, third, cell };
    return cell;
  }

  *entries(): Generator<{ readonly labels: readonly [string, string, string]; readonly cell: Cell }> {
    for (const [first, bySecond] of this.#cells)
      for (const [second, byThird] of bySecond) for (const [third, cell] of byThird) yield { labels: [first, second, third], cell };
  }
}

/** Values of labels in the order of their names. */
export type LabelValues = readonly [string?, string?, string?];

/** A number that only grows, by up to three labels. */
export class Tally {
  readonly #cells = new Cells(() => ({ value: 0 }));

  add(count: number, first = '', second = '', third = ''): void {
    this.#cells.at(first, second, third).value += count;
  }

  /** Sum over all labels. */
  get total(): number {
    let sum = 0;
    for (const { cell } of this.#cells.entries()) sum += cell.value;
    return sum;
  }

  *values(): Generator<{ readonly labels: LabelValues; readonly value: number }> {
    for (const { labels, cell } of this.#cells.entries()) yield { labels, value: cell.value };
  }
}

/** Counts of values by bucket, with their sum. `counts` has one more entry than there are bounds: what is above the last. */
export interface Buckets {
  readonly counts: number[];
  sum: number;
}

/** Values sorted into buckets by up to three labels. `bounds` are upper bounds, ascending. */
export class Distribution {
  readonly bounds: readonly number[];
  readonly #cells: Cells<Buckets>;

  constructor(bounds: readonly number[]) {
    this.bounds = bounds;
    this.#cells = new Cells(() => ({ counts: Array.from({ length: bounds.length + 1 }, () => 0), sum: 0 }));
  }

  add(value: number, first = '', second = '', third = ''): void {
    const cell = this.#cells.at(first, second, third);
    let index = 0;
    while (index < this.bounds.length && value > (this.bounds[index] ?? 0)) index += 1;
    cell.counts[index] = (cell.counts[index] ?? 0) + 1;
    cell.sum += value;
  }

  *values(): Generator<{ readonly labels: LabelValues; readonly buckets: Buckets }> {
    for (const { labels, cell } of this.#cells.entries()) yield { labels, buckets: cell };
  }
}

/** Name under which everything beyond the limit is counted. */
export const OTHER = 'other';

/** The first so many names stay as they are, later ones are all `other`: the number of time series has a bound, whatever is deployed. */
export class BoundedNames {
  readonly #limit: number;
  readonly #known = new Set<string>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  of(name: string): string {
    if (this.#known.has(name)) return name;
    if (this.#known.size >= this.#limit) return OTHER;
    this.#known.add(name);
    return name;
  }
}
