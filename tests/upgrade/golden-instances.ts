import { bpmn, flow, path } from '../support/bpmn.ts';

const timer = (id: string, duration: string): string =>
  `<bpmn:timerEventDefinition id="${id}Timer"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">${duration}</bpmn:timeDuration></bpmn:timerEventDefinition>`;
const message = (id: string, name: string): readonly [string, string] => [
  `<bpmn:messageEventDefinition id="${id}Message" messageRef="${name}"/>`,
  `<bpmn:message id="${name}" name="${name}"><bpmn:extensionElements><zeebe:subscription correlationKey="=key"/></bpmn:extensionElements></bpmn:message>`,
];
const [arrives, arrivesMessage] = message('arrives', 'golden-arrival');
const [note, noteMessage] = message('note', 'golden-note');

/** Processes that leave an instance in every state that outlives a release, by process id. */
const DIAGRAMS: Readonly<Record<string, string>> = {
  'golden-user': bpmn(
    'golden-user',
    `<bpmn:startEvent id="s"/><bpmn:userTask id="first" name="First"/><bpmn:userTask id="second" name="Second"/><bpmn:endEvent id="e"/>${path('s', 'first', 'second', 'e')}`,
  ),
  'golden-timer': bpmn(
    'golden-timer',
    `<bpmn:startEvent id="s"/><bpmn:intermediateCatchEvent id="pause">${timer('pause', 'P30D')}</bpmn:intermediateCatchEvent><bpmn:endEvent id="e"/>${path('s', 'pause', 'e')}`,
  ),
  'golden-message': bpmn(
    'golden-message',
    `<bpmn:startEvent id="s"/><bpmn:intermediateCatchEvent id="arrives">${arrives}</bpmn:intermediateCatchEvent><bpmn:endEvent id="e"/>${path('s', 'arrives', 'e')}`,
    arrivesMessage,
  ),
  'golden-multi': bpmn(
    'golden-multi',
    `<bpmn:startEvent id="s"/>
     <bpmn:userTask id="each" name="Each"><bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=items" inputElement="item"/></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>
     <bpmn:userTask id="inTurn" name="In turn"><bpmn:multiInstanceLoopCharacteristics isSequential="true"><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=items" inputElement="item"/></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>
     <bpmn:endEvent id="e"/>${path('s', 'each', 'inTurn', 'e')}`,
  ),
  'golden-event': bpmn(
    'golden-event',
    `<bpmn:startEvent id="s"/><bpmn:userTask id="main" name="Main"/><bpmn:boundaryEvent id="late" attachedToRef="main" cancelActivity="false">${timer('late', 'P20D')}</bpmn:boundaryEvent><bpmn:endEvent id="e"/>${path('s', 'main', 'e')}
     <bpmn:userTask id="remind" name="Remind"/><bpmn:endEvent id="reminded"/>${path('late', 'remind', 'reminded')}
     <bpmn:subProcess id="noted" triggeredByEvent="true"><bpmn:startEvent id="note" isInterrupting="false">${note}</bpmn:startEvent><bpmn:userTask id="read" name="Read"/><bpmn:endEvent id="isRead"/>${path('note', 'read', 'isRead')}</bpmn:subProcess>`,
    noteMessage,
  ),
  'golden-incident': bpmn(
    'golden-incident',
    `<bpmn:startEvent id="s"/><bpmn:exclusiveGateway id="big" default="small"/><bpmn:endEvent id="e"/><bpmn:endEvent id="other"/>${path('s', 'big')}
     ${flow('big', 'e', '=amount &gt; 10')}<bpmn:sequenceFlow id="small" sourceRef="big" targetRef="other"/>`,
  ),
  'golden-caller': bpmn(
    'golden-caller',
    `<bpmn:startEvent id="s"/><bpmn:callActivity id="call"><bpmn:extensionElements><zeebe:calledElement processId="golden-user"/></bpmn:extensionElements></bpmn:callActivity><bpmn:endEvent id="e"/>${path('s', 'call', 'e')}`,
  ),
  'golden-compensation': bpmn(
    'golden-compensation',
    `<bpmn:startEvent id="s"/><bpmn:userTask id="book" name="Book"/><bpmn:boundaryEvent id="undone" attachedToRef="book"><bpmn:compensateEventDefinition id="undoneBy"/></bpmn:boundaryEvent>
     <bpmn:userTask id="undo" name="Undo" isForCompensation="true"/><bpmn:association id="undoes" associationDirection="One" sourceRef="undone" targetRef="undo"/>
     <bpmn:userTask id="decide" name="Decide"/><bpmn:intermediateThrowEvent id="throw"><bpmn:compensateEventDefinition id="thrown"/></bpmn:intermediateThrowEvent><bpmn:endEvent id="e"/>${path('s', 'book', 'decide', 'throw', 'e')}`,
  ),
  'golden-join': bpmn(
    'golden-join',
    `<bpmn:startEvent id="s"/><bpmn:parallelGateway id="split"/><bpmn:userTask id="left" name="Left"/><bpmn:userTask id="right" name="Right"/><bpmn:parallelGateway id="join"/><bpmn:endEvent id="e"/>
     ${path('s', 'split', 'left', 'join', 'e')}${flow('split', 'right')}${flow('right', 'join')}`,
  ),
  'golden-race': bpmn(
    'golden-race',
    `<bpmn:startEvent id="s"/><bpmn:eventBasedGateway id="race"/><bpmn:intermediateCatchEvent id="arrives">${arrives}</bpmn:intermediateCatchEvent>
     <bpmn:intermediateCatchEvent id="pause">${timer('pause', 'P30D')}</bpmn:intermediateCatchEvent><bpmn:endEvent id="e"/>${path('s', 'race', 'arrives', 'e')}${flow('race', 'pause')}${flow('pause', 'e')}`,
    arrivesMessage,
  ),
};

