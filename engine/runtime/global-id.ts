import { EngineError } from '../port/engine.ts';

/** Global id of a wait or incident: `<instanceId>.<number>`. */
export const globalId = (instanceId: string, localId: string): string => `${instanceId}.${localId}`;

/** Takes a global id apart; NOT_FOUND when it is none, since nothing has such an id. */
export function splitGlobalId(id: string, what: string): { readonly instanceId: string; readonly localId: string } {
  const dot = id.lastIndexOf('.');
  if (dot <= 0 || dot === id.length - 1) throw new EngineError('NOT_FOUND', `Expected the id of a ${what}, but "${id}" is none.`);
  return { instanceId: id.slice(0, dot), localId: id.slice(dot + 1) };
}
