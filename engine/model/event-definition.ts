import type { ElementId } from './ids.ts';
import type { Expression } from './expression.ts';

/** How a timer event definition says when (BPMN 2.0.2, 10.5.5, table 10.101): exactly one of the three. */
export type TimerSpec =
  | { readonly kind: 'date'; readonly at: Expression }
  | { readonly kind: 'duration'; readonly duration: Expression }
  /** ISO 8601 repeating interval (`R3/PT10M`, `R/2026-01-01T00:00:00Z/P1D`) or a cron expression of five or six fields. */
  | { readonly kind: 'cycle'; readonly cycle: Expression };

/**
 * The event definition of an event (BPMN 2.0.2, 10.5.5). `none` stands for an event without one. References to root elements
 * (message, signal, error, escalation) are resolved by the parser, so the kernel never looks anything up in the file.
 */
export type EventDefinition =
  | { readonly kind: 'none' }
  /** `calendar` names a business calendar by which the timer counts; none when absent. */
  | { readonly kind: 'timer'; readonly timer: TimerSpec; readonly calendar?: string }
  /** `correlationKey` is null when the message correlates by name alone. `messageId` is the id of the root element. */
  | {
      readonly kind: 'message';
      readonly messageName: Expression;
      readonly correlationKey: Expression | null;
      readonly timeToLive: Expression | null;
      /** Where it is caught: how the key is read out of a message that comes without one. */
      readonly payloadKey?: Expression;
      /** Where it is thrown: the catching nodes that its message flows lead to; nobody else gets it. Everybody when absent. */
      readonly targetIds?: readonly ElementId[];
      /** Where it is thrown: the variables that its key is made of, which it carries when no mapping says what it carries. */
      readonly keyVariables?: readonly string[];
      /** Where it is thrown: a second message of this id, name and key is dropped while the first one is kept. */
      readonly messageId?: Expression;
    }
  | { readonly kind: 'signal'; readonly signalName: Expression }
  /** On a catching event `errorCode` null catches every error (BPMN 2.0.2, table 10.93). On an end event it is never null. */
  | { readonly kind: 'error'; readonly errorCode: Expression | null }
  | { readonly kind: 'escalation'; readonly escalationCode: Expression | null }
  | { readonly kind: 'terminate' }
  | { readonly kind: 'cancel' }
  /** `activityId` null compensates every completed activity of the scope in reverse order (BPMN 2.0.2, 13.5.5). */
  | { readonly kind: 'compensation'; readonly activityId: ElementId | null; readonly waitForCompletion: boolean }
  | { readonly kind: 'conditional'; readonly condition: Expression }
  | { readonly kind: 'link'; readonly linkName: string };

export type EventDefinitionKind = EventDefinition['kind'];
