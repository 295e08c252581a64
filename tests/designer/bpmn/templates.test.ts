import { expect } from 'chai';
import { presentTemplates } from '../../../designer/bpmn/editor/templates.ts';

const template = {
  id: 'lanework.erp.shipment.post',
  name: 'Post shipment',
  properties: [
    { value: 'erp.shipment.post', type: 'Hidden', binding: { type: 'zeebe:taskDefinition', property: 'type' } },
    { label: 'cost', description: 'Exact decimal as text', binding: { type: 'zeebe:output', source: '=cost' } },
  ],
};
const operation = {
  topic: 'erp.shipment.post',
  title: { en: 'Post shipment', es: 'Contabilizar envío' },
  description: { en: 'Posts it.', es: 'Lo contabiliza.' },
  icon: 'truck-delivery',
  errors: [],
};
const present = (language: string) =>
  presentTemplates([template] as never, [operation] as never, {
    language,
    field: (name) => (name === 'cost' ? 'Coste' : undefined),
    group: (_id, label) => label,
    output: (field) => `${field}: a la variable`,
  });

describe('the templates of operations', () => {
  it('have their names, labels and descriptions in the language shown', () => {
    const [shown] = present('es');
    expect(shown).to.include({ name: 'Contabilizar envío', description: 'Lo contabiliza.' });
    expect(shown?.properties?.[1]).to.include({ label: 'Coste: a la variable' });
  });

  it('keep the hints of fields, which are English, to English', () => {
    expect(present('es')[0]?.properties?.[1]).not.to.have.property('description');
    expect(present('en')[0]?.properties?.[1]).to.have.property('description', 'Exact decimal as text');
  });
});
