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

/** One CRM or ERP operation: what a service task's type names. Made by `defineOperation`. */
export interface Operation<Input = unknown, Output extends object = object> {
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
  /** True: runs in the token's transaction, exactly once. False: only reads or only writes to the outbox. */
  readonly transactional: boolean;
  run(context: OperationContext, input: Input): Promise<Output>;
}

/** Checks and returns an operation; exists so that input and output types are inferred from the schemas. */
export function defineOperation<Input, Output extends object>(operation: Operation<Input, Output>): Operation<Input, Output> {
  return operation;
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
