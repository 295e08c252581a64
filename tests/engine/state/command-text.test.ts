import { expect } from 'chai';
import type { JsonObject } from '../../../engine/model/index.ts';
import { fullCommand, type InstanceRecord, type RecordedCommand } from '../../../engine/state/index.ts';
import { commandsText } from '../../support/journal-texts.ts';

const START = { kind: 'start', instanceId: 'i', variables: { list: [[1, '2']] }, caller: null };
const LED: readonly { readonly after: number; readonly command: JsonObject & { readonly kind: string } }[] = [
  { after: 9, command: { kind: 'completeJob', jobId: '4', variables: {} } },
  { after: 15, command: { kind: 'completeJob', jobId: '"6"', variables: { booked: 3, ordered: 'Čaj "Assam"' } } },
  { after: 21, command: { kind: 'failJob', jobId: '8', retriesLeft: 2, message: 'late' } },
];

/** A command that did as much as stands between it and the next. */
const did = (command: RecordedCommand['command'], many: number): RecordedCommand => ({
  command,
  records: Array.from({ length: many }, (): InstanceRecord => ({ kind: 'instanceSuspended' })),
});
const RUN = [did(START, 9), ...LED.map(({ command }) => did(command, 6))] as const;

/** An object with a member of that name would be taken for a promise. */
const withLed = (led: typeof LED, name = 'then'): JsonObject => ({ ...START, [name]: led });

/** As the database gives it back. */
const stored = (text: string): JsonObject => JSON.parse(text) as JsonObject;

describe('Commands of a row of the journal', () => {
  it('come back as they were, with those that the first has led to', () => {
    expect(fullCommand(stored(commandsText(RUN)))).to.deep.equal(withLed(LED));
  });

  it('are that command alone when it has led to none', () => {
    expect(commandsText([did(START, 9)])).to.equal(JSON.stringify(START));
    expect(fullCommand(stored(commandsText([did(START, 9)])))).to.deep.equal(START);
  });

  it('keep a job that was completed without variables as two values', () => {
    expect(
      commandsText([
        did({ kind: 'continue' }, 9),
        did({ kind: 'completeJob', jobId: '4', variables: {} } as JsonObject & { kind: string }, 6),
      ]),
    ).to.equal('{"kind":"continue","then":[[9,"4"]]}');
  });

  it('are read as they were written before', () => {
    expect(fullCommand(stored(JSON.stringify(withLed(LED))))).to.deep.equal(withLed(LED));
  });
});
