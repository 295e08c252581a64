import { expect } from 'chai';
import { BpmnModdle } from 'bpmn-moddle';
import { holds } from '../../../designer/bpmn/modeler/shape-of.ts';
import type { ModdleElement } from '../../../designer/bpmn/modeler/services.ts';

const XML = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="D" targetNamespace="t">
  <error id="Leak" errorCode="LEAK" />
  <process id="P">
    <task id="Work"><multiInstanceLoopCharacteristics id="Loop"><loopCardinality id="Count">3</loopCardinality></multiInstanceLoopCharacteristics></task>
    <boundaryEvent id="Caught" attachedToRef="Work"><errorEventDefinition id="Definition" errorRef="Leak" /></boundaryEvent>
  </process>
</definitions>`;

describe('the shape of a finding', () => {
  it('is that of the event or activity around what the finding names', async () => {
    const { rootElement } = await new BpmnModdle().fromXML(XML, 'bpmn:Definitions', { lax: false });
    const [, process] = rootElement.get('rootElements') as readonly ModdleElement[]; // The file has exactly these two.
    if (process === undefined) throw new Error('Expected a process.');
    const [work, caught] = process.get('flowElements') as readonly ModdleElement[]; // And these two in its process.
    if (work === undefined || caught === undefined) throw new Error('Expected a task and an event.');
    expect([holds(work, 'Loop'), holds(work, 'Count'), holds(caught, 'Definition')]).to.deep.equal([true, true, true]);
    expect([holds(work, 'Definition'), holds(caught, 'Work'), holds(caught, 'Leak')]).to.deep.equal([false, false, false]);
    expect(holds(process, 'Definition'), 'what a shape inside shows is not of the process').to.equal(false);
  });
});
