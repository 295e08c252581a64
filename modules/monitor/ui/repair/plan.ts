import type { ProcessDefinition } from '../../../../engine/model/index.ts';
import type { Json } from '../../../../designer/kit/index.ts';
import type { InstructionBody, Tokens, TokenVisit } from './repair-api.ts';

/** Tokens of an element: one visit, one resting token, or all of them. */
export interface TokenChoice {
  readonly elementId: string;
  readonly one: { readonly kind: 'visit' | 'resting'; readonly id: string } | null;
}

/** Where a token is put. */
export interface PlannedPlace {
  readonly elementId: string;
  /** `on` for a sequence flow. */
  readonly where: 'before' | 'after' | 'on';
  /** Visit of the scope to begin from; null lets it be found. */
  readonly scopeId: string | null;
  readonly loopInstance: boolean;
  readonly variables: Json | null;
}

/** One change that a person has planned and not yet made. */
export type PlannedChange =
  | { readonly kind: 'add'; readonly to: PlannedPlace }
  | { readonly kind: 'move'; readonly from: TokenChoice; readonly to: PlannedPlace }
  | { readonly kind: 'cancel'; readonly from: TokenChoice };

function placeBody({ elementId, where, scopeId, loopInstance, variables }: PlannedPlace): InstructionBody {
  return {
    place: where === 'on' ? { flow: elementId } : { [where]: elementId },
    ...(scopeId === null ? {} : { ancestorScopeId: scopeId }),
    ...(loopInstance ? { loopInstance } : {}),
    // Only an element that is entered has variables of its own; those of a flow are the process's.
    ...(variables === null ? {} : { variables: [{ elementId: where === 'before' ? elementId : null, variables }] }),
  };
}

function selectionBody({ elementId, one }: TokenChoice): InstructionBody {
  if (one === null) return { elementId };
  return one.kind === 'visit' ? { elementInstanceId: one.id } : { tokenId: one.id };
}

/** The plan as the API takes it. */
export function instructionsOf(plan: readonly PlannedChange[]): readonly InstructionBody[] {
  return plan.map((change) => {
    switch (change.kind) {
      case 'add':
        return { kind: 'add', ...placeBody(change.to) };
      case 'move':
        return { kind: 'move', from: selectionBody(change.from), ...placeBody(change.to) };
      case 'cancel':
        return { kind: 'cancel', from: selectionBody(change.from) };
    }
  });
}

/** What a person can name of the tokens at an element: its visits, and tokens that rest on its incoming flows, or on the flow itself. */
export function choicesAt(process: ProcessDefinition, tokens: Tokens, elementId: string): readonly TokenChoice[] {
  const visits = tokens.elementInstances.filter((visit) => visit.elementId === elementId && !visit.isLoopBody);
  const resting = tokens.tokens.filter(({ flowId }) => flowId === elementId || process.flows[flowId]?.targetId === elementId);
  return [
    ...visits.map(({ id }): TokenChoice => ({ elementId, one: { kind: 'visit', id } })),
    ...resting.map(({ id }): TokenChoice => ({ elementId, one: { kind: 'resting', id } })),
  ];
}

/** Ids of the process and the sub-processes around an element, innermost first. */
function containersOf(process: ProcessDefinition, elementId: string): readonly string[] {
  const around: string[] = [];
  for (let id = process.nodes[elementId]?.scopeId ?? process.flows[elementId]?.scopeId; id !== undefined; id = process.nodes[id]?.scopeId)
    around.push(id);
  return around;
}

/**
 * The scopes between which somebody has to choose before a token is put at an element: all active visits of the elements around it, when
 * one of them is there more than once. Empty when there is no choice.
 */
export function scopeChoices(process: ProcessDefinition, tokens: Tokens, elementId: string): readonly TokenVisit[] {
  const around = containersOf(process, elementId);
  const own = process.nodes[elementId];
  const isLooped = own !== undefined && 'loop' in own && own.loop?.kind === 'multiInstance';
  const found = tokens.elementInstances.filter(
    (visit) => visit.isActive && (around.includes(visit.elementId) || (isLooped && visit.elementId === elementId && visit.isLoopBody)),
  );
  const isAmbiguous = around.some((id) => found.filter((visit) => visit.elementId === id && !visit.isLoopBody).length > 1);
  return isAmbiguous ? found : [];
}

/** True for an activity to whose running parallel loop one more instance can be added. */
export function takesInstance(process: ProcessDefinition, elementId: string): boolean {
  const node = process.nodes[elementId];
  return node !== undefined && 'loop' in node && node.loop?.kind === 'multiInstance' && !node.loop.isSequential;
}

/** What people call an element: its name, else its id. */
export function nameIn(process: ProcessDefinition, elementId: string): string {
  if (elementId === process.processId) return process.name ?? elementId;
  return process.nodes[elementId]?.name ?? process.flows[elementId]?.name ?? elementId;
}
