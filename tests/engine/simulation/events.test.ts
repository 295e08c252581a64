import { condition, element, expectScenario, file, message, path, process } from '../../support/scenario.ts';

const ROOTS = '<message id="m1" name="M1" /><message id="m2" name="M2" /><escalation id="x1" escalationCode="X" />';
const set = (variables: object, at?: string) => ({ set: { variables, ...(at === undefined ? {} : { element: at }) } });
const waits = (...waiting: readonly string[]) => ({ expect: { waiting, incidents: [] } });
const send = (name: string) => ({ message: { name } });

/** A user task T with an event at its border that leads to the user task N. */
const bordered = (definitions: string, attributes = ''): string =>
  file(
    ROOTS,
    process(
      'p',
      '<startEvent id="S" /><userTask id="T" /><userTask id="N" /><endEvent id="E" />',
      element('boundaryEvent', 'B', definitions, `attachedToRef="T" ${attributes}`),
      path('S', 'T', 'E') + path('B', 'N'),
    ),
  );

describe('a conditional event in a scenario', () => {
  it('waits for data that is not there yet, or is null, and fires when its condition becomes true', async () => {
    const waiting = file(
      process(
        'p',
        '<startEvent id="S" />',
        element('intermediateCatchEvent', 'C', condition('amount > 100')),
        '<endEvent id="E" />',
        path('S', 'C', 'E'),
      ),
    );
    await expectScenario(waiting, {
      steps: [{ start: {} }, waits('C'), set({ amount: null }), waits('C'), set({ amount: 50 }), waits('C'), set({ amount: 500 })],
      expect: { status: 'completed' },
    });
  });

  it('fails when its condition is of a wrong type', async () => {
    await expectScenario(bordered(condition('amount > 100')), {
      steps: [{ start: { variables: { amount: 'much' } } }],
      expect: { status: 'failed', incidents: ['EXPRESSION_FAILED'] },
    });
  });

  it('that does not interrupt fires again only after its condition has been false', async () => {
    await expectScenario(bordered(condition('x > 3'), 'cancelActivity="false"'), {
      steps: [
        { start: { variables: { x: 1 } } },
        set({ x: 5 }),
        set({ x: 6 }),
        waits('T', 'N'),
        set({ x: 1 }),
        set({ x: 4 }),
        waits('T', 'N', 'N'),
      ],
    });
  });

  it('sees the variables of its own scope, which hide those around it', async () => {
    const inputs = '<extensionElements><zeebe:ioMapping><zeebe:input source="=0" target="n" /></zeebe:ioMapping></extensionElements>';
    const scoped = file(
      process(
        'p',
        '<startEvent id="S" />',
        element('subProcess', 'SP', `${inputs}<startEvent id="Si" /><userTask id="A" />${path('Si', 'A')}`),
        '<userTask id="N" /><endEvent id="E" />',
        element('boundaryEvent', 'B', condition('n > 1'), 'attachedToRef="SP"'),
        path('S', 'SP', 'E') + path('B', 'N'),
      ),
    );
    await expectScenario(scoped, {
      steps: [{ start: { variables: { n: 5 } } }, set({ n: 9 }), waits('A'), set({ n: 2 }, 'SP'), waits('N')],
    });
  });

  it('with several conditions looks at each of them by itself', async () => {
    await expectScenario(bordered(condition('a') + condition('b'), 'parallelMultiple="true"'), {
      steps: [
        { start: { variables: { a: false, b: false } } },
        set({ a: true }),
        waits('T'),
        set({ a: false }),
        set({ b: true }),
        waits('N'),
      ],
    });
  });
});

describe('a parallel multiple event in a scenario', () => {
  it('that does not interrupt waits for all of its definitions once more after it has fired', async () => {
    await expectScenario(bordered(message('m1') + message('m2'), 'cancelActivity="false" parallelMultiple="true"'), {
      steps: [
        { start: {} },
        send('M1'),
        waits('T'),
        send('M2'),
        waits('T', 'N'),
        send('M2'),
        waits('T', 'N'),
        send('M1'),
        waits('T', 'N', 'N'),
      ],
    });
  });

  const escalating = (cancels: boolean): string =>
    file(
      ROOTS,
      process(
        'p',
        '<startEvent id="S" />',
        element(
          'subProcess',
          'SP',
          `<startEvent id="Si" /><userTask id="A" />${element('intermediateThrowEvent', 'X', '<escalationEventDefinition escalationRef="x1" />')}<userTask id="Z" />${path('Si', 'A', 'X', 'Z')}`,
        ),
        '<userTask id="N" /><endEvent id="E" />',
        element(
          'boundaryEvent',
          'B',
          `${message('m1')}<escalationEventDefinition escalationRef="x1" />`,
          `attachedToRef="SP" cancelActivity="${cancels}" parallelMultiple="true"`,
        ),
        path('S', 'SP', 'E') + path('B', 'N'),
      ),
    );

  it('needs an escalation as well as a message, in any order', async () => {
    await expectScenario(escalating(false), {
      steps: [{ start: {} }, { complete: { element: 'A' } }, waits('Z'), send('M1'), waits('Z', 'N')],
    });
    await expectScenario(escalating(true), {
      steps: [{ start: {} }, send('M1'), waits('A'), { complete: { element: 'A' } }, waits('N')],
    });
  });
});
