import { expect } from 'chai';
import {
  after,
  boundary,
  catchEvent,
  define,
  end,
  eventSubProcess,
  message,
  needingAll,
  signal,
  start,
  userTask,
} from '../support/define.ts';
import { Run } from '../support/run.ts';
import type { Draft } from '../support/define.ts';

const both = [message('a'), signal('b')];
const several = (event: Draft): Draft => ({ ...event, own: { ...event.own, definitions: both } });
const started = (nodes: readonly Draft[], flows: readonly string[]): Run => new Run(define(nodes, flows)).start();

describe('an event with several definitions', () => {
  it('needs them all when it is parallel multiple, and keeps what came along', () => {
    const instance = started([start('S'), needingAll(catchEvent('C', both)), end('E')], ['S > C', 'C > E']).complete('C', { x: 1 });
    expect(instance.waiting()).to.deep.equal(['C']);
    expect(instance.complete('C', { y: 2 }).status).to.equal('completed');
    expect(instance.variables).to.deep.equal({ x: 1, y: 2 });
  });

  it('interrupts from the border only when all have happened', () => {
    const instance = started(
      [start('S'), userTask('A'), needingAll(several(boundary('B', 'A', after('PT1H')))), userTask('U')],
      ['S > A', 'B > U'],
    );
    expect(instance.complete('B').waiting()).to.deep.equal(['B', 'A']);
    expect(instance.complete('B', { y: 2 }).waiting()).to.deep.equal(['U']);
    expect(instance.variables).to.deep.equal({ y: 2 });
  });

  it('begins an event sub-process only when all have happened', () => {
    const handler = eventSubProcess('Esp', [needingAll(several(start('On'))), userTask('U')], ['On > U']);
    const instance = started([start('S'), userTask('A'), handler], ['S > A']).complete('On', { x: 1 });
    expect(instance.waiting()).to.deep.equal(['On', 'A']);
    expect(instance.complete('On').waiting()).to.deep.equal(['U']);
    expect(instance.variables).to.deep.equal({ x: 1 });
  });

  it('on the border fires on any one of them when it is not parallel', () => {
    const instance = started([start('S'), userTask('A'), several(boundary('B', 'A', after('PT1H'))), userTask('U')], ['S > A', 'B > U']);
    expect(instance.complete('B', {}, 1).waiting()).to.deep.equal(['U']);
  });
});
