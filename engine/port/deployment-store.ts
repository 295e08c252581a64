import type { Expression, JsonValue, ProcessDefinition } from '../model/index.ts';
import type { DeployedDefinition, Resource } from './engine.ts';
import type { Actor } from './module-contract.ts';

/** An event that begins a process: `index` is the position of its definition at the element. */
export interface NewStart {
  readonly elementId: string;
  readonly index: number;
  readonly name: string;
}

/** A process of a deployment, ready to be stored. */
export interface NewDefinition {
  readonly definition: ProcessDefinition;
  readonly resourceName: string;
  readonly xml: string;
  readonly isStartable: boolean;
  readonly messageStarts: readonly NewStart[];
  readonly signalStarts: readonly NewStart[];
  /** How keys are read out of messages that come without one. */
  readonly messageKeys: readonly { readonly name: string; readonly expression: Expression }[];
  /** Conditional start events; their name is empty. */
  readonly conditionStarts: readonly NewStart[];
  /** First firing of timer start events, ISO 8601 UTC. */
  readonly timerStarts: readonly {
    readonly elementId: string;
    readonly index: number;
    readonly dueAt: string;
    readonly cycle: string | null;
    readonly repetitionsLeft: number | null;
  }[];
}
export interface NewForm {
  readonly formId: string;
  readonly resourceName: string;
  readonly content: JsonValue;
}
export interface NewDecision {
  readonly decisionId: string;
  readonly name: string | null;
  readonly resourceName: string;
  readonly xml: string;
}

export interface NewDeployment {
  readonly id: string;
  readonly note: string | null;
  readonly actor: Actor;
  readonly resources: readonly Resource[];
  readonly definitions: readonly NewDefinition[];
  readonly forms: readonly NewForm[];
  readonly decisions: readonly NewDecision[];
}

/** Keeps what was deployed. */
export interface DeploymentStore {
  /**
   * Stores a deployment in one transaction; concurrent deployments wait for each other. What is unchanged since its latest version
   * makes no new one. The start subscriptions and start timers of a process move to its new version.
   */
  save(deployment: NewDeployment): Promise<readonly DeployedDefinition[]>;
  /** Time by the database clock, ISO 8601 UTC. */
  now(): Promise<string>;
}
