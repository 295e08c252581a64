import type { ElementId } from '../../model/index.ts';
import { ROOT_SCOPE_ID } from '../../model/index.ts';
import type { ElementInstance, WaitingToken } from '../../state/index.ts';
import { scopeChain } from '../../state/index.ts';
import { ProblemFound } from '../problem.ts';
import type { Step } from '../step.ts';
import type { TokenSelection } from '../../model/index.ts';

/** A token: inside an element instance, or resting on a flow. */
export type Selected =
  | { readonly kind: 'instance'; readonly instance: ElementInstance }
  | { readonly kind: 'token'; readonly token: WaitingToken };

const processItself = (id: ElementId): ProblemFound =>
  new ProblemFound('PROCESS_ITSELF', id, `Expected an element inside process "${id}", but the process itself is named: cancel it instead.`);

function selectInstance(step: Step, id: string): Selected {
  if (id === ROOT_SCOPE_ID) throw processItself(step.definition.processId);
  const instance = step.find(id);
  if (instance === null)
    throw new ProblemFound('UNKNOWN_ELEMENT_INSTANCE', null, `Expected an active element instance ${id}, but found none.`);
  return { kind: 'instance', instance };
}

function selectToken(step: Step, id: string): Selected {
  const token = step.draft.tokens[id];
  if (token === undefined) throw new ProblemFound('UNKNOWN_TOKEN', null, `Expected a token ${id} that rests on a flow, but found none.`);
  return { kind: 'token', token };
}

/** The outermost instances of a flow node, and the tokens that rest before it; for a flow the tokens that rest on it. */
function selectElement(step: Step, elementId: ElementId): readonly Selected[] {
  const { nodes, flows, processId } = step.definition;
  if (elementId === processId) throw processItself(processId);
  if (nodes[elementId] === undefined && flows[elementId] === undefined)
    throw new ProblemFound('UNKNOWN_ELEMENT', elementId, `Expected an element of process "${processId}", but "${elementId}" is none.`);
  const instances = Object.values(step.draft.elementInstances).filter((instance) => instance.elementId === elementId);
  const ids = new Set(instances.map(({ id }) => id));
  const outermost = instances.filter((instance) => !scopeChain(step.draft, instance.id).some((id) => id !== instance.id && ids.has(id)));
  const tokens = Object.values(step.draft.tokens).filter(
    (token) => token.flowId === elementId || step.flow(token.flowId).targetId === elementId,
  );
  return [
    ...outermost.map((instance): Selected => ({ kind: 'instance', instance })),
    ...tokens.map((token): Selected => ({ kind: 'token', token })),
  ];
}

/** The tokens that a selection names, oldest first; `purpose` is what for. Throws `ProblemFound` when there is none. */
export function selectTokens(step: Step, selection: TokenSelection, purpose: 'move' | 'cancel'): readonly Selected[] {
  if (selection.kind === 'elementInstance') return [selectInstance(step, selection.elementInstanceId)];
  if (selection.kind === 'token') return [selectToken(step, selection.tokenId)];
  const selected = selectElement(step, selection.elementId);
  if (selected.length > 0) return selected;
  throw new ProblemFound(
    purpose === 'move' ? 'NOTHING_TO_MOVE' : 'NOTHING_TO_CANCEL',
    selection.elementId,
    `Expected a token at "${selection.elementId}" to ${purpose}, but found none.`,
  );
}
