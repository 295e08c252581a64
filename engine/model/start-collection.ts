import type { JsonObject } from './json.ts';

/**
 * What a parallel multiple start event has caught so far for one process instance to be (BPMN 2.0.2, 10.5.2: all of its triggers have to
 * happen before an instance begins).
 */
export interface StartCollection {
  /** Of the messages in it; null while none of them had a key. */
  readonly correlationKey: string | null;
  /** What came along with each trigger that has happened, by the position of its definition. */
  readonly caught: Readonly<Record<string, JsonObject>>;
}

/** A trigger of a parallel multiple start event that has happened. */
export interface CaughtTrigger {
  readonly index: number;
  /** Triggers that the event needs in all. */
  readonly needs: number;
  /** Key of a message; null for a message without key and for everything that is no message. */
  readonly correlationKey: string | null;
  /** True for what reaches everybody: signals, timers, conditions. A message is for one. */
  readonly isBroadcast: boolean;
  readonly variables: JsonObject;
}

/** Collections after a trigger: those that go on waiting, and the variables of those that are complete. */
export interface CollectedStart {
  readonly open: readonly StartCollection[];
  readonly complete: readonly { readonly correlationKey: string | null; readonly variables: JsonObject }[];
}

const lacks = (collection: StartCollection, index: number): boolean => collection.caught[index] === undefined;

/** Positions of the collections that take the trigger, oldest first; none opens a new one. */
function takersOf(open: readonly StartCollection[], { index, correlationKey, isBroadcast }: CaughtTrigger): readonly number[] {
  const lacking = [...open.keys()].filter((position) => lacks(open[position] as StartCollection, index)); // A key of that very list.
  if (isBroadcast) return lacking;
  const keyOf = (position: number): string | null => open[position]?.correlationKey ?? null;
  const same = lacking.find((position) => correlationKey !== null && keyOf(position) === correlationKey);
  const any = lacking.find((position) => correlationKey === null || keyOf(position) === null);
  const taker = same ?? any;
  return taker === undefined ? [] : [taker];
}

/** Everything that came along, in the order of the definitions. */
const mergedOf = (collection: StartCollection): JsonObject =>
  Object.keys(collection.caught)
    .toSorted((a, b) => Number(a) - Number(b))
    .reduce<JsonObject>((merged, index) => ({ ...merged, ...collection.caught[index] }), {});

/**
 * Gives a trigger to the collections of its start event. A message goes to the oldest collection of its correlation key that lacks it, else to
 * the oldest one without a key; a signal, timer or condition to every one that lacks it; what nobody lacks opens a new collection.
 */
export function collectStart(open: readonly StartCollection[], trigger: CaughtTrigger): CollectedStart {
  const takers = new Set(takersOf(open, trigger));
  const all: readonly StartCollection[] = takers.size > 0 ? open : [...open, { correlationKey: trigger.correlationKey, caught: {} }];
  if (takers.size === 0) takers.add(open.length);
  const after = all.map((collection, position) =>
    takers.has(position)
      ? {
          correlationKey: collection.correlationKey ?? trigger.correlationKey,
          caught: { ...collection.caught, [trigger.index]: trigger.variables },
        }
      : collection,
  );
  const isComplete = (collection: StartCollection): boolean => Object.keys(collection.caught).length >= trigger.needs;
  return {
    open: after.filter((collection) => !isComplete(collection)),
    complete: after
      .filter(isComplete)
      .map((collection) => ({ correlationKey: collection.correlationKey, variables: mergedOf(collection) })),
  };
}
