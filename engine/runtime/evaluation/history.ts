import type { BoundedTask } from './messages.ts';

/** What is known of a task from earlier ones of the same text: it has ended in time, nothing, or it had to be stopped. */
export type Trust = 'good' | 'unknown' | 'stopped';

/** Texts that are remembered; the oldest is forgotten first. */
const REMEMBERED = 1_000;

/** Characters by which a long text is remembered, together with its length. */
const KEPT_CHARACTERS = 1_000;

const shortened = (text: string): string => (text.length <= KEPT_CHARACTERS ? text : `${text.length} ${text.slice(0, KEPT_CHARACTERS)}`);

function textOf(task: BoundedTask): string {
  switch (task.kind) {
    case 'script':
      return task.source;
    case 'feel':
      return task.expression.kind === 'feel' ? task.expression.source : '';
    case 'file':
      return task.content;
    case 'decision':
      return `${task.resource}\n${task.decision}`;
  }
}

/** Remembers how tasks have ended. */
export class History {
  readonly #known = new Map<string, Trust>();

  trustOf(task: BoundedTask): Trust {
    return this.#known.get(shortened(textOf(task))) ?? 'unknown';
  }

  note(task: BoundedTask, wasStopped: boolean): void {
    const text = shortened(textOf(task));
    this.#known.delete(text);
    this.#known.set(text, wasStopped ? 'stopped' : 'good');
    const oldest = this.#known.size > REMEMBERED ? this.#known.keys().next().value : undefined;
    if (oldest !== undefined) this.#known.delete(oldest);
  }
}
