import type { z } from 'zod';
import type { JsonObject } from '../model/index.ts';

/** Runs SQL on the transaction of the step. Values are always parameters (`$1`), never pasted into the text. */
export interface SqlExecutor {
  query<Row extends object = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<{ readonly rows: Row[]; readonly rowCount: number }>;
}

/** Who acts: a signed-in person, an API token, or the engine itself. */
export interface Actor {
  readonly kind: 'user' | 'token' | 'engine';
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
}

/** What an operation gets beside its input. */
export interface OperationContext {
  /** The transaction in which the token moves. Commit and rollback belong to the runtime. */
  readonly sql: SqlExecutor;
  /** `<instanceId>:<elementInstanceId>`: unique per visit of the service task, the same on every attempt. */
  readonly idempotencyKey: string;
  readonly processInstanceId: string;
  readonly businessKey: string | null;
  /** Person whose action caused the step; the engine for timers and messages. */
  readonly actor: Actor;
  /** Time of the step by the database clock, ISO 8601 UTC. */
  readonly now: string;
  /** Writes an outbox row; it leaves only after commit, with `dedupeKey` as idempotency key. */
  sendOutside(effect: { readonly kind: string; readonly dedupeKey: string; readonly payload: JsonObject }): Promise<void>;
}

/** A business refusal: becomes a BPMN error with this code, the savepoint of the operation is rolled back. */
export class BusinessError extends Error {
  readonly code: string;
  readonly details: JsonObject;
  constructor(code: string, message: string, details: JsonObject = {}) {
    super(message);
    this.name = 'BusinessError';
    this.code = code;
    this.details = details;
  }
}

/** Texts by language; `en` is required and used where another is missing. */
export interface LocalizedText {
  readonly en: string;
  readonly es?: string;
  readonly cs?: string;
  readonly ru?: string;
  readonly ka?: string;
}

/** What everybody sees of an operation: the palette, the deployment checks, the documentation. */
export interface OperationDescription<Input = unknown, Output extends object = object> {
  /** For example `erp.shipment.post`: module, noun, verb. */
  readonly topic: string;
  readonly title: LocalizedText;
  readonly description: LocalizedText;
  /** Name of a Tabler icon, for example `truck-delivery`. */
  readonly icon: string;
  readonly input: z.ZodType<Input>;
  readonly output: z.ZodType<Output>;
  /** BPMN error codes that `run` may raise. Any other thrown thing is a technical failure. */
  readonly errors: readonly { readonly code: string; readonly title: LocalizedText }[];
  /** Topic of the operation that undoes this one; absent where only a new forward step (return, credit note) can. */
  readonly compensation?: string;
}

/** One CRM or ERP operation: what a service task's type names. Made by `defineOperation`. */
export interface Operation<Input = unknown, Output extends object = object> extends OperationDescription<Input, Output> {
  /** True: runs in the token's transaction, exactly once. False: only reads or only writes to the outbox. */
  readonly transactional: boolean;
  /**
   * From 0 to 100, default 0: a waiting job is preferred to others of its process as if it had waited for so many seconds more. A diagram that names a priority
   * overrides it.
   */
  readonly priority?: number;
  /**
   * Transactions on all nodes that may perform it at a time, from its begin to their commit; a job beyond waits as a due row. Default: no limit.
   */
  readonly maxConcurrent?: number;
  run(context: OperationContext, input: Input): Promise<Output>;
}

/** Checks and returns an operation; exists so that input and output types are inferred from the schemas. */
export function defineOperation<Input, Output extends object>(operation: Operation<Input, Output>): Operation<Input, Output> {
  return operation;
}

/** Where operations outside the transaction may go, and where their secrets lie. From the settings of the process. */
export interface OutsideSettings {
  /** Hosts, host patterns and address ranges that HTTP requests of diagrams may reach; see modules/connectors. */
  readonly httpAllow: readonly string[];
  /** Folder with one file per secret, named as diagrams name it; null when there are none. */
  readonly secretsDirectory: string | null;
}

/** What an operation outside the transaction gets beside its input. */
export interface OutsideContext {
  /** `<instanceId>:<elementInstanceId>`: unique per visit of the service task, the same on every attempt. Send it along. */
  readonly idempotencyKey: string;
  readonly processInstanceId: string;
  /** Attempts of this job so far, this one included. */
  readonly attempt: number;
  /** True when a technical failure now leaves no attempt: it would become an incident. */
  readonly isLastAttempt: boolean;
  /** The input mappings as the diagram has them: what its author wrote, not what variables brought. */
  readonly written: readonly string[];
  /** Aborted when the lease is lost or the process stops: the work is to be given up, its result counts no more. */
  readonly signal: AbortSignal;
  readonly settings: OutsideSettings;
}

/** Something that a diagram names and the server does not have: the rule of the finding, and the rest of its sentence. */
export interface Lack {
  readonly rule: string;
  readonly expected: string;
  readonly found: string;
  readonly mend: string;
}

/**
 * An operation on the world outside: it runs after the step has committed with an open job, under the lease of a worker, and without
 * a transaction. So it happens at least once: after a crash or a lost lease it runs again with the same key.
 */
export interface OutsideOperation<Input = unknown, Output extends object = object> extends OperationDescription<Input, Output> {
  /** What this server does not have of what a diagram names in its input mappings; told as warnings when it is deployed. */
  lacks?(written: readonly string[], settings: OutsideSettings): Promise<readonly Lack[]>;
  /** Throws a BusinessError for a BPMN error, an OutsideError to say when to try again, anything else for a technical failure. */
  run(context: OutsideContext, input: Input): Promise<Output>;
}

/** Checks and returns an operation outside the transaction; exists so that input and output types are inferred from the schemas. */
export function defineOutsideOperation<Input, Output extends object>(
  operation: OutsideOperation<Input, Output>,
): OutsideOperation<Input, Output> {
  return operation;
}

/** A technical failure that knows about its next attempt: after `retryAfterMs` (null: by the back-off of the task), or never (`isFinal`). */
export class OutsideError extends Error {
  readonly retryAfterMs: number | null;
  readonly isFinal: boolean;
  constructor(message: string, next: { readonly retryAfterMs?: number | null; readonly isFinal?: boolean } = {}) {
    super(message);
    this.name = 'OutsideError';
    this.retryAfterMs = next.retryAfterMs ?? null;
    this.isFinal = next.isFinal ?? false;
  }
}

/** One invariant of a module as SQL: any row it returns is a violation. `id` as in the documentation (`I2`). */
export interface Invariant {
  readonly id: string;
  readonly title: string;
  readonly sql: string;
}

/** A numbered forward migration; `name` sorts by time (`20261121_01_erp_stock`). Statements run in one transaction. */
export interface ModuleMigration {
  readonly name: string;
  readonly up: readonly string[];
}
