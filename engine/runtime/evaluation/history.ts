import type { BoundedTask } from './messages.ts';

/** What is known of a task from earlier ones of the same text: it has ended in time, nothing, or it had to be stopped. */
export type Trust = 'good' | 'unknown' | 'stopped';

/** Texts that are remembered; the oldest is forgotten first. */
const REMEMBERED = 1_000;

function textOf(task: BoundedTask): string {
  switch (task.kind) {
    case 'script':
      return task.source;
    case 'feel':
      return task.expression.kind === 'feel' ? task.expression.source : '';
    case 'decision':
      return `${task.resource}\n${task.decision}`;
  }
}

/** Remembers how tasks have ended. */
export class History {
  readonly #known = new Map<string, Trust>();

  trustOf(task: BoundedTask): Trust {
    return this.#known.get(textOf(task)) ?? 'unknown';
  }

  note(task: BoundedTask, wasStopped: boolean): void {
    const text = textOf(task);
    this.#known.delete(text);
    this.#known.set(text, wasStopped ? 'stopped' : 'good');
    const oldest = this.#known.size > REMEMBERED ? this.#known.keys().next().value : undefined;
    if (oldest !== undefined) this.#known.delete(oldest);
  }
}
