/** One change of a text: `remove` characters from `at` on give way to `text`. */
interface Edit {
  readonly at: number;
  readonly remove: number;
  readonly text: string;
}

/**
 * Changes of a text by position, applied together at the end, so that everything between them stays as it is, byte for byte. Insertions at one place
 * come in the order in which they were asked for.
 */
export class TextEdits {
  readonly #edits: Edit[] = [];

  insert(at: number, text: string): void {
    if (text !== '') this.#edits.push({ at, remove: 0, text });
  }

  replace(from: number, to: number, text: string): void {
    this.#edits.push({ at: from, remove: to - from, text });
  }

  get isEmpty(): boolean {
    return this.#edits.length === 0;
  }

  apply(source: string): string {
    const parts: string[] = [];
    let position = 0;
    // Sorting is stable: what was asked for first stands first.
    for (const { at, remove, text } of this.#edits.toSorted((a, b) => a.at - b.at)) {
      parts.push(source.slice(position, at), text);
      position = Math.max(position, at + remove);
    }
    return [...parts, source.slice(position)].join('');
  }
}