type Answer = Readonly<Record<string, unknown>>;

/** Asks the API of a server of the release to leave instances in every state. */
export async function leaveInstances(url: string, token: string): Promise<void> {
  const post = async (path: string, body: object): Promise<Answer> => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });
    const answer = response.status === 204 ? {} : ((await response.json()) as Answer);
    if (!response.ok) throw new Error(`Expected ${path} to be answered well, but: ${JSON.stringify(answer)}`);
    return answer;
  };
  const resources = Object.entries(DIAGRAMS).map(([name, content]) => ({ name: `${name}.bpmn`, content }));
  await post('/deployments', { resources });
  const start = async (processId: string, variables: object = {}): Promise<Answer> =>
    post('/process-instances', { processId, businessKey: processId, variables });
  const open = (answer: Answer): readonly string[] => {
    const tasks = answer['nextTasks'];
    return Array.isArray(tasks) ? tasks.map((task: { readonly id: string }) => task.id) : [];
  };
  const complete = async (taskId: string | undefined, variables: object = {}): Promise<Answer> =>
    post(`/tasks/${taskId ?? 'none'}/complete`, { variables });

  await start('golden-user');
  await complete(open(await start('golden-user', { text: 'čaj, чай, ჩაი', amount: '12.50', list: [1, { deep: null }] }))[0]);
  const ended = await complete(open(await start('golden-user'))[0]);
  await complete(open(ended)[0]);
  const suspended = await start('golden-user');
  await post(`/process-instances/${String(suspended['instanceId'])}/suspend`, {});
  for (const key of ['a', 'b']) {
    await start('golden-message', { key });
    await start('golden-race', { key });
  }
  await start('golden-timer');
  const multi = await start('golden-multi', { items: ['x', 'y', 'z'] });
  await complete(open(multi)[1]);
  const inTurn = await start('golden-multi', { items: ['x', 'y'] });
  let next: Answer = {};
  for (const taskId of open(inTurn)) next = await complete(taskId);
  await complete(open(next)[0]);
  await start('golden-event', { key: 'n' });
  await post('/messages', { name: 'golden-note', correlationKey: 'n', variables: {} });
  await start('golden-incident');
  await start('golden-caller');
  await complete(open(await start('golden-caller'))[0]);
  await complete(open(await start('golden-compensation'))[0]);
  const undoing = await complete(open(await start('golden-compensation'))[0]);
  await complete(open(undoing)[0]);
  await complete(open(await start('golden-join'))[0]);
}
