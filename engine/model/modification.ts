import type { ElementId, ElementInstanceId } from './ids.ts';
import type { JsonObject } from './json.ts';

/** Where a token is put. */
export type TokenPlace =
  /** The element is entered. A gateway that joins cannot be entered: its tokens come over flows. */
  | { readonly kind: 'before'; readonly elementId: ElementId }
  /** The token goes over the sequence flow; before a gateway that joins it rests there. */
  | { readonly kind: 'flow'; readonly flowId: ElementId }
  /** The token goes over the one outgoing flow of the element, whatever its condition. */
  | { readonly kind: 'after'; readonly elementId: ElementId };

/** Which tokens are meant. */
export type TokenSelection =
  | { readonly kind: 'elementInstance'; readonly elementInstanceId: ElementInstanceId }
  /** One token that rests on a flow before a gateway that joins. */
  | { readonly kind: 'token'; readonly tokenId: string }
  /** Every instance of a flow node, the tokens that rest before it included; or every token that rests on a sequence flow. */
  | { readonly kind: 'element'; readonly elementId: ElementId };

/** Variables for the element or an enclosing one that the instruction enters; null sets them in the process itself. */
export type ScopeVariables = { readonly elementId: ElementId | null; readonly variables: JsonObject };

/** A token to put somewhere, and how the scopes around it are found. */
export type Placement = {
  readonly place: TokenPlace;
  /**
   * Scope to begin from: enclosing scopes further in are made anew, without their start. Null takes the nearest enclosing scope that
   * exists, which must be a single one; for a move, one around the token that is moved.
   */
  readonly ancestorScopeId: ElementInstanceId | null;
  /** With `before` a multi-instance activity: one more instance in its (parallel) body, instead of a new body. */
  readonly loopInstance: boolean;
  readonly variables: readonly ScopeVariables[];
};

/** One change of a running process instance. */
export type Instruction =
  | ({ readonly kind: 'add' } & Placement)
  /** Every selected token is taken away, and one is put at the place for each. */
  | ({ readonly kind: 'move'; readonly from: TokenSelection } & Placement)
  | { readonly kind: 'cancel'; readonly from: TokenSelection };
