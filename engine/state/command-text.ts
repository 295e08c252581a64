import type { JsonObject, JsonValue } from '../model/index.ts';

/** A command as the journal keeps it: any object of plain JSON with its kind. */
interface AnyCommand {
  readonly kind: string;
}

/** A command that the engine gave itself in the same step, with the number of records in the row before its own. */
export interface LedCommand {
  readonly after: number;
  readonly command: AnyCommand;
}

/**
 * The commands of one row of the journal: the first of them, with those that it led to as `then`. A job that was completed without variables, as most are, is
 * a small array of that number and the job.
 *
 *     {"kind":"start", ..., "then":[[9,"4"],{"after":15,"command":{"kind":"failJob", ...}}]}
 */
export function commandText(first: AnyCommand, then: readonly LedCommand[]): string {
  const text = JSON.stringify(first);
  return then.length === 0 ? text : `${text.slice(0, -1)},"then":[${then.map(ledText).join()}]}`;
}

function ledText({ after, command }: LedCommand): string {
  const jobId = bareCompletion(command);
  return jobId === null ? `{"after":${after},"command":${JSON.stringify(command)}}` : `[${after},${JSON.stringify(jobId)}]`;
}

/** The job of a `completeJob` that has no variables; null for every other command. */
function bareCompletion(command: AnyCommand & { readonly jobId?: unknown; readonly variables?: unknown }): string | null {
  if (command.kind !== 'completeJob') return null;
  const { jobId, variables } = command;
  const isBare = typeof variables === 'object' && variables !== null && Object.keys(variables).length === 0;
  return isBare && typeof jobId === 'string' ? jobId : null;
}

/** The commands of a row with every one that followed written out; a row of before is given back as it is. */
export function fullCommand(command: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(command).map(([name, value]) => [
      name,
      name === 'then' && Array.isArray(value) ? value.map((led: JsonValue) => fullLed(led)) : value,
    ]),
  );
}

function fullLed(led: JsonValue): JsonValue {
  if (!Array.isArray(led)) return led;
  const [after = null, jobId = null] = led as readonly JsonValue[]; // Array.isArray loses the readonly element type.
  return { after, command: { kind: 'completeJob', jobId, variables: {} } };
}
