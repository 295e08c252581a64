import type { ClientBase } from 'pg';
import type { SqlExecutor } from '../../port/module-contract.ts';
import { PLANS_AS_USUAL, PLANS_BY_KEY, runModuleStatement, sqlState } from '../sql.ts';
import type { PutOut } from './put-out.ts';
import type { RecentKeys } from './recent-keys.ts';

/** Longest that an operation takes that members of a group may wait for, in milliseconds. The turns of others beside it count too. */
const LIGHT_MS = 50;
/** SQLSTATE of a statement that waited too long for a lock, or would have to wait and must not. */
const LOCK_NOT_AVAILABLE = '55P03';

/** The transaction in which operations run, and what its process knows of them. */
export interface StatementsGroup {
  readonly client: ClientBase;
  /** True when statements wait only a moment for what other transactions have. */
  readonly waitsShortly: boolean;
  /** Operations that were fast the last time and used no statement. */
  readonly lightTopics: RecentKeys;
}

/** The member on whose behalf operations run. */
export interface StatementsOwner {
  readonly putOut: PutOut | null;
  /** Throws when the member was put out. */
  demandIn(): void;
  /** Waits until the member may change something before the common write. */
  demandTurn(): Promise<void>;
  leave(reason: PutOut): void;
}

/** What operations of modules do in the transaction of a step: each behind a savepoint, which begins with its first statement. */
export class OperationStatements {
  readonly sql: SqlExecutor;
  readonly #group: StatementsGroup;
  readonly #owner: StatementsOwner;
  #hasChanged = false;
  #leavesChange = false;
  #isBroken = false;
  #savepoints = 0;
  /** Number of the savepoint that the next statement begins. */
  #openSavepoint: number | null = null;
  #isInOperation = false;
  /** True when a statement of the operation that runs waited too long for what another transaction has. */
  #hasWaitedInVain = false;

  constructor(group: StatementsGroup, owner: StatementsOwner) {
    this.#group = group;
    this.#owner = owner;
    this.sql = { query: (text, values) => this.#query(text, values ?? []) };
  }

  /** True once a statement was sent. */
  get hasChanged(): boolean {
    return this.#hasChanged;
  }

  /** True once something that a statement did is no longer undone with its operation. */
  get leavesChange(): boolean {
    return this.#leavesChange;
  }

  /** True when a savepoint could not be returned to, so the connection is gone. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  async run<Output, Result>(
    topic: string,
    work: () => Promise<Output>,
    check: (output: Output) => Result,
  ): Promise<{ readonly result: Result; readonly hasAsked: boolean }> {
    const { lightTopics } = this.#group;
    const isKnownAsLight = lightTopics.has(topic);
    // What is not known to be light does not begin before it may end: it would have to be begun again.
    if (!isKnownAsLight) await this.#owner.demandTurn();
    const begunMs = isKnownAsLight ? 0 : performance.now();
    this.#savepoints += 1;
    const savepoint = this.#savepoints;
    this.#openSavepoint = savepoint;
    this.#isInOperation = true;
    try {
      const result = check(await work());
      this.#owner.demandIn();
      const hasAsked = this.#wasAsked;
      if (hasAsked) this.#release(savepoint);
      else if (!isKnownAsLight && performance.now() - begunMs < LIGHT_MS) lightTopics.add(topic);
      return { result, hasAsked };
    } catch (error) {
      if (this.#wasAsked) await this.#undo(savepoint);
      if (this.#hasWaitedInVain) this.#owner.leave({ kind: 'alone', why: 'contended' });
      throw error;
    } finally {
      if (this.#wasAsked) lightTopics.delete(topic);
      this.#openSavepoint = null;
      this.#isInOperation = false;
    }
  }

  /** True when the operation that runs has sent a statement, which began its savepoint. */
  get #wasAsked(): boolean {
    return this.#openSavepoint === null;
  }

  /** Not waited for: should it fail, so does everything behind it. */
  #release(savepoint: number): void {
    this.#leavesChange = true;
    this.#group.client.query(`release savepoint s${savepoint}; ${PLANS_BY_KEY}`).catch(() => undefined);
  }

  /** A savepoint that cannot be returned to means the connection is gone; the first error is the one that tells why. */
  async #undo(savepoint: number): Promise<void> {
    try {
      // The transaction of a member that was put out is no longer its own.
      if (this.#owner.putOut === null) await this.#group.client.query(`rollback to savepoint s${savepoint}`);
      else this.#leavesChange = true;
    } catch {
      this.#isBroken = true;
      this.#leavesChange = true;
    }
  }

  async #query<Row extends object>(text: string, values: readonly unknown[]): Promise<{ readonly rows: Row[]; readonly rowCount: number }> {
    await this.#owner.demandTurn();
    this.#hasChanged = true;
    if (!this.#isInOperation) this.#leavesChange = true;
    const { client } = this.#group;
    const savepoint = this.#openSavepoint;
    this.#openSavepoint = null;
    try {
      if (savepoint === null) return await runModuleStatement<Row>(client, text, values);
      // Sent together; when the first fails, so does the second.
      const [, result] = await Promise.all([
        client.query(`savepoint s${savepoint}; ${PLANS_AS_USUAL}`),
        runModuleStatement<Row>(client, text, values),
      ]);
      return result;
    } catch (error) {
      this.#hasWaitedInVain ||= this.#group.waitsShortly && sqlState(error) === LOCK_NOT_AVAILABLE;
      throw error;
    }
  }
}
