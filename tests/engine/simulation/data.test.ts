import { element, expectScenario, file, path, process } from '../../support/scenario.ts';

/** `ioSpecification` of these data inputs and outputs; `spared` says of the inputs, `given` of the outputs, which are not required. */
const io = (inputs: readonly string[], outputs: readonly string[], spared = '', given = ''): string =>
  `<ioSpecification>${inputs.map((name) => `<dataInput id="in_${name}" name="${name}" />`).join('')}${outputs
    .map((name) => `<dataOutput id="out_${name}" name="${name}" />`)
    .join(
      '',
    )}<inputSet>${inputs.map((name) => `<dataInputRefs>in_${name}</dataInputRefs>`).join('')}${spared}</inputSet><outputSet>${outputs
    .map((name) => `<dataOutputRefs>out_${name}</dataOutputRefs>`)
    .join('')}${given}</outputSet></ioSpecification>`;
const taking = (source: string, target: string, more = ''): string =>
  `<dataInputAssociation><sourceRef>${source}</sourceRef><targetRef>${target}</targetRef>${more}</dataInputAssociation>`;
const giving = (source: string, target: string, more = ''): string =>
  `<dataOutputAssociation><sourceRef>${source}</sourceRef><targetRef>${target}</targetRef>${more}</dataOutputAssociation>`;
const objects = (...names: readonly string[]): string =>
  names
    .map(
      (name) =>
        `<dataObject id="do_${name}" name="${name}" /><dataObjectReference id="r_${name}" name="${name}" dataObjectRef="do_${name}" />`,
    )
    .join('');
const assignment = (from: string, to: string): string =>
  `<assignment><from xsi:type="tFormalExpression">${from}</from><to xsi:type="tFormalExpression">${to}</to></assignment>`;
const script = (id: string, inner: string, source: string): string =>
  `<scriptTask id="${id}" scriptFormat="javascript">${inner}<script>${source}</script></scriptTask>`;
/** A process with data objects `order` and `total` and one task T. */
const around = (task: string, more = ''): string =>
  file(process('p', more, objects('order', 'total'), '<startEvent id="S" />', task, '<endEvent id="E" />', path('S', 'T', 'E')));
const begin = (variables: object = {}) => ({ start: { process: 'p', variables } });

describe('a data input in a scenario', () => {
  const task = (spared = ''): string => around(element('userTask', 'T', io(['o'], [], spared) + taking('r_order', 'in_o')));

  it('that is required and absent makes the activity wait, with an incident that names it, until the data come', async () => {
    const result = await expectScenario(task(), {
      steps: [
        begin(),
        { expect: { incidents: ['DATA_INPUT_MISSING'] } },
        { set: { variables: { other: 1 } } },
        { expect: { incidents: ['DATA_INPUT_MISSING'] } },
        { set: { variables: { order: 5 } } },
        { expect: { waiting: ['T'], incidents: [] } },
        { complete: { element: 'T' } },
      ],
      expect: { status: 'completed' },
    });
    const [raised, ...others] = result.records.filter(({ record }) => record === 'incident');
    if (others.length > 0 || raised?.message?.includes('"o" of "T"') !== true)
      throw new Error(`Expected one incident that names the input o, but found ${JSON.stringify([raised, ...others])}.`);
  });

  it('that is optional, or taken only while the activity is at work, may be absent', async () => {
    for (const refs of ['optionalInputRefs', 'whileExecutingInputRefs'])
      await expectScenario(task(`<${refs}>in_o</${refs}>`), { steps: [begin()], expect: { waiting: ['T'], incidents: [] } });
  });

  it('of one of several input sets is enough', async () => {
    const sets =
      '<ioSpecification><dataInput id="ia" name="a" /><dataInput id="ib" name="b" /><inputSet><dataInputRefs>ia</dataInputRefs></inputSet><inputSet><dataInputRefs>ib</dataInputRefs></inputSet><outputSet /></ioSpecification>';
    await expectScenario(around(element('userTask', 'T', sets)), {
      steps: [begin(), { expect: { incidents: ['DATA_INPUT_MISSING'] } }, { set: { variables: { b: 1 } } }],
      expect: { waiting: ['T'], incidents: [] },
    });
  });

  it('that is the collection of a multi-instance activity is asked for by the loop, not by its instances', async () => {
    const loop =
      '<multiInstanceLoopCharacteristics><loopDataInputRef>in_list</loopDataInputRef><inputDataItem id="item" name="item" /></multiInstanceLoopCharacteristics>';
    await expectScenario(around(element('userTask', 'T', io(['list'], []) + taking('r_order', 'in_list') + loop)), {
      steps: [begin({ order: [1, 2] })],
      expect: { waiting: ['T', 'T'], incidents: [] },
    });
  });
});

