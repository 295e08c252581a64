/** Bounds of the runtime. Each is a default that holds for every node; tests give smaller ones. */
export interface RuntimeLimits {
  /** Jobs performed inside one transaction; further ones stay as due rows for the next. */
  readonly jobsPerStep: number;
  /** Called instances started inside one transaction; further ones start in the next. */
  readonly callsPerStep: number;
  /** Instances nested by call activities; one more is an incident of the caller. */
  readonly callDepth: number;
  /** Runs of a transaction that the database asks to run again. */
  readonly transactionAttempts: number;
  /** Claims of one job without any result before it becomes an incident: its worker dies of it. */
  readonly lostWorkers: number;
  /** Waiting instances that one signal or buffered message looks at per transaction. */
  readonly receiversPerStep: number;
  /** How long a message without receiver is kept when its sender says nothing, in milliseconds. */
  readonly messageTimeToLiveMs: number;
  /** Characters of JSON of all variables of an instance together; a command that would bring more is refused, a job becomes an incident. */
  readonly variableCharacters: number;
  /** Calls of one node that wait for jobs at a time; one more is refused. */
  readonly waitingActivations: number;
}

export const DEFAULT_LIMITS: RuntimeLimits = {
  jobsPerStep: 200,
  callsPerStep: 200,
  callDepth: 64,
  transactionAttempts: 20,
  lostWorkers: 3,
  receiversPerStep: 1_000,
  messageTimeToLiveMs: 60 * 60 * 1_000,
  variableCharacters: 8 * 1_048_576,
  waitingActivations: 1_000,
};
