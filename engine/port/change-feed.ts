/**
 * Something changed and was committed; says what, never how. Carries ids only, so that a listener reads what he may see. `identity` (an account, a session
 * or a token) is for the nodes alone and shown to nobody.
 */
export interface ChangeEvent {
  readonly topic: 'task' | 'instance' | 'incident' | 'deployment' | 'record' | 'draft' | 'identity' | 'job';
  /** Id of the changed thing: task id, instance id, incident id, deployment id, record id, draft id. */
  readonly id?: string;
  readonly processId?: string;
  readonly instanceId?: string;
  /** For `record`: the record type, for example `crm.customer`. */
  readonly recordType?: string;
  /** For `job`: the type of a job that a worker outside of steps may take. */
  readonly jobType?: string;
}

/** Tells listeners of committed changes, on this node and on others. A lost event is no error: listeners only refresh views. */
export interface ChangeFeed {
  /** Returns the function that ends the subscription. The listener must not throw. */
  subscribe(listener: (event: ChangeEvent) => void): () => void;
  publish(event: ChangeEvent): void;
}

/** Most listeners of one node at a time; each is one open event stream. */
export const MAX_CHANGE_LISTENERS = 10_000;

/** A feed within one process; the base of the distributed one and enough for a single node. */
export function createLocalChangeFeed(): ChangeFeed {
  const listeners = new Set<(event: ChangeEvent) => void>();
  return {
    subscribe(listener) {
      if (listeners.size >= MAX_CHANGE_LISTENERS)
        throw new Error(`Expected at most ${MAX_CHANGE_LISTENERS} listeners, but one more subscribed.`);
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    publish(event) {
      for (const listener of listeners) listener(event);
    },
  };
}
