import type { ElementInstanceId, JsonObject } from '../../model/index.ts';
import type { Step } from '../step.ts';

/**
 * Compensation (BPMN 2.0.2, 10.7 and 13.5.5). A completed activity leaves an entry with its handler and the variables as they were. A
 * throw runs the entries of its scope in reverse order of completion, one after another; the chain is carried by the running handler
 * (`data.compensation`), so that it goes on although the thrower did not wait. An activity is compensated once: when its handler is cancelled
 * half way it is Terminated, no longer Completed (13.3.2), and a later throw runs only what had not begun. A completed sub-process is entered again as an empty
 * shell around the handlers of what it contained.
 */
export interface Chain {
  readonly remaining: readonly string[];
  /** The element instance that waits for the end of the chain; null when none does. */
  readonly throwerId: string | null;
  /** Variables that handlers of this chain have written: later handlers see them as they are and not as they were. */
  readonly changed: readonly string[];
}

/** The chain that an element instance carries as a running handler; null for any other. */
export function chainOf(data: JsonObject): Chain | null {
  const value = data['compensation'];
  // Only `asData` makes this member, always from a Chain.
  return value === undefined ? null : (value as unknown as Chain);
}

/** A chain as data of the handler that carries it. */
export const asData = ({ remaining, throwerId, changed }: Chain): JsonObject => ({ compensation: { remaining, throwerId, changed } });

/** Notes at a running handler which variables around it it has written. Any other element instance is left alone. */
export function noteChanges(step: Step, id: ElementInstanceId, names: readonly string[]): void {
  const { data } = step.instance(id);
  const chain = chainOf(data);
  const fresh = chain === null ? [] : names.filter((name) => !chain.changed.includes(name));
  if (chain === null || fresh.length === 0) return;
  const changed = asData({ ...chain, changed: [...chain.changed, ...fresh] });
  step.emit({ kind: 'elementDataChanged', elementInstanceId: id, data: { ...data, ...changed } });
}
