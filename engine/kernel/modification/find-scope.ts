import type { ElementId, ElementInstanceId } from '../../model/index.ts';
import { ROOT_SCOPE_ID } from '../../model/index.ts';
import type { ElementInstance } from '../../state/index.ts';
import { scopeChain } from '../../state/index.ts';
import { restoredScopeId } from '../behavior/restore-scope.ts';
import { ProblemFound } from '../problem.ts';
import type { Step } from '../step.ts';

/** A scope around a place in the diagram: the process, a sub-process, or the body that encloses the instances of a loop. */
export interface Level {
  readonly elementId: ElementId;
  readonly isLoopBody: boolean;
}

/** The scope instance to begin from, and the scopes further in that have to be made, outermost first. */
export interface FoundScope {
  readonly base: ElementInstance;
  readonly missing: readonly Level[];
}

function levelsOf(step: Step, containerId: ElementId): readonly Level[] {
  const node = step.definition.nodes[containerId];
  // A global task has the id of the process that it is.
  if (node === undefined || containerId === step.definition.processId) return [{ elementId: containerId, isLoopBody: false }];
  const hasLoop = 'loop' in node && node.loop !== null;
  return [
    ...levelsOf(step, node.scopeId),
    ...(hasLoop ? [{ elementId: containerId, isLoopBody: true }] : []),
    { elementId: containerId, isLoopBody: false },
  ];
}

/** The scopes around the content of a container, outermost first; with `bodyOf` the body of that loop as the innermost one. */
export function enclosingLevels(step: Step, containerId: ElementId, bodyOf: ElementId | null): readonly Level[] {
  const levels = levelsOf(step, containerId);
  return bodyOf === null ? levels : [...levels, { elementId: bodyOf, isLoopBody: true }];
}

const isAt = (instance: ElementInstance, level: Level): boolean =>
  instance.elementId === level.elementId && instance.isLoopBody === level.isLoopBody;

/** A scope that takes tokens: it is active, and no shell that is there for compensation only. */
const takesTokens = (instance: ElementInstance): boolean => instance.status === 'active' && restoredScopeId(instance) === null;

function chosenScope(step: Step, levels: readonly Level[], ancestorId: ElementInstanceId, target: ElementId): FoundScope {
  const base = step.find(ancestorId);
  if (base === null)
    throw new ProblemFound('UNKNOWN_SCOPE', target, `Expected scope ${ancestorId} around "${target}", but found no such element instance.`);
  const index = levels.findIndex((level) => isAt(base, level));
  if (index === -1)
    throw new ProblemFound(
      'NOT_AN_ANCESTOR',
      target,
      `Expected a scope around "${target}", but ${ancestorId} is an instance of "${base.elementId}".`,
    );
  if (!takesTokens(base))
    throw new ProblemFound('SCOPE_NOT_ACTIVE', target, `Expected an active scope, but ${ancestorId} ("${base.elementId}") is not.`);
  return { base, missing: levels.slice(index + 1) };
}

/** The innermost scope around a moved token that is also around its new place; the process at least. */
function commonScope(step: Step, levels: readonly Level[], fromId: ElementInstanceId | null): ElementInstanceId {
  const around = fromId === null ? [] : scopeChain(step.draft, fromId);
  return (
    around.find((id) => {
      const instance = step.find(id);
      return instance !== null && takesTokens(instance) && levels.some((level) => isAt(instance, level));
    }) ?? ROOT_SCOPE_ID
  );
}

/**
 * Finds the scope for a token at `target`. With a chosen ancestor that one is the base. Else the nearest enclosing scope that exists is, and
 * several of the same element are ambiguous; a token that is moved stays within the scopes that are around it already.
 */
export function findScope(
  step: Step,
  levels: readonly Level[],
  target: ElementId,
  ancestorId: ElementInstanceId | null,
  fromScopeId: ElementInstanceId | null,
): FoundScope {
  if (ancestorId !== null) return chosenScope(step, levels, ancestorId, target);
  const within = commonScope(step, levels, fromScopeId);
  const candidates = Object.values(step.draft.elementInstances).filter(
    (instance) => takesTokens(instance) && scopeChain(step.draft, instance.id).includes(within),
  );
  for (let index = levels.length - 1; index >= 0; index -= 1) {
    const level = levels[index];
    const found = level === undefined ? [] : candidates.filter((instance) => isAt(instance, level));
    const [base] = found;
    if (base === undefined) continue;
    if (found.length === 1) return { base, missing: levels.slice(index + 1) };
    throw new ProblemFound(
      'AMBIGUOUS_SCOPE',
      target,
      `Expected one instance of "${base.elementId}" around "${target}", but found ${found.length}: choose one of ${found
        .slice(0, 20)
        .map(({ id }) => id)
        .join(', ')}.`,
    );
  }
  throw new ProblemFound('SCOPE_NOT_ACTIVE', target, `Expected an active scope around "${target}", but the process has not begun.`);
}
