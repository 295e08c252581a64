import { JsonBytes, writeCommands, writeRecords, type InstanceRecord, type RecordedCommand } from '../../engine/state/index.ts';

const bytes = new JsonBytes();

function textOf(write: (to: JsonBytes) => void): string {
  bytes.begin();
  write(bytes);
  const copy = new Uint8Array(bytes.length);
  bytes.copyTo(copy);
  return new TextDecoder().decode(copy);
}

/** Records as one command of the journal keeps them. */
export const recordsText = (records: readonly InstanceRecord[]): string =>
  textOf((to) => {
    writeRecords(to, [{ records }]);
  });

/** The commands of a row as the journal keeps them. */
export const commandsText = (run: readonly [RecordedCommand, ...RecordedCommand[]]): string =>
  textOf((to) => {
    writeCommands(to, run);
  });
