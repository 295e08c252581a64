import { BpmnModdle } from 'bpmn-moddle';
import { expect } from 'chai';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import { jobPriorityOf, placeOfJobPriority, writeJobPriority } from '../../../designer/bpmn/modeler/job-priority.ts';
import type { DiagramElement, ModdleElement } from '../../../designer/bpmn/modeler/services.ts';

const moddle = new BpmnModdle({ zeebe }) as BpmnModdle & {
  // Also in the library, but not among what the engine calls.
  toXML(element: ModdleElement, options: { readonly preamble: boolean }): Promise<{ readonly xml: string }>;
};
const create = (type: string, attributes: Record<string, unknown> = {}): ModdleElement => moddle.create(type, attributes);
const owning = (type: string, ...values: readonly ModdleElement[]): ModdleElement =>
  create(type, values.length === 0 ? {} : { extensionElements: create('bpmn:ExtensionElements', { values: [...values] }) });
const shape = (businessObject: ModdleElement): DiagramElement => ({
  id: 'x',
  type: businessObject.$type,
  x: 0,
  y: 0,
  width: 0,
  height: 0,
  businessObject,
});
/** Writes as the modeler would; answers with the owner in XML. */
async function write(owner: ModdleElement, priority: string): Promise<string> {
  const commands: ModdleElement[] = [];
  const modeling = {
    updateModdleProperties(_element: DiagramElement, target: ModdleElement, properties: Record<string, unknown>) {
      commands.push(target);
      for (const [name, value] of Object.entries(properties)) target.set(name, value);
    },
  };
  writeJobPriority({ modeling: modeling as never, bpmnFactory: { create } }, shape(owner), owner, priority); // Only this is asked of it.
  expect(commands).to.deep.equal([owner]);
  return (await moddle.toXML(owner, { preamble: false })).xml;
}

describe('the priority of jobs in the properties panel', () => {
  it('is written into the element or process, beside what that has, and read again', async () => {
    const task = owning('bpmn:ServiceTask', create('zeebe:TaskDefinition', { type: 'mail.send' }));
    expect(jobPriorityOf(task)).to.equal('');
    const xml = await write(task, ' =order.urgency ');
    expect(xml).to.include('<zeebe:taskDefinition type="mail.send" />');
    expect(xml).to.include('<zeebe:jobPriorityDefinition priority="=order.urgency" />');
    expect(jobPriorityOf(task)).to.equal('=order.urgency');
    expect((await write(task, '-5')).match(/jobPriorityDefinition priority="[^"]*"/g)).to.deep.equal([
      'jobPriorityDefinition priority="-5"',
    ]);
    expect(await write(owning('bpmn:Process'), '60')).to.include('<zeebe:jobPriorityDefinition priority="60" />');
  });

  it('leaves nothing behind when it is emptied', async () => {
    const task = owning('bpmn:ServiceTask', create('zeebe:TaskDefinition', { type: 'mail.send' }), create('zeebe:JobPriorityDefinition'));
    expect(await write(task, ' '))
      .to.include('taskDefinition')
      .and.not.include('jobPriority');
    const process = owning('bpmn:Process', create('zeebe:JobPriorityDefinition', { priority: '1' }));
    expect(await write(process, '')).not.to.include('extensionElements');
  });

  it('has its place beside the attempts, in a group of its own for other jobs, and nowhere else', () => {
    const template = create('bpmn:ServiceTask', { modelerTemplate: 'lanework.erp.shipment.post' });
    const places = [
      placeOfJobPriority(shape(owning('bpmn:ServiceTask')), true),
      placeOfJobPriority(shape(owning('bpmn:EndEvent')), true),
      placeOfJobPriority(shape(owning('bpmn:AdHocSubProcess')), true),
      placeOfJobPriority(shape(template), true),
      placeOfJobPriority(shape(owning('bpmn:BusinessRuleTask', create('zeebe:CalledDecision'))), false),
      placeOfJobPriority(shape(owning('bpmn:BusinessRuleTask')), false),
      placeOfJobPriority(shape(owning('bpmn:ScriptTask')), false),
      placeOfJobPriority(shape(owning('bpmn:ScriptTask', create('zeebe:Script'))), false),
      placeOfJobPriority(shape(owning('bpmn:UserTask')), false),
      placeOfJobPriority(shape(owning('bpmn:EndEvent')), false),
    ];
    expect(places).to.deep.equal(['beside', 'beside', null, 'own', 'own', null, 'own', null, null, null]);
  });
});