describe('a data association in a scenario', () => {
  it('carries a data object in under the name of the input, and an output out', async () => {
    const ends = io(['o'], ['t']) + taking('r_order', 'in_o') + giving('out_t', 'r_total');
    await expectScenario(around(script('T', ends, 'return { t: o * 2 }')), {
      steps: [begin({ order: 4 })],
      expect: { status: 'completed', variables: { order: 4, total: 8 } },
    });
  });

  it('transforms, and assigns parts', async () => {
    const transformed =
      io(['o'], ['t']) +
      taking('r_order', 'in_o', '<transformation>order + 1</transformation>') +
      giving('out_t', 'r_order', '<transformation>t * 10</transformation>');
    await expectScenario(around(script('T', transformed, 'return { t: o }')), {
      steps: [begin({ order: 4 })],
      expect: { variables: { order: 50 } },
    });
    const assigned =
      io(['o'], ['t']) +
      taking('r_order', 'in_o', assignment('order.x + 1', 'o.a')) +
      giving('out_t', 'r_order', assignment('t', 'order.y'));
    await expectScenario(around(script('T', assigned, 'return { t: o.a }')), {
      steps: [begin({ order: { x: 4 } })],
      expect: { variables: { order: { x: 4, y: 5 } } },
    });
  });

  it('of an output that is required and absent is an incident that names it; of an optional one it carries nothing', async () => {
    const task = (given = ''): string => around(element('userTask', 'T', io([], ['t'], '', given) + giving('out_t', 'r_total')));
    await expectScenario(task(), { steps: [begin(), { complete: { element: 'T' } }], expect: { incidents: ['DATA_OUTPUT_MISSING'] } });
    await expectScenario(task('<optionalOutputRefs>out_t</optionalOutputRefs>'), {
      steps: [begin(), { complete: { element: 'T' } }],
      expect: { status: 'completed' },
    });
  });

  it('of a call activity is all that the called process gets and gives', async () => {
    const call = (input: string, output: string): string =>
      element(
        'callActivity',
        'T',
        io([input], [output]) + taking('r_order', `in_${input}`) + giving(`out_${output}`, 'r_order'),
        'calledElement="q"',
      );
    const called = (source: string): string =>
      file(process('q', '<startEvent id="Sq" />', script('Tq', '', source), '<endEvent id="Eq" />', path('Sq', 'Tq', 'Eq')));
    const run = async (diagrams: readonly string[]) => {
      const { outcome } = await expectScenario(diagrams, { steps: [begin({ order: 4, secret: 1 })], expect: { status: 'completed' } });
      if (JSON.stringify(outcome.variables) !== '{"order":5,"secret":1}')
        throw new Error(`Expected order 5 and the secret, but found ${JSON.stringify(outcome.variables)}.`);
    };
    await run([around(call('amount', 'sum')), called('return { sum: amount + 1, leak: typeof secret }')]);
    await run([around(call('order', 'order')), called("return { order: order + 1, leak: 2, seen: typeof secret === 'undefined' }")]);
  });

  it('of an event takes out what has been caught: the member of its name, else all of it', async () => {
    const catching = element(
      'intermediateCatchEvent',
      'T',
      `<dataOutput id="out_paid" name="paid" />${giving('out_paid', 'r_total')}<messageEventDefinition messageRef="m1" />`,
    );
    const diagram = around(catching).replace('<process', '<message id="m1" name="M1" /><process');
    const totalOf = async (variables: object, total: unknown) => {
      await expectScenario(diagram, {
        steps: [begin(), { message: { name: 'M1', variables } }],
        expect: { status: 'completed', variables: { total } },
      });
    };
    await totalOf({ paid: 7, by: 'card' }, 7);
    await totalOf({ amount: 5 }, { amount: 5 });
  });

  it('that a modeler drew to a task says nothing and asks for nothing', async () => {
    const drawn = `<property id="pp" name="__targetRef_placeholder" />${taking('r_order', 'pp')}`;
    await expectScenario(around(element('userTask', 'T', drawn)), { steps: [begin()], expect: { waiting: ['T'], incidents: [] } });
  });
});

describe('a property in a scenario', () => {
  it('of a process is there from the start, without a value', async () => {
    await expectScenario(around(script('T', '', 'return { counter: (counter ?? 0) + 1 }'), '<property id="pr" name="counter" />'), {
      steps: [begin()],
      expect: { status: 'completed', variables: { counter: 1 } },
    });
  });

  it('of an activity, and a data object of a sub-process, are variables of that scope alone', async () => {
    const local = await expectScenario(around(script('T', '<property id="pr" name="mine" />', 'return { mine: 1, out: 2 }')), {
      steps: [begin()],
      expect: { variables: { out: 2 } },
    });
    const content = `<dataObject id="di" name="mine" /><startEvent id="Si" />${script('A', '', 'return { mine: 1 }')}${script('B', '', 'return { out: mine }')}${path('Si', 'A', 'B')}`;
    const scoped = await expectScenario(around(element('subProcess', 'T', content)), {
      steps: [begin()],
      expect: { variables: { out: 1 } },
    });
    for (const { outcome } of [local, scoped])
      if ('mine' in outcome.variables) throw new Error(`Expected no variable "mine", but found ${JSON.stringify(outcome.variables)}.`);
  });
});
