import type { JsonObject, JsonValue } from '../model/index.ts';
import type { JsonBytes } from './json-bytes.ts';
import type { InstanceRecord } from './record.ts';

/** A command as the journal keeps it: any object of plain JSON with its kind. */
interface AnyCommand {
  readonly kind: string;
}

/** A command with what it did. */
export interface RecordedCommand {
  readonly command: AnyCommand;
  readonly records: readonly InstanceRecord[];
}

/**
 * Writes the commands of one row of the journal: the first of them, with those that it led to as `then`, each with the number of records in the row
 * before its own. A job that was completed without variables, as most are, is a small array of that number and the job.
 *
 *     {"kind":"start", ..., "then":[[9,"4"],{"after":15,"command":{"kind":"failJob", ...}}]}
 */
export function writeCommands(to: JsonBytes, [first, ...led]: readonly [RecordedCommand, ...RecordedCommand[]]): void {
  to.raw(JSON.stringify(first.command));
  if (led.length === 0) return;
  to.cut(to.length - 1);
  to.raw(',"then":[');
  let after = first.records.length;
  led.forEach(({ command, records }, index) => {
    if (index > 0) to.raw(',');
    const jobId = bareCompletion(command);
    if (jobId === null) to.raw(`{"after":${after},"command":${JSON.stringify(command)}}`);
    else {
      to.raw(`[${after},`);
      to.value(jobId);
      to.raw(']');
    }
    after += records.length;
  });
  to.raw(']}');
}

/** The job of a `completeJob` that has no variables; null for every other command. */
function bareCompletion(command: AnyCommand & { readonly jobId?: unknown; readonly variables?: unknown }): string | null {
  if (command.kind !== 'completeJob') return null;
  const { jobId, variables } = command;
  if (typeof jobId !== 'string' || typeof variables !== 'object' || variables === null) return null;
  for (const _ in variables) return null;
  return jobId;
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
