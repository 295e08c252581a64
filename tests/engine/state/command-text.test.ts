import { expect } from 'chai';
import type { JsonObject, JsonValue } from '../../../engine/model/index.ts';
import { commandText, fullCommand, type LedCommand } from '../../../engine/state/index.ts';

const START = { kind: 'start', instanceId: 'i', variables: { list: [[1, '2']] }, caller: null };
const LED: readonly LedCommand[] = [
  { after: 9, command: { kind: 'completeJob', jobId: '4', variables: {} } as LedCommand['command'] },
  { after: 15, command: { kind: 'completeJob', jobId: '"6"', variables: { booked: 3 } } as LedCommand['command'] },
  { after: 21, command: { kind: 'failJob', jobId: '8', retriesLeft: 2, message: 'late' } as LedCommand['command'] },
];

/** An object with a member of that name would be taken for a promise. */
const withLed = (led: readonly LedCommand[], name = 'then'): JsonObject => ({ ...START, [name]: led as unknown as JsonValue });

/** As the database gives it back. */
const stored = (text: string): JsonObject => JSON.parse(text) as JsonObject;

describe('Commands of a row of the journal', () => {
  it('come back as they were, with those that the first has led to', () => {
    expect(fullCommand(stored(commandText(START, LED)))).to.deep.equal(withLed(LED));
  });

  it('are that command alone when it has led to none', () => {
    expect(commandText(START, [])).to.equal(JSON.stringify(START));
    expect(fullCommand(stored(commandText(START, [])))).to.deep.equal(START);
  });

  it('keep a job that was completed without variables as two values', () => {
    expect(commandText({ kind: 'continue' }, LED.slice(0, 1))).to.equal('{"kind":"continue","then":[[9,"4"]]}');
  });

  it('are read as they were written before', () => {
    expect(fullCommand(stored(JSON.stringify(withLed(LED))))).to.deep.equal(withLed(LED));
  });
});
