import { expect } from 'chai';
import { BYSTANDER, CORRELATED, twoPools } from '../../support/message-diagrams.ts';
import { element, expectScenario, file, message, path, process } from '../../support/scenario.ts';

const bare = '<messageEventDefinition />';
const start = (id: string, variables: object = {}) => ({ start: { process: id, variables } });
const waits = (...waiting: readonly string[]) => ({ expect: { waiting } });

describe('a message flow in a scenario', () => {
  const meet = [start('receiver'), waits('C'), start('sender'), { expect: { status: 'completed' } }];

  it('carries the message that both ends name, or one of them, or the flow', async () => {
    for (const [thrown, caught, flow] of [
      [message('m1'), message('m1'), ''],
      [message('m1'), bare, ''],
      [bare, message('m1'), ''],
      [bare, bare, 'messageRef="m1"'],
      [bare, bare, ''],
    ] as const)
      await expectScenario(twoPools(thrown, caught, flow), { steps: meet });
  });

  it('joins a send task and a receive task that say nothing more', async () => {
    const tasks = twoPools('', '')
      .replace('<intermediateThrowEvent id="T" ></intermediateThrowEvent>', '<sendTask id="T" />')
      .replace('<intermediateCatchEvent id="C" ></intermediateCatchEvent>', '<receiveTask id="C" />');
    await expectScenario(tasks, { steps: meet });
  });

  it('leads to its end alone: whoever else waits for the message does not get it', async () => {
    await expectScenario([twoPools(message('m1'), message('m1')), BYSTANDER], {
      steps: [start('bystander'), start('receiver'), start('sender'), waits('B')],
    });
    await expectScenario([twoPools(message('m1'), message('m1')), BYSTANDER], {
      steps: [start('bystander'), start('sender'), waits('B'), start('receiver'), waits('B')],
    });
  });
});

describe('the key of a message in a scenario', () => {
  it('is read out of the message by its correlation property when it comes without one', async () => {
    const result = await expectScenario(CORRELATED, {
      steps: [
        start('orders', { myOrder: 'A' }),
        start('orders', { myOrder: 'B' }),
        { message: { name: 'M1', variables: { order: { id: 'B' } } } },
        waits('C', 'T'),
        { message: { name: 'M1', variables: { order: { id: 'C' } } } },
        waits('C', 'T'),
      ],
    });
    expect(result.outcome.variables).to.deep.equal({ myOrder: 'A' });
  });

  it('goes along with a message that says nothing else, so that who is started by it can answer', async () => {
    const collaboration = file(
      '<message id="m1" name="Order" /><message id="m2" name="Answer" />',
      '<correlationProperty id="cp"><correlationPropertyRetrievalExpression messageRef="m1"><messagePath>orderId</messagePath></correlationPropertyRetrievalExpression><correlationPropertyRetrievalExpression messageRef="m2"><messagePath>orderId</messagePath></correlationPropertyRetrievalExpression></correlationProperty>',
      '<collaboration id="co"><participant id="Pb" processRef="buyer" /><participant id="Ps" processRef="seller" /><messageFlow id="f1" sourceRef="Ask" targetRef="Ss" /><messageFlow id="f2" sourceRef="Es" targetRef="Hear" /></collaboration>',
      process(
        'buyer',
        '<startEvent id="Sb" /><sendTask id="Ask" messageRef="m1" /><receiveTask id="Hear" messageRef="m2" /><endEvent id="Eb" />',
        path('Sb', 'Ask', 'Hear', 'Eb'),
      ),
      process(
        'seller',
        element('startEvent', 'Ss', message('m1')),
        '<userTask id="Sell" />',
        element('endEvent', 'Es', message('m2')),
        path('Ss', 'Sell', 'Es'),
      ),
    );
    await expectScenario(collaboration, {
      steps: [
        start('buyer', { orderId: 'A' }),
        start('buyer', { orderId: 'B' }),
        { complete: { element: 'Sell', index: 1 } },
        waits('Hear', 'Sell'),
        { complete: { element: 'Sell' } },
      ],
      expect: { status: 'completed', variables: { orderId: 'A' } },
    });
  });

  it('and its time to live are those of zeebe:publishMessage where it is thrown', async () => {
    const thrown = `<extensionElements><zeebe:publishMessage correlationKey="=other" timeToLive="PT2H" messageId="=other" /></extensionElements>${message('m1')}`;
    const published = file(
      '<message id="m1" name="M1"><extensionElements><zeebe:subscription correlationKey="=id" /></extensionElements></message>',
      process('p', '<startEvent id="S" />', element('intermediateThrowEvent', 'T', thrown), '<endEvent id="E" />', path('S', 'T', 'E')),
      process(
        'q',
        '<startEvent id="Sq" />',
        element('intermediateCatchEvent', 'C', message('m1')),
        '<endEvent id="Eq" />',
        path('Sq', 'C', 'Eq'),
      ),
    );
    await expectScenario(published, {
      steps: [
        start('p', { id: 'x', other: 'A' }),
        // The same message id while the first is kept: dropped.
        start('p', { id: 'x', other: 'A' }),
        { advance: 'PT90M' },
        start('q', { id: 'A' }),
        waits(),
        start('q', { id: 'A' }),
        waits('C'),
      ],
    });
  });
});

describe('a message in a scenario that an operation names', () => {
  const roots =
    '<message id="m1" name="M1" /><interface id="i" name="I"><operation id="op" name="O"><inMessageRef>m1</inMessageRef></operation></interface>';

  it('is awaited by a receive task and by an event', async () => {
    const task = '<receiveTask id="C" operationRef="op" />';
    const event = element(
      'intermediateCatchEvent',
      'C',
      '<messageEventDefinition><operationRef>op</operationRef></messageEventDefinition>',
    );
    for (const waiting of [task, event])
      await expectScenario(file(roots, process('p', '<startEvent id="S" />', waiting, '<endEvent id="E" />', path('S', 'C', 'E'))), {
        steps: [{ start: {} }, waits('C'), { message: { name: 'M1' } }],
        expect: { status: 'completed' },
      });
  });
});
