import { MESSAGE, flow, row } from '../../engine/parse/diagram.ts';
import { advance, begin, complete, look, sendMessage } from '../claim.ts';
import type { Claim } from '../claim.ts';
import { catchEvent, endEvent, message, script, startEvent, throwEvent, userTask } from './xml.ts';

const KEYED =
  '<bpmn:message id="m1" name="Paid"><bpmn:extensionElements><zeebe:subscription correlationKey="=order" /></bpmn:extensionElements></bpmn:message>';
const buyer = (content: string): string => `<bpmn:process id="buyer" isExecutable="true">${content}</bpmn:process>`;
const POOLS =
  '<bpmn:collaboration id="c"><bpmn:participant id="seller" processRef="p" /><bpmn:participant id="buying" processRef="buyer" /><bpmn:messageFlow id="mf" sourceRef="bt" targetRef="c1" /></bpmn:collaboration>';
const PROPERTY =
  '<bpmn:correlationProperty id="cp" name="order"><bpmn:correlationPropertyRetrievalExpression messageRef="m1"><bpmn:messagePath xsi:type="bpmn:tFormalExpression">number</bpmn:messagePath></bpmn:correlationPropertyRetrievalExpression></bpmn:correlationProperty>';
const SUBSCRIPTION =
  '<bpmn:correlationSubscription id="cs" correlationKeyRef="ck"><bpmn:correlationPropertyBinding correlationPropertyRef="cp"><bpmn:dataPath xsi:type="bpmn:tFormalExpression">order</bpmn:dataPath></bpmn:correlationPropertyBinding></bpmn:correlationSubscription>';

/** Data, messages and pools (BPMN 2.0.2, 8.3, 9 and 10.4). */
export const DATA_CLAIMS: readonly Claim[] = [
  {
    title: 'a message goes to the instance whose correlation key is that of the message',
    shows: ['correlation key'],
    roots: [KEYED],
    elements: row(['c1', catchEvent('c1', message)], ['t', userTask('t')]),
    scenario: {
      steps: [
        begin({ order: 'A' }),
        begin({ order: 'B' }),
        sendMessage('Paid', { correlationKey: 'B' }),
        look({ waiting: ['c1', 't'] }),
        complete('t'),
      ],
      expect: { status: 'active', waiting: ['c1'] },
    },
  },
  {
    title: 'a message that nobody waits for is dropped after its time to live',
    shows: ['time to live'],
    roots: [MESSAGE],
    elements: row(['t', userTask('t')], ['c1', catchEvent('c1', message)]),
    scenario: {
      steps: [begin(), sendMessage('Paid', { timeToLive: 'PT1H' }), advance('PT2H'), complete('t')],
      expect: { status: 'active', waiting: ['c1'] },
    },
  },
  {
    title: 'a message flow between two pools of a file leads the message from one instance to the other',
    shows: ['message flow', 'two pools'],
    roots: [
      MESSAGE,
      POOLS,
      buyer(`${startEvent('bs')}${throwEvent('bt', message)}${endEvent('be')}${flow('bs', 'bt')}${flow('bt', 'be')}`),
    ],
    elements: row(['c1', catchEvent('c1', message)]),
    scenario: {
      steps: [begin(), look({ waiting: ['c1'] }), { start: { process: 'buyer' } }],
      expect: { status: 'completed', path: ['c1', 'bt', 'e'] },
    },
  },
  {
    title:
      'correlation properties make the key: the path in the message where it is thrown, the data path of the subscription where it is caught',
    shows: ['correlation property'],
    roots: [
      MESSAGE,
      PROPERTY,
      '<bpmn:collaboration id="c"><bpmn:participant id="seller" processRef="p" /><bpmn:participant id="buying" processRef="buyer" /><bpmn:conversation id="cv"><bpmn:correlationKey id="ck"><bpmn:correlationPropertyRef>cp</bpmn:correlationPropertyRef></bpmn:correlationKey></bpmn:conversation></bpmn:collaboration>',
      buyer(`${startEvent('bs')}${throwEvent('bt', message)}${endEvent('be')}${flow('bs', 'bt')}${flow('bt', 'be')}`),
    ],
    elements: [...row(['c1', catchEvent('c1', message)], ['t', userTask('t')]), SUBSCRIPTION],
    scenario: {
      steps: [
        begin({ order: '7' }),
        begin({ order: '8' }),
        { start: { process: 'buyer', variables: { number: '8' } } },
        look({ waiting: ['c1', 't'] }),
      ],
      expect: { status: 'active' },
    },
  },
  {
    title: 'a data object is a variable of its name that associations read and write',
    shows: ['data object', 'data association'],
    elements: [
      '<bpmn:dataObject id="amount" />',
      '<bpmn:dataObjectReference id="amountRef" name="amount" dataObjectRef="amount" />',
      ...row([
        't',
        '<bpmn:scriptTask id="t" scriptFormat="feel"><bpmn:ioSpecification><bpmn:dataInput id="in" name="given" /><bpmn:inputSet><bpmn:dataInputRefs>in</bpmn:dataInputRefs></bpmn:inputSet><bpmn:outputSet /></bpmn:ioSpecification><bpmn:dataInputAssociation><bpmn:sourceRef>amountRef</bpmn:sourceRef><bpmn:targetRef>in</bpmn:targetRef></bpmn:dataInputAssociation><bpmn:script>{ seen: given * 2 }</bpmn:script></bpmn:scriptTask>',
      ]),
    ],
    scenario: { steps: [begin({ amount: 21 })], expect: { status: 'completed', variables: { seen: 42, amount: 21 } } },
  },
  {
    title: 'a data output goes by its association to the data object',
    shows: ['data input and output'],
    elements: [
      '<bpmn:dataObject id="total" />',
      '<bpmn:dataObjectReference id="totalRef" name="total" dataObjectRef="total" />',
      ...row([
        't',
        '<bpmn:userTask id="t"><bpmn:ioSpecification><bpmn:dataOutput id="out" name="found" /><bpmn:inputSet /><bpmn:outputSet><bpmn:dataOutputRefs>out</bpmn:dataOutputRefs></bpmn:outputSet></bpmn:ioSpecification><bpmn:dataOutputAssociation><bpmn:sourceRef>out</bpmn:sourceRef><bpmn:targetRef>totalRef</bpmn:targetRef></bpmn:dataOutputAssociation></bpmn:userTask>',
      ]),
    ],
    scenario: { steps: [begin(), complete('t', { found: 5 })], expect: { status: 'completed', variables: { total: 5 } } },
  },
  {
    title: 'a property is a variable of its own scope, which the scopes around it do not see',
    shows: ['property'],
    elements: [
      startEvent(),
      `<bpmn:subProcess id="x"><bpmn:property id="pr" name="n" />${startEvent('i')}${script('y', '5', 'n')}${script('z', 'n * 2', 'twice')}${flow('i', 'y')}${flow('y', 'z')}</bpmn:subProcess>`,
      endEvent(),
      flow('s', 'x'),
      flow('x', 'e'),
    ],
    scenario: { steps: [begin({ n: 1 })], expect: { status: 'completed', variables: { n: 1, twice: 10 } } },
  },
];
