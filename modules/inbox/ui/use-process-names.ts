import { useLatestDefinitions } from '../../../designer/kit/index.ts';

/** Names of the processes a person may see, by process id. */
export function useProcessNames(): ReadonlyMap<string, string> {
  const definitions = useLatestDefinitions();
  return new Map(definitions.data?.items.map((definition) => [definition.processId, definition.name]));
}
