import type { z } from 'zod';
import type * as common from '../http/schema/common.ts';
import type * as definition from '../http/schema/definition.ts';
import type * as work from '../http/schema/work.ts';

// The shapes are those of the API's own schemas; nothing of them is loaded. `Input` is what a caller writes (defaults may be left out).

type Input<Schema extends z.ZodType> = z.input<Schema>;
type Output<Schema extends z.ZodType> = z.output<Schema>;

export type Variables = Output<typeof common.jsonObject>;
export type Deployment = Output<typeof definition.deployment>;
export type DeploymentRequest = Input<typeof definition.deploymentBody>;
export type StartRequest = Input<typeof work.startBody>;
export type Outcome = Output<typeof work.outcome>;
export type ProcessInstance = Output<typeof work.instanceDetail>;
export type InstanceQuery = Input<typeof work.instanceQuery>;
export type InstanceRow = Output<typeof work.instance>;
export type TaskQuery = Input<typeof work.taskQuery>;
export type Task = Output<typeof work.task>;
export type TaskDetail = Output<typeof work.taskDetail>;
export type MessageRequest = Input<typeof work.messageBody>;
export type MessageAnswer = Output<typeof work.messageAnswer>;
export type SignalRequest = Input<typeof work.signalBody>;
export type SignalAnswer = Output<typeof work.signalAnswer>;
export type IncidentQuery = Input<typeof work.incidentQuery>;
export type Incident = Output<typeof work.incident>;
export type ActivateRequest = Input<typeof work.activateBody>;
export type Job = Output<typeof work.activateAnswer>['jobs'][number];
export type CompleteRequest = Input<typeof work.completeJobBody>;
export type FailRequest = Input<typeof work.failJobBody>;
export type ErrorRequest = Input<typeof work.errorJobBody>;
export type ExtendRequest = Input<typeof work.extendJobBody>;
export type Extended = Output<typeof work.extendAnswer>;
/** A page of a list; `nextCursor` goes into the next query. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
  readonly total?: number;
}
