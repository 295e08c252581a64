import type { Activity, ExecutedNodeKind, FlowNode, FlowNodeOf, Loop } from '../model/index.ts';
import type { ElementInstance } from '../state/index.ts';
import type { Step } from './step.ts';

/** What the kernel does at a flow node. One handler per kind, in a file of its own, registered in `registry.ts`. */
export interface ElementHandler<Node extends FlowNode> {
  /**
   * A token has come. Called for an instance in status `entering`, again when an incident of it was resolved; it may throw
   * `ElementFailure`, which becomes an incident, and must not have emitted anything that a second call would double.
   */
  enter(step: Step, node: Node, instance: ElementInstance): void;
  /**
   * A child of this container has left and its flows are not yet taken; `left` is null when an incident of the container was resolved.
   * `over` when the container has ended, or will end without new tokens: the flows are not taken then.
   */
  contentChanged?(step: Step, node: Node, instance: ElementInstance, left: FlowNode | null): 'over' | 'goesOn';
  /** Tokens of its scope have changed while this instance of a joining gateway is active. True when that made it do something. */
  tokensChanged?(step: Step, node: Node, instance: ElementInstance): boolean;
  /** No token is left inside this container. */
  contentEnded?(step: Step, node: Node, instance: ElementInstance): void;
  /** Nothing is left inside this container but tokens before joins that may not fire. */
  contentRests?(step: Step, node: Node, instance: ElementInstance): void;
  /** Every handler of a compensation that this instance waits for has completed. */
  compensationEnded?(step: Step, node: Node, instance: ElementInstance): void;
}

/** What the kernel does for an activity with loop characteristics. Its `body` encloses the instances. */
export interface LoopHandler<Characteristics extends Loop> {
  enterBody(step: Step, node: Activity, loop: Characteristics, body: ElementInstance): void;
  /** The work of one instance is done and its outputs are written; it has not left yet. May throw `ElementFailure` before it emits. */
  endItem(step: Step, node: Activity, loop: Characteristics, item: ElementInstance): void;
}

/** The table of handlers, handed through `Step` so that behaviours can reach them without importing them. */
export interface Registry {
  readonly nodes: { readonly [Kind in ExecutedNodeKind]: ElementHandler<FlowNodeOf<Kind>> };
  readonly loops: { readonly [Kind in Loop['kind']]: LoopHandler<Extract<Loop, { readonly kind: Kind }>> };
  /** No token is left in the process itself. */
  readonly processEnded: (step: Step, root: ElementInstance) => void;
}
