import { condition, element, expectScenario, file, message, path, process, signal, timer } from '../../support/scenario.ts';

const MESSAGES = '<message id="m1" name="M1" /><message id="m2" name="M2" /><signal id="s1" name="S1" />';
const KEYED = ['M1', 'M2']
  .map(
    (name) =>
      `<message id="${name.toLowerCase()}" name="${name}"><extensionElements><zeebe:subscription correlationKey="=id" /></extensionElements></message>`,
  )
  .join('');
/** A process that begins by `content` and then waits at the user task T. */
const beginning = (content: string, attributes = '', roots = MESSAGES): string =>
  file(
    roots,
    process('p', element('startEvent', 'S', content, attributes), '<userTask id="T" />', '<endEvent id="E" />', path('S', 'T', 'E')),
  );
const waits = (...waiting: readonly string[]) => ({ expect: { waiting } });

describe('a process in a scenario begins', () => {
  it('by a condition, looked at with the variables that are set while nothing is active; data that is missing is not true', async () => {
    await expectScenario(beginning(condition('temperature > 30')), {
      steps: [
        { set: { variables: { wind: 5 } } },
        { set: { variables: { temperature: 20 } } },
        waits(),
        { set: { variables: { temperature: 35 } } },
        waits('T'),
        { complete: { element: 'T' } },
      ],
      expect: { status: 'completed', variables: { temperature: 35 } },
    });
  });

  it('at its conditional start event when it is started by name', async () => {
    await expectScenario(beginning(condition('=x > 1')), { steps: [{ start: { process: 'p' } }, waits('T')] });
  });

  it('by any trigger of a multiple start event', async () => {
    await expectScenario(beginning(message('m1') + signal('s1')), {
      steps: [{ message: { name: 'M1' } }, waits('T'), { signal: { name: 'S1' } }, waits('T', 'T')],
    });
  });

  it('by all triggers of a parallel multiple start event, with everything that came along', async () => {
    await expectScenario(beginning(message('m1') + signal('s1'), 'parallelMultiple="true"'), {
      steps: [
        { message: { name: 'M1', variables: { a: 1 } } },
        waits(),
        { signal: { name: 'S1', variables: { b: 2 } } },
        waits('T'),
        { complete: { element: 'T' } },
      ],
      expect: { status: 'completed', variables: { a: 1, b: 2 } },
    });
  });

  it('by all triggers of one correlation key', async () => {
    await expectScenario(beginning(message('m1') + message('m2'), 'parallelMultiple="true"'), {
      steps: [
        { message: { name: 'M1', correlationKey: 'A' } },
        { message: { name: 'M2', correlationKey: 'B' } },
        waits(),
        { message: { name: 'M2', correlationKey: 'A' } },
        waits('T'),
        { message: { name: 'M1', correlationKey: 'B' } },
        waits('T', 'T'),
      ],
    });
  });

  it('by a timer as one of all triggers', async () => {
    await expectScenario(beginning(message('m1') + timer('timeDuration', 'PT1H'), 'parallelMultiple="true"'), {
      steps: [{ advance: 'PT2H' }, waits(), { message: { name: 'M1' } }, waits('T')],
    });
  });

  it('by a receive task that instantiates, once per message, and takes later messages to the instance of their key', async () => {
    const receiving = file(
      KEYED,
      process(
        'p',
        '<receiveTask id="R" instantiate="true" messageRef="m1" />',
        element('intermediateCatchEvent', 'C', message('m2')),
        '<endEvent id="E" />',
        path('R', 'C', 'E'),
      ),
    );
    const send = (name: string, id: string) => ({ message: { name, correlationKey: id, variables: { id } } });
    await expectScenario(receiving, {
      steps: [send('M1', '1'), send('M1', '2'), waits('C', 'C'), send('M2', '2'), waits('C'), send('M2', '1')],
      expect: { status: 'completed' },
    });
  });

  const gateway = (type: string): string =>
    file(
      KEYED,
      process(
        'p',
        `<eventBasedGateway id="G" instantiate="true" eventGatewayType="${type}" />`,
        element('intermediateCatchEvent', 'A', message('m1')),
        element('intermediateCatchEvent', 'B', message('m2')),
        '<parallelGateway id="J" /><exclusiveGateway id="X" /><userTask id="T" /><endEvent id="E" />',
        type === 'Parallel' ? path('G', 'A', 'J', 'T', 'E') + path('G', 'B', 'J') : path('G', 'A', 'X', 'T', 'E') + path('G', 'B', 'X'),
      ),
    );

  it('by one event of an exclusive event-based gateway', async () => {
    await expectScenario(gateway('Exclusive').replace('<parallelGateway id="J" />', ''), {
      steps: [
        { message: { name: 'M2', correlationKey: '1', variables: { id: '1' } } },
        { expect: { waiting: ['T'], visited: ['B'], notVisited: ['A'] } },
        { message: { name: 'M1', correlationKey: '1', variables: { id: '1' } } },
        waits('T', 'T'),
      ],
    });
  });

  it('by the first event of a parallel event-based gateway, which waits for the others in that instance', async () => {
    await expectScenario(gateway('Parallel').replace('<exclusiveGateway id="X" />', ''), {
      steps: [
        { message: { name: 'M2', correlationKey: '1', variables: { id: '1' } } },
        { message: { name: 'M2', correlationKey: '2', variables: { id: '2' } } },
        waits('G', 'G'),
        { message: { name: 'M1', correlationKey: '2' } },
        waits('G', 'T'),
        { message: { name: 'M1', correlationKey: '1' } },
        waits('T', 'T'),
      ],
    });
  });
});

describe('a message in a scenario', () => {
  it('without a key goes to the one who has waited longest, whichever instance he is in', async () => {
    const waiting = file(
      MESSAGES,
      process(
        'p',
        '<startEvent id="S" />',
        '<userTask id="T" />',
        element('intermediateCatchEvent', 'C', message('m1')),
        '<endEvent id="E" />',
        path('S', 'T', 'C', 'E'),
      ),
    );
    const result = await expectScenario(waiting, {
      steps: [
        { start: {} },
        { start: {} },
        { complete: { element: 'T', index: 1 } },
        { complete: { element: 'T' } },
        waits('C', 'C'),
        { message: { name: 'M1' } },
        waits('C'),
      ],
    });
    const [ended] = result.records.filter(({ record }) => record === 'ended');
    if (ended?.instance !== 'instance-2') throw new Error(`Expected instance-2 to get the message, but found ${ended?.instance}.`);
  });
});
