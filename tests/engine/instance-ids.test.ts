import { expect } from 'chai';
import { InstanceIds } from '../../engine/instance-ids.ts';

/** More than come from one portion of random bytes. */
const MANY = 20_000;
const VERSION_7 = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/u;

describe('Ids of instances', () => {
  it('are UUIDs of version 7 that begin with the time, grow and differ in what is random', () => {
    const source = new InstanceIds();
    const begun = Date.now();
    const ids = Array.from({ length: MANY }, () => source.next());
    const ended = Date.now();
    for (const id of ids) expect(id).to.match(VERSION_7);
    expect([...ids].sort()).to.deep.equal(ids);
    const times = ids.map((id) => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16));
    expect(times[0]).to.be.at.least(begun);
    expect(times.at(-1)).to.be.at.most(ended);
    expect(new Set(ids.map((id) => id.slice(-12))).size).to.equal(MANY);
  });

  it('of two sources never meet', () => {
    const sources = [new InstanceIds(), new InstanceIds()];
    const ids = sources.flatMap((source) => Array.from({ length: MANY }, () => source.next()));
    expect(new Set(ids).size).to.equal(2 * MANY);
  });
});
