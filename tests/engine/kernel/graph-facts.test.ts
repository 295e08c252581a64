import { expect } from 'chai';
import { asElementId } from '../../../engine/model/index.ts';
import { factsOf } from '../../../engine/kernel/graph-facts.ts';
import {
  after,
  boundary,
  catchEvent,
  define,
  eventSubProcess,
  inclusive,
  link,
  message,
  start,
  task,
  throwEvent,
} from './support/define.ts';

const definition = define(
  [
    start('S'),
    inclusive('O'),
    task('A'),
    boundary('T', 'A', after('PT1H')),
    task('B'),
    throwEvent('To', link('l')),
    catchEvent('From', link('l')),
    inclusive('J'),
    task('After'),
    eventSubProcess('Esp', [start('On', message('m')), task('X')], ['On > X']),
  ],
  ['S > O', 'O > A', 'O > B', 'A > J', 'T > J', 'B > To', 'From > J', 'J > After', 'back: After > O'],
);
const reach = (node: string) => factsOf(definition).reachOf(asElementId('J')).flowsFrom(asElementId(node));

describe('the facts of a graph', () => {
  it('are found once per definition', () => {
    expect(factsOf(definition)).to.equal(factsOf(definition));
    expect(factsOf(definition).reachOf(asElementId('J'))).to.equal(factsOf(definition).reachOf(asElementId('J')));
  });

  it('say which incoming flows of a gateway a token can come to, over boundary events and links too', () => {
    expect(reach('A')).to.deep.equal(['A_J', 'T_J']);
    expect(reach('B')).to.deep.equal(['From_J']);
    expect(reach('O')).to.deep.equal(['A_J', 'T_J', 'From_J']);
  });

  it('do not count paths through the gateway itself', () => {
    expect(reach('J')).to.equal(undefined);
    expect(reach('After')).to.deep.equal(['A_J', 'T_J', 'From_J']);
  });

  it('know event sub-processes by their container', () => {
    expect(
      factsOf(definition)
        .eventSubProcesses.get(definition.processId)
        ?.map(({ start: { id } }) => id),
    ).to.deep.equal(['On']);
  });
});
